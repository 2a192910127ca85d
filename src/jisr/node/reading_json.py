"""A reading as one JSON value: what the terminal and programs get.

Offsets are characters of `text`, ends exclusive. An id is that of the desk's tables, of a country, of the one party a
name may be; a name without one stands as its words.
"""

from __future__ import annotations

from typing import Any

from jisr.desks.documents import Article, Claim, Mention, Proposal, Told


def as_json(name: str, text: str, told: Article, *, published: str) -> dict[str, Any]:
    """`name`: of the file. Keys: id, published, text, sentences, mentions, events, claims, facts."""
    ids = {mention.text: found for mention in told.mentions if (found := _id(mention))}

    def span(place: tuple[int, int] | None) -> dict[str, Any] | None:
        return {"start": place[0], "end": place[1], "text": text[place[0] : place[1]]} if place else None

    def event(one: Told) -> dict[str, Any]:
        parts = {part: [ids.get(each, each) for each in getattr(one, part)] for part in _PARTS}
        return {
            "type": one.type,
            "factuality": one.factuality.value,
            "sent": one.sentence,
            "trigger": span(one.trigger),
            "date": one.date or None,
            **parts,
            "via": ids.get(one.via, one.via) or None,
            "rule": one.rule,
            "score": one.score,
        }

    def claim(one: Claim) -> dict[str, Any]:
        source = ids.get(one.source, one.source)
        cue, content = span(one.cue), span(one.content)
        return {"source": source, "kind": one.kind, "sent": one.sentence, "cue": cue, "content": content}

    def fact(one: Proposal) -> dict[str, Any]:
        subj = ids.get(one.subj, one.subj)
        days = {"date": one.date or None, "until": one.until or None}
        return {
            "kind": one.kind,
            "status": one.status,
            "subj": subj,
            "obj": one.obj,
            **days,
            "sent": one.sentence,
            "rule": one.rule,
        }

    return {
        "id": name,
        "published": published or None,
        "text": text,
        "sentences": [{"start": start, "end": end} for start, end in told.sentences],
        "mentions": [_mention(one) for one in told.mentions],
        "events": [event(one) for one in told.events],
        "claims": [claim(one) for one in told.claims],
        "facts": [fact(one) for one in told.proposals],
    }


_PARTS = ("actor", "target", "place", "obj")


def _id(mention: Mention) -> str:
    """The mention's id, or the one party it may be."""
    things = {one.thing for one in mention.candidates}
    return mention.id or (things.pop() if len(things) == 1 else "")


def _mention(one: Mention) -> dict[str, Any]:
    reasons = [{"code": reason.code, "facts": dict(reason.facts)} for reason in one.reasons]
    return {
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "type": one.type.value,
        "id": _id(one) or None,
        "why": reasons,
    }
