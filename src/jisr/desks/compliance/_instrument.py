"""What does an act say: whom it restricts or relieves, from when, until when, and what it leaves out?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from jisr import tables
from jisr.desks.compliance._lexis import ANY, Words, compiled, decides, measures_in, read_words
from jisr.records import Dependence, Record, When, version_of

UNCERTAIN = frozenset({"low", "to_verify"})
_EXCEPT = re.compile(r"(?:\bexcept(?:ing)?\b|\bexclud(?:es|ing)\b|\bnot for\b|(?:^|; )not:)\s*([^;]*)", re.IGNORECASE)
_KEPT = re.compile(r"([^;]*)\bkept\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One thing an act covers or leaves out: `who` (classes and things; empty: anybody) doing `activities`.

    Empty activities: any. `origins`: countries whose goods, persons or state are meant. `sure`: False where it is still
    to be verified on the act.
    """

    who: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """An act as a decision needs it. `decides`: restricts, ends, licence, conditions, announces, amends, other.

    `known_from`: when the node received it; None, or not after its announcement: it is known since it was announced.
    `ends_as_printed`: with its own zone. `refs`: things it names. `subject`, `note`: its own words, for names in them.
    """

    record: Dependence
    title: str
    issuer: str
    jurisdiction: str
    action: str
    decides: str
    measures: frozenset[str]
    subject: str
    note: str
    refs: frozenset[str]
    covers: tuple[Scope, ...]
    excludes: tuple[Scope, ...]
    programmes: frozenset[str]
    announced: When | None
    effective: When | None
    ends: When | None
    ends_as_printed: str
    amends: frozenset[str]
    confidence: str
    sources: tuple[str, ...]
    known_from: datetime | None = None

    @property
    def id(self) -> str:
        """The thing: `acts:us-gl24`."""
        return self.record.thing

    @property
    def named(self) -> bool:
        """Whether it limits itself to parties or groups it names."""
        return bool(self.refs) or any(scope.who for scope in self.covers)


def read_instrument(record: Record, *, known_from: datetime | None = None) -> Instrument:
    """An `Instrument` record, its words read by the tables."""
    title, subject, note = record.first("title"), record.first("subjectText"), record.first("note")
    text = f"{title} {subject} {record.first('scope')}"
    rows = [row for row in tables.rows("act_readings") if compiled(row["act"]).search(title)]
    return Instrument(
        record=Dependence(thing=record.thing, version=version_of(record)),
        title=title,
        issuer=record.first("issuer"),
        jurisdiction=record.first("jurisdiction"),
        action=record.first("action"),
        decides=decides(record.first("action")),
        measures=frozenset().union(*map(measures_in, record.properties.get("measure", ()))),
        subject=subject,
        note=note,
        refs=frozenset(record.properties.get("subject", ())),
        covers=(*_covered(subject), *(_row(row) for row in rows if row["relation"] == "covers")),
        excludes=(*_left_out(subject, note), *(_row(row) for row in rows if row["relation"] == "excludes")),
        programmes=read_words(text, "act").programmes,
        announced=record.announced,
        effective=record.validity.begins,
        ends=record.validity.ends,
        ends_as_printed=record.first("endDate"),
        amends=frozenset(record.properties.get("amends", ())),
        confidence=record.first("confidence"),
        sources=(*record.properties.get("sourceUrl", ()), *record.properties.get("description", ())),
        known_from=known_from,
    )


def _covered(subject: str) -> tuple[Scope, ...]:
    """`governing institutions in Syria; energy` -> two scopes; a part whose words no table knows says nothing here."""
    plain = _EXCEPT.sub("", subject)
    parts = [read_words(part.strip(), "act") for part in plain.split(";")]
    return tuple(scope for words in parts for scope in _scopes(words))


def _scopes(words: Words) -> Iterator[Scope]:
    """A word may stand for a sector or for what is done in it (energy): then either is meant, each by itself."""
    sectors = frozenset(each for each in words.classes if each.startswith("sector-"))
    if sectors:
        yield Scope(who=sectors)
    others = words.classes - sectors
    if others or words.activities or words.programmes:
        yield Scope(who=others, activities=words.activities, programmes=words.programmes)


def _left_out(subject: str, note: str) -> tuple[Scope, ...]:
    found: list[Scope] = []
    for text in (subject, note):
        for piece in (*_EXCEPT.findall(text), *_KEPT.findall(text)):
            words = read_words(piece, "act")
            found += [Scope(who=frozenset({each})) for each in sorted(words.classes)]
            activities = words.activities | read_words(piece, "except").activities
            found += [Scope(activities=frozenset({each})) for each in sorted(activities)]
            found += [Scope(origins=words.origins)] if words.origins else []
    return tuple(found)


def _row(row: Mapping[str, str]) -> Scope:
    who = frozenset() if row["who"] == ANY else frozenset({row["who"]})
    return Scope(who=who, activities=frozenset({row["activity"]}), sure=row["sure"] == "yes")
