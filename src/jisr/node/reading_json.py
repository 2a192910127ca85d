"""A reading as one JSON value: what the terminal and programs get.

Offsets are characters of `text`, ends exclusive. An id is that of the desk's tables, of a country, of the one party a
name may be; a name without one stands as its words. A mention has the id of a party only where its sentence may speak
for the link (`documents.supported`): never that of a namesake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jisr.desks.documents import Article, Claim, Mention, Proposal, Told, supported


def as_json(name: str, text: str, told: Article, *, published: str) -> dict[str, Any]:
    """`name`: of the file. Keys: id, published, text, sentences, furniture, mentions, events, claims, facts."""
    told = replace(told, mentions=supported(text, told))
    refused = {mention.text for mention in told.mentions if not _id(mention)}
    ids = {one.text: found for one in told.mentions if (found := _id(one)) and one.text not in refused}

    def span(place: tuple[int, int] | None) -> dict[str, Any] | None:
        return {"start": place[0], "end": place[1], "text": text[place[0] : place[1]]} if place else None

    def event(number: int, one: Told) -> dict[str, Any]:
        first = told.same[number]
        parts = {part: [ids.get(each, each) for each in getattr(one, part)] for part in _PARTS}
        return {
            "type": one.type,
            "factuality": one.factuality.value,
            "sent": one.sentence,
            "trigger": span(one.trigger),
            "date": one.date or None,
            **parts,
            "via": ids.get(one.via, one.via) or None,
            "same_as": first if first != number else None,
            "rule": one.rule,
            "score": one.score,
        }

    def claim(one: Claim) -> dict[str, Any]:
        source = ids.get(one.source, one.source)
        cue, content = span(one.cue), span(one.content)
        return {"source": source, "kind": one.kind, "sent": one.sentence, "cue": cue, "content": content}

    return {
        "id": name,
        "published": published or None,
        "text": text,
        "sentences": [
            {"start": start, "end": end, "modality": modality}
            for (start, end), modality in zip(told.sentences, told.modalities, strict=True)
        ],
        "furniture": [{"start": one.start, "end": one.end, "kind": one.kind} for one in told.furniture],
        "mentions": [_mention(one, told) for one in told.mentions],
        "events": [event(number, one) for number, one in enumerate(told.events)],
        "claims": [claim(one) for one in told.claims],
        "facts": [_fact(one, ids) for one in told.proposals],
    }


_PARTS = ("actor", "target", "place", "obj")


def _fact(one: Proposal, ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "status": one.status,
        "subj": ids.get(one.subj, one.subj),
        "obj": one.obj,
        "date": one.date or None,
        "until": one.until or None,
        "sent": one.sentence,
        "rule": one.rule,
    }


def _id(mention: Mention) -> str:
    """The mention's id, or the one party it may be."""
    things = {one.thing for one in mention.candidates}
    return mention.id or (things.pop() if len(things) == 1 else "")


def _mention(one: Mention, told: Article) -> dict[str, Any]:
    aside = any(each.start <= one.start and one.end <= each.end for each in told.furniture)
    reasons = [{"code": reason.code, "facts": dict(reason.facts)} for reason in one.reasons]
    return {
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "type": one.type.value,
        "id": _id(one) or None,
        "furniture": aside,
        "said": dict(one.attributes),
        "why": reasons,
    }
