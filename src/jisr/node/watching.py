"""Who of those that are watched resembles what a delivery changed?  The difference alone, exactly.

A hit is a row and a thing whose current record resembles it: it depends on these two alone. So after a delivery it is
enough to look at the things it touched, from the keys of their records to the rows; a new row is looked up the other
way, from its keys to the records. Both ways compare the same pairs (tests hold them against looking at all anew).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson

from jisr import identity, names
from jisr.identity import Comparison, Profile
from jisr.node.models import Portfolio, Record, WatchKey, WatchRow
from jisr.node.name_index import kinds_of
from jisr.node.parties import Parties
from jisr.node.profiles import numbers, profile
from jisr.node.queries.reader import reader_of, terminal, visible_markings
from jisr.node.record_keys import holding, own_keys
from jisr.records import schema
from jisr.sharing import Reader

_CHUNK = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A row that a thing's current record resembles. `thing`'s version is `record`."""

    row: int
    thing: str
    record: int
    score: float
    comparison: Comparison | None


def owner(portfolio: Portfolio) -> Reader:
    """As whom a portfolio is looked through: the node's own as the terminal. Raises `NotFound`: the owner is gone."""
    name = portfolio.by
    kind, _, rest = name.partition(":")
    return terminal(rest) if rest and kind in {"terminal", "node"} else reader_of(name)


def row_profile(row: WatchRow) -> Profile:
    """What is known of a customer."""
    said = orjson.loads(row.said)
    return profile(f"row:{row.pk}", said["schema"], said["properties"])


def row_keys(schema_name: str, said: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The keys of a customer: of its names, as whatever it may be, and of its numbers."""
    kinds = kinds_of(schema_name) or tuple(names.Kind)
    texts = (*said.get("name", ()), *said.get("alias", ()))
    return frozenset(key for kind in kinds for text in texts for key in names.keys(text, kind=kind)) | numbers(
        said, schema_name
    )


class Watcher:
    """Compares rows of one portfolio with what stands now, as its owner may see it."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.markings = visible_markings(owner(portfolio))
        self.parties = Parties(markings=self.markings)

    def of_things(self, things: Iterable[str]) -> dict[tuple[int, str], Pair]:
        """Every pair with these things, from their records to the rows."""
        wanted = sorted(set(things))
        found: dict[tuple[int, str], Pair] = {}
        for start in range(0, len(wanted), _CHUNK):
            rows = Record.objects.filter(
                thing__in=wanted[start : start + _CHUNK], known_to=None, marking__in=self.markings
            )
            found.update(self._pairs(rows.values_list("pk", "thing", "schema", "properties")))
        return found

    def _pairs(self, records: Iterable[tuple[int, str, str, str]]) -> dict[tuple[int, str], Pair]:
        by_key: dict[str, set[int]] = defaultdict(set)
        known: dict[int, tuple[str, Profile]] = {}
        for pk, thing, kind, text in records:
            if not schema(kind).matchable:
                continue
            said = orjson.loads(text)
            known[pk] = (thing, profile(thing, kind, said))
            for key in own_keys(kind, said):
                by_key[key].add(pk)
        pairs: dict[int, set[int]] = defaultdict(set)
        keys = sorted(by_key)
        for start in range(0, len(keys), _CHUNK):
            mine = WatchKey.objects.filter(
                key__in=keys[start : start + _CHUNK], row__portfolio=self.portfolio, row__ended_at=None
            )
            for key, row in mine.values_list("key", "row_id"):
                pairs[row] |= by_key[key]
        return dict(self._resembling(pairs, known))

    def of_rows(self, rows: Sequence[WatchRow]) -> dict[tuple[int, str], Pair]:
        """Every pair of these rows, from their keys to the records."""
        found: dict[tuple[int, str], Pair] = {}
        for start in range(0, len(rows), 50):
            found.update(self._of_some(rows[start : start + 50]))
        return found

    def _of_some(self, rows: Sequence[WatchRow]) -> dict[tuple[int, str], Pair]:
        by_key: dict[str, set[int]] = defaultdict(set)
        for key, row in WatchKey.objects.filter(row__in=[row.pk for row in rows]).values_list("key", "row_id"):
            by_key[key].add(row)
        pairs: dict[int, set[int]] = defaultdict(set)
        for key, record in holding(by_key):
            for row in by_key[key]:
                pairs[row].add(record)
        return dict(self._resembling(pairs, self._known({pk for near in pairs.values() for pk in near})))

    def _known(self, ids: Iterable[int]) -> dict[int, tuple[str, Profile]]:
        wanted, found = sorted(ids), {}
        for start in range(0, len(wanted), _CHUNK):
            rows = Record.objects.filter(
                pk__in=wanted[start : start + _CHUNK], known_to=None, marking__in=self.markings
            )
            for pk, thing, kind, text in rows.values_list("pk", "thing", "schema", "properties"):
                if schema(kind).matchable:
                    found[pk] = (thing, profile(thing, kind, orjson.loads(text)))
        return found

    def _resembling(
        self, pairs: Mapping[int, set[int]], known: Mapping[int, tuple[str, Profile]]
    ) -> Iterator[tuple[tuple[int, str], Pair]]:
        """Of pairs that share a key those that resemble each other."""
        rows = WatchRow.objects.in_bulk(list(pairs))
        for pk, row in rows.items():
            question = row_profile(row)
            for record in sorted(pairs[pk] & known.keys()):
                thing, theirs = known[record]
                if not identity.may_be_hit(question, theirs):
                    continue
                compared = identity.compare(question, theirs)
                if identity.to_review(compared):
                    score = round(compared.score, 4)
                    yield (pk, thing), Pair(row=pk, thing=thing, record=record, score=score, comparison=compared)

    def of_stars(self, rows: Iterable[WatchRow]) -> dict[tuple[int, str], Pair]:
        """The current records of starred parties: what is watched of them is every change."""
        found: dict[tuple[int, str], Pair] = {}
        for row in rows:
            members = self.parties.members(row.thing)
            there = Record.objects.filter(thing__in=members, known_to=None, marking__in=self.markings)
            for pk, thing in there.values_list("pk", "thing"):
                found[row.pk, thing] = Pair(row=row.pk, thing=thing, record=pk, score=1.0, comparison=None)
        return found
