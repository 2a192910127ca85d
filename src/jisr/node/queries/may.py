"""May somebody do this, with this party, on this day, as known then?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache

from jisr import identity, names, tables
from jisr.desks import compliance
from jisr.errors import Unreadable, WrongUse
from jisr.node import books, chain, lines, name_index
from jisr.node.convert import typed
from jisr.node.parties import Parties, parties_then
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.queries.reader import visible_markings
from jisr.node.state import state
from jisr.node.values import Clocks, MayAnswer, MayInstrument, MayLine, MayQuestion
from jisr.records import When
from jisr.sharing import Reader, Role, require

RULES = (
    *("actions", "activities", "act_readings", "classes", "decision_words", "follows", "list_measures", "measures"),
    *("ownership_laws", "prohibitions", "question_laws"),
)
_SURE = 0.9
_LONGEST = 300
_NO_PARTY = frozenset({"Instrument", "Sanction"})


def may(question: MayQuestion, *, reader: Reader) -> MayAnswer:
    """The answer, with its reasons and its next change. Raises `NotAllowed`, `WrongUse`. Audited."""
    answer = worked_out(question, reader=reader).answer
    facts = {"kind": answer.kind, "on": answer.on, "known": answer.known.isoformat(), "status": answer.status}
    chain.note(reader, "may", answer.party or answer.counterparty, jurisdiction=answer.jurisdiction, **facts)
    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """An answer, and what a new act would have to speak of to change it: `us class:syria-government`."""

    answer: MayAnswer
    topics: tuple[str, ...]


def worked_out(question: MayQuestion, *, reader: Reader) -> Worked:
    """The same without a line in the audit: for the node's own re-examination, and for many at once."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE)
    asked = _tidy(question)
    on, clocks = _times(asked)
    markings = visible_markings(reader)
    seen = state()
    parties = parties_then(clocks.known, markings=markings, seen=seen)
    view = books.View(clocks=clocks, markings=markings, parties=parties, state=seen)
    who, resembling = _counterparty(asked, view)
    told = [owner.party for owner in asked.owners if owner.party]
    opened = books.open_book(who, view=view, owners_told=told)
    who = _with_owners(who, asked, opened, parties)
    query = compliance.Query(
        jurisdiction=asked.jurisdiction,
        asked=asked.kind,
        activity=compliance.activity_of(asked.kind),
        counterparty=who,
        on=on,
    )
    found = compliance.decide(query, opened.book, known=clocks.known)
    answer = _value(asked, query, clocks.known, found, _Drawn(opened.rows, parties, resembling))
    return Worked(answer=answer, topics=compliance.topics_of(query, found))


@cache
def rules_digest() -> str:
    """What makes these rules these rules: SHA-256 over the tables that decide."""
    return hashlib.sha256("\n".join(tables.text(f"{name}.csv") for name in RULES).encode()).hexdigest()


def _tidy(question: MayQuestion) -> MayQuestion:
    asked = replace(
        question,
        jurisdiction=typed(question.jurisdiction).strip().lower(),
        kind=typed(question.kind).strip(),
        counterparty=" ".join(typed(question.counterparty).split()),
    )
    laws = {row["jurisdiction"] for row in tables.rows("jurisdictions")}
    laws |= {row["asked"] for row in tables.rows("question_laws")}
    if asked.jurisdiction not in laws:
        raise WrongUse(
            f"no jurisdiction {asked.jurisdiction!r}: one of {', '.join(sorted(laws))}", field="jurisdiction"
        )
    if not asked.kind:
        raise WrongUse("which activity? a question needs a kind", field="kind")
    if not names.fold(asked.counterparty) or len(asked.counterparty) > _LONGEST:
        raise WrongUse(f"with whom? a counterparty has 1 to {_LONGEST} characters", field="counterparty")
    return asked


def _times(asked: MayQuestion) -> tuple[When, Clocks]:
    clocks = read_clocks(asked.on, asked.known)
    if not asked.on.strip():
        return When.on(clocks.on), clocks
    try:
        return When.read(asked.on), clocks
    except Unreadable as error:  # read_clocks has refused it before
        raise WrongUse(str(error), field="on") from error


def _counterparty(asked: MayQuestion, view: books.View) -> tuple[compliance.Counterparty, tuple[str, ...]]:
    """The party that is meant, else what the words say; and several that might be meant."""
    text = asked.counterparty
    described = compliance.describe(text)
    if described.stakes:
        return _from(described, asked), ()
    members = view.parties.members(text)
    rows = _said_of(members, view) if ":" in text else []
    if not rows:
        best = _named(text, view)
        if len(best) != 1:
            return _from(described, asked), best
        members = view.parties.members(best[0])
        rows = _said_of(members, view)
    captions = [caption for caption, about, kind in rows if not about and kind not in _NO_PARTY]
    known = tuple(dict.fromkeys((*captions, *([] if text in members else [text]))))
    who = compliance.describe(" / ".join(known) or text, things=frozenset(members), names=known or (text,))
    return _from(who, asked), ()


def _said_of(members: tuple[str, ...], view: books.View) -> list[tuple[str, str, str]]:
    return lines.named(members, known=view.clocks.known, markings=view.markings)


def _named(text: str, view: books.View) -> tuple[str, ...]:
    """The parties that surely bear that name, as known then: the index follows every delivery (`name_index.near`)."""
    question = identity.Profile(
        id="question",
        schema="LegalEntity",
        names=(text,),
        weak_names=(),
        birth_dates=(),
        countries=frozenset(),
        documents=frozenset(),
        genders=frozenset(),
    )
    wanted = name_index.Asked(kind=None, least=_SURE, known=view.clocks.known, markings=view.markings)
    (ids,) = name_index.near([text], wanted)
    near = name_index.profiles(ids, clocks=view.clocks, markings=view.markings)
    likely = [profile for profile in near.values() if identity.may_be_hit(question, profile)]
    sure = (profile.id for profile in likely if identity.compare(question, profile).score >= _SURE)
    return tuple(sorted({view.parties.party_of(thing) for thing in sure}))


def _from(who: compliance.Counterparty, asked: MayQuestion) -> compliance.Counterparty:
    origins = who.origins | {origin.strip().lower() for origin in asked.origins if origin.strip()}
    return replace(who, text=asked.counterparty, origins=frozenset(origins))


def _with_owners(
    who: compliance.Counterparty, asked: MayQuestion, opened: books.Opened, parties: Parties
) -> compliance.Counterparty:
    start = parties.party_of(min(who.things)) if who.things else compliance.ASKED
    stakes, listed = [*who.stakes, *opened.stakes], set(who.listed)
    for number, owner in enumerate(asked.owners):
        thing = parties.party_of(owner.party) if owner.party else f"{compliance.ASKED}/{number}"
        share = _share(owner.share)
        stakes.append(compliance.Stake(owner=thing, owned=start, share=share, control=owner.control))
        listed |= {thing} if owner.listed else set()
    things = who.things | ({start} if who.things else set())
    return replace(who, stakes=tuple(stakes), listed=frozenset(listed), things=frozenset(things))


def _share(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().removesuffix("%").strip()) if text.strip() else None
    except InvalidOperation as error:
        raise WrongUse(f"{text!r} is no share in percent", field="share") from error


class _Drawn:
    """What a value needs beside the answer: the rows of the records, the parties, and who else might be meant."""

    def __init__(self, rows: Mapping[tuple[str, str], int], parties: Parties, resembling: tuple[str, ...]) -> None:
        self.rows, self.parties, self.resembling = rows, parties, resembling


def _value(
    asked: MayQuestion, query: compliance.Query, known: datetime, found: compliance.Answer, drawn: _Drawn
) -> MayAnswer:
    cited = compliance.cited(found)
    numbers = {(one.act.id, one.act.record.version): number for number, one in enumerate(cited, 1)}
    who = query.counterparty
    status = "review" if drawn.resembling and found.status.startswith("permitted") else found.status
    lines = [_line(line, numbers) for line in compliance.explain(found)]
    if drawn.resembling:
        lines.insert(0, MayLine(code="may-several", facts=(("parties", ", ".join(drawn.resembling)),)))
    return MayAnswer(
        status=status,
        jurisdiction=query.jurisdiction,
        kind=query.activity or query.asked,
        counterparty=asked.counterparty,
        party=drawn.parties.party_of(min(who.things)) if who.things else "",
        caption=who.names[0] if who.names else who.text,
        on=query.on.text,
        known=known,
        until=found.until,
        next_change=found.next_change,
        becomes=found.becomes,
        reasons=tuple(lines),
        instruments=tuple(_instrument(one, drawn.rows) for one in cited),
        rules=compliance.laws(found) or _general(query),
        resembling=drawn.resembling,
        engine=compliance.ENGINE,
        rules_digest=rules_digest(),
        asked=asked,
    )


def _general(query: compliance.Query) -> tuple[str, ...]:
    """The laws that would decide, where nothing is known that they could be used on."""
    wanted = ("asset_freeze", query.jurisdiction)
    rows = [row["source"] for row in tables.rows("prohibitions") if (row["measure"], row["jurisdiction"]) == wanted]
    law = compliance.law_of(query.jurisdiction)
    return (*rows[:1], *((f"{law.title}: {law.source}",) if law else ()))


def _line(line: compliance.Line, numbers: Mapping[tuple[str, str], int]) -> MayLine:
    key = (line.record.thing, line.record.version) if line.record else ("", "")
    below = tuple(_line(one, numbers) for one in line.below)
    return MayLine(code=line.code, facts=line.facts, law=line.law, instrument=numbers.get(key, 0), below=below)


def _instrument(one: compliance.Cited, rows: Mapping[tuple[str, str], int]) -> MayInstrument:
    act = one.act
    return MayInstrument(
        id=act.id,
        record=rows.get((act.id, act.record.version), 0),
        version=act.record.version,
        title=act.title,
        issuer=act.issuer,
        jurisdiction=act.jurisdiction,
        action=act.action,
        role=one.role,
        announced=str(act.announced or ""),
        effective=str(act.effective or ""),
        expires=act.ends_as_printed or str(act.ends or ""),
        confidence=act.confidence,
        sources=act.sources,
    )
