"""Which of those who pay, are paid, or carry it, are listed?  By the node's own check of names, number for number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jisr.errors import WrongUse
from jisr.node import name_index, record_keys
from jisr.node.models import Record
from jisr.node.profiles import numbers
from jisr.node.queries.check import Checker
from jisr.node.queries.reader import visible_markings
from jisr.node.values import CheckHit, Question
from jisr.records import Reason
from jisr.sharing import Reader

_AT_ONCE = 4000
_STANDS = frozenset({"listed", "unclear", "not-yet"})
_APART = "\x1f"
_HEAD = 3 * "X"  # a bank's head office
_NUMBERED = ("payer_account", "payee_account", "payer_bank", "payee_bank")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One name, or number, that payments tell and a listed party bears. `rows`: places in the columns."""

    kind: str
    words: str
    country: str
    subject: str
    caption: str
    score: float
    reasons: tuple[Reason, ...]
    records: tuple[int, ...]
    rows: tuple[int, ...]


def listed(table: pa.Table, *, reader: Reader, among: frozenset[str] | None = None) -> Iterator[Named]:
    """Every name of a party that resembles somebody listed, and every account or agent that a list numbers.

    `among`: only parties of these things. A hit that two persons cleared is none.
    """
    name_index.catch_up()
    record_keys.catch_up()
    yield from _by_name(table, reader, among)
    yield from _by_number(table, reader, among)


def _by_name(table: pa.Table, reader: Reader, among: frozenset[str] | None) -> Iterator[Named]:
    names, places = _parties(table)
    checker = Checker(reader=reader)
    days = table.column("at").to_numpy()
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        answers = checker.answers([_question(one) for one in some])
        hits = [
            (place, hit)
            for place, answer in enumerate(answers, start)
            if not isinstance(answer, WrongUse)
            for hit in answer.hits
            if hit.cleared is None and _wanted(hit, among)
        ]
        told = ((place, hit, _while_listed(places(place), days, hit)) for place, hit in hits)
        yield from (_named(names[place], hit, rows) for place, hit, rows in told if rows)


def _wanted(hit: CheckHit, among: frozenset[str] | None) -> bool:
    return among is None or not among.isdisjoint({hit.party, *(source.thing for source in hit.sources)})


def _question(told: str) -> Question:
    name, _, country = told.partition(_APART)
    return Question(name=name[:300], country=country)


def _named(told: str, hit: CheckHit, rows: tuple[int, ...]) -> Named:
    words, _, country = told.partition(_APART)
    standing = {source.record for one in hit.standings for source in one.sources}
    return Named(
        kind="payment-hit",
        words=words,
        country=country,
        subject=hit.party,
        caption=hit.caption,
        score=hit.score,
        reasons=hit.reasons,
        records=tuple(sorted({source.record for source in hit.sources} | standing)),
        rows=rows,
    )


def _while_listed(rows: np.ndarray, days: np.ndarray, hit: CheckHit) -> tuple[int, ...]:
    """All where the party is listed today; of one that no list carries any more, what was paid before."""
    if any(one.state in _STANDS for one in hit.standings):
        return tuple(rows.tolist())
    ends = [end for one in hit.standings if one.state == "delisted" and (end := _day(one.since)) is not None]
    if not ends:
        return ()
    until = int(datetime.combine(max(ends), datetime.min.time(), UTC).timestamp())
    return tuple(rows[days[rows] < until].tolist())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


class _Places:
    """At which rows each of many values stands: sorted once, looked up often."""

    def __init__(self, codes: Sequence[np.ndarray]) -> None:
        rows = [np.flatnonzero(one >= 0) for one in codes]
        told = np.concatenate([one[at] for one, at in zip(codes, rows, strict=True)])
        order = np.argsort(told, kind="stable")
        self._codes, self._rows = told[order], np.concatenate(rows)[order]

    def __call__(self, code: int) -> np.ndarray:
        begin, end = np.searchsorted(self._codes, [code, code + 1])
        return np.unique(self._rows[begin:end])


def _parties(table: pa.Table) -> tuple[list[str], _Places]:
    """Each name with its country once, and the rows that tell it."""
    told = []
    for end in ("payer", "payee"):
        name, country = table.column(f"{end}_name"), pc.fill_null(table.column(f"{end}_country"), "")
        told.append(pc.binary_join_element_wise(name, country, _APART))
    return _coded(told)


def _coded(columns: Sequence[pa.ChunkedArray]) -> tuple[list[str], _Places]:
    both = pa.chunked_array([chunk for column in columns for chunk in column.chunks], pa.string())
    coded = both.combine_chunks().dictionary_encode()
    codes = np.asarray(pc.fill_null(coded.indices, -1)).astype(np.int64)
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return coded.dictionary.to_pylist(), _Places(np.split(codes, ends))


def _by_number(table: pa.Table, reader: Reader, among: frozenset[str] | None) -> Iterator[Named]:
    """Accounts, wallets and agents' codes that a listed party's record bears."""
    told, places = _coded([*(table.column(name) for name in _NUMBERED), *_agents(table.column("between"))])
    keys: dict[str, list[int]] = defaultdict(list)
    for code, text in enumerate(told):
        for key in numbers({"registrationNumber": _forms(text)}, "Organization"):
            keys[key].append(code)
    found = [(pk, code) for key, pk in record_keys.holding(keys) for code in keys[key]]
    markings = visible_markings(reader)
    rows = Record.objects.filter(pk__in={pk for pk, _ in found}, known_to=None, marking__in=markings)
    holders = {row.pk: row for row in rows.exclude(schema="Payment")}
    checker = Checker(reader=reader)
    for pk, code in dict.fromkeys(found):
        row = holders.get(pk)
        standings = checker.standings(row.thing) if row else ()
        if row is None or not any(one.state in _STANDS for one in standings):
            continue
        if among is not None and row.thing not in among:
            continue
        yield Named(
            kind="account-hit",
            words=told[code],
            country="",
            subject=row.thing,
            caption=row.caption,
            score=0.9,
            reasons=(Reason(code="money-number", weight=0.9, facts=(("number", told[code]),)),),
            records=tuple(sorted({row.pk, *(source.record for one in standings for source in one.sources)})),
            rows=tuple(places(code).tolist()),
        )


def _agents(column: pa.ChunkedArray) -> Iterator[pa.ChunkedArray]:
    """The agents in between, a column for each place in the row of them."""
    coded = column.combine_chunks().dictionary_encode()
    rows = [(text or "").split() for text in coded.dictionary.to_pylist()]
    for place in range(max(map(len, rows), default=0)):
        values = pa.array([row[place] if place < len(row) else None for row in rows], pa.string())
        yield pa.chunked_array([values.take(coded.indices)])


def _forms(text: str) -> Iterable[str]:
    """A number as it is; of a code of eight or eleven letters the bank's own too (ISO 9362)."""
    plain = text.replace(" ", "")
    bank = plain[:8]
    return (
        {plain, bank, f"{bank}{_HEAD}"}
        if len(plain) in {8, 11} and plain.isalnum() and plain[:6].isalpha()
        else {plain}
    )
