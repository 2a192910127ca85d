"""The pairs of names that figures and calibration are taken on, from ../shared/data/names: which, and in what mixture.

The mixture: every row of name_cases; for each UN name in Arabic script its own entry and the entry most like it; the
same for up to 400 aliases against 1,500 primary names; 500 innocent names with the entry most like each; 900 token
pairs. A key says where a pair comes from, so that folds never share one.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from rapidfuzz.distance import Levenshtein

from bench import SHARED
from jisr import names
from jisr.names import Kind, Name, parse

DATA = SHARED / "names"
FOLDS = 5
KINDS = {"Person": Kind.PERSON, "Vessel": Kind.VESSEL}
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Two names and whether they are one party's. `key`: of the row it comes from."""

    source: str
    key: str
    left: str
    right: str
    kind: Kind
    same: bool


def lines(file: str) -> list[dict[str, object]]:
    """The rows of a JSON lines file."""
    return [json.loads(line) for line in (DATA / file).read_text(encoding="utf-8").splitlines()]


def rows(file: str) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a head."""
    with (DATA / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))


def arabic(text: object) -> bool:
    """Whether any letter is of the Arabic script."""
    return any("\u0600" <= letter <= "\u06ff" for letter in str(text))


def kind_of(row: Row) -> Kind:
    """How the thing of a row is named."""
    return KINDS.get(str(row["schema"]), Kind.ORGANIZATION)


def aliases_of(row: Row) -> list[str]:
    """The other names of a listed party."""
    found = row.get("aliases")
    return [str(alias["name"]) for alias in found] if isinstance(found, list) else []


def texts_of(row: Row) -> list[str]:
    """The name and the aliases of a listed party, without those in Arabic script."""
    return [text for text in (str(row["name"]), *aliases_of(row)) if not arabic(text)]


def shuffled(items: Iterable[object], seed: int) -> list[object]:
    """The items in an order that is the same in every run."""
    found = list(items)
    random.Random(seed).shuffle(found)  # noqa: S311  # no secret
    return found


def fold_of(key: str) -> int:
    """Which of the folds a row belongs to."""
    return int(hashlib.sha256(key.encode()).hexdigest()[8:16], 16) % FOLDS


class Listed:
    """Names of parties under their keys: what a question is compared with."""

    def __init__(self, parties: Iterable[tuple[str, Sequence[str]]], kind: Kind) -> None:
        self.kind = kind
        self.posted: defaultdict[str, set[tuple[str, Name]]] = defaultdict(set)
        for party, texts in parties:
            for name in (parse(text, kind=kind) for text in texts):
                for key in names.keys(name):
                    self.posted[key].add((party, name))

    def best(self, text: str, *, every: bool = False) -> dict[str, tuple[float, str]]:
        """The best score of every party that shares a key (or of `every` one), with the name that has it."""
        asked = parse(text, kind=self.kind)
        best: dict[str, tuple[float, str]] = {}
        keys = self.posted if every else names.keys(asked)
        shared = (self.posted.get(key, set()) for key in keys)
        for party, name in set[tuple[str, Name]]().union(*shared):
            value = (names.score(asked, name), name.text)
            best[party] = max(best.get(party, value), value)
        return best


def alias_ranks(seed: int) -> Iterator[tuple[str, str, float]]:
    """(party, alias, rank) of every alias of 1,500 persons drawn by `seed`; compared by the compiled engine.

    An alias is asked when two of its words are like words of the primary name and it is not that name. Its rank is
    among the primary names of its own list (both lists name many of the same persons): how many others score as high,
    so a tie is a miss; another entry with the very same words is the same answer. Without any score: infinite.
    """
    chosen, asked = _aliases(seed)
    listed = [(str(row["id"]), str(row["name"])) for row in chosen]
    words = [sorted(names.fold(text).split()) for _party, text in listed]
    place = {party: number for number, (party, _text) in enumerate(listed)}
    left, right = names.encode([text for _party, text in asked]), names.encode([text for _party, text in listed])
    for number, (party, text) in enumerate(asked):
        others = [row for row, (other, _text) in enumerate(listed) if _list_of(other) == _list_of(party)]
        pairs = np.stack([np.full(len(others), number), np.array(others)], axis=1)
        found = dict(zip(others, names.scores(left, right, pairs, floor=0.0).tolist(), strict=True))
        mine = place[party]
        better = (value >= found[mine] and words[row] != words[mine] for row, value in found.items() if row != mine)
        yield party, text, sum(better) if found[mine] else inf


def _aliases(seed: int) -> tuple[list[Row], list[tuple[str, str]]]:
    people = [row for file in ("un_list.jsonl", "ofac_sdn.jsonl") for row in lines(file) if kind_of(row) is Kind.PERSON]
    chosen: list[Row] = [row for row in shuffled(people, seed)[:1500] if isinstance(row, dict)]
    asked = [(str(row["id"]), alias) for row in chosen for alias in aliases_of(row) if _close(alias, str(row["name"]))]
    return chosen, asked


def _list_of(party: str) -> str:
    return party.partition("-")[0]


def alias_rank(found: Mapping[str, tuple[float, str]], party: str) -> float:
    """As `rank`, within the list that the party is of; two entries with one name are one answer."""
    own = found.get(party, (0.0, ""))[1]
    words = sorted(names.fold(own).split())
    source = _list_of(party)
    others = {
        other: value
        for other, value in found.items()
        if other == party or (other.startswith(source) and sorted(names.fold(value[1]).split()) != words)
    }
    return rank(others, party)


def rank(found: Mapping[str, tuple[float, str]], party: str) -> float:
    """How many others score as high as the right party; infinite where it was not found."""
    own = found[party][0] if party in found else 0.0
    return sum(value >= own for other, (value, _text) in found.items() if other != party) if own else inf


def un_questions(kind: Kind) -> tuple[Listed, dict[str, str]]:
    """(the UN list by its Latin names, party -> its name in Arabic script)."""
    listed = [row for row in lines("un_list.jsonl") if kind_of(row) is kind]
    asked = {str(row["id"]): str(row["name_original"]) for row in listed if arabic(row.get("name_original", ""))}
    return Listed(((str(row["id"]), texts_of(row)) for row in listed), kind), asked


def alias_questions(most: int) -> tuple[Listed, list[tuple[str, str]]]:
    """(1,500 UN and OFAC persons by their primary names, (party, alias) with two words like the primary name's)."""
    chosen, asked = _aliases(3)
    listed = Listed(((str(row["id"]), [str(row["name"])]) for row in chosen), Kind.PERSON)
    return listed, [pair for pair in shuffled(asked, 5)[:most] if isinstance(pair, tuple)]


def _close(alias: str, name: str) -> bool:
    mine, theirs = alias.casefold().replace(",", "").split(), name.casefold().replace(",", "").split()
    return (
        sum(any(Levenshtein.normalized_similarity(one, other) >= 0.6 for other in theirs) for one in mine) >= 2
        and mine != theirs
    )


def innocents(seed: int, most: int) -> list[str]:
    """Innocent names in Arabic script."""
    return [
        str(text) for text in shuffled((r["name"] for r in rows("negatives.tsv") if arabic(r["name"])), seed)[:most]
    ]


def mixture() -> Iterator[Labelled]:
    """The labelled pairs."""
    for row in rows("name_cases.tsv"):
        two = (row["name1"], row["name2"])
        yield _pair("name_cases", row["name1"], two, kind_of(row), same=row["is_match"] == "true")
    for kind in (Kind.PERSON, Kind.ORGANIZATION):
        listed, asked = un_questions(kind)
        yield from _right_and_wrong("un_ar", listed, asked.items())
        if kind is Kind.PERSON:
            yield from _right_and_wrong("innocents", listed, (("", text) for text in innocents(2, 500)))
    yield from _right_and_wrong("aliases", *alias_questions(400))
    for found in shuffled(rows("token_pairs.tsv"), 4)[:900]:
        if isinstance(found, dict):
            two = (found["arabic"], found["latin"])
            yield _pair("tokens", found["arabic"], two, Kind.PERSON, same=found["label"] == "1")


def _right_and_wrong(source: str, listed: Listed, asked: Iterable[tuple[str, str]]) -> Iterator[Labelled]:
    for party, text in asked:
        found = listed.best(text)
        if party in found:
            yield _pair(source, party, (text, found[party][1]), listed.kind, same=True)
        wrong = max(((value, name) for other, (value, name) in found.items() if other != party), default=None)
        if wrong:
            yield _pair(source, party or text, (text, wrong[1]), listed.kind, same=False)


def _pair(source: str, key: str, two: tuple[str, str], kind: Kind, *, same: bool) -> Labelled:
    return Labelled(source=source, key=key, left=two[0], right=two[1], kind=kind, same=same)


Score = Callable[[Labelled], float]


def calibration_error(told: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """The expected calibration error: how far the mean probability of a bin is from the share that is true."""
    sums = [[0.0, 0, 0] for _ in range(bins)]
    for value, same in told:
        place = min(bins - 1, int(value * bins))
        sums[place][0] += value
        sums[place][1] += same
        sums[place][2] += 1
    return sum(abs(total - true) for total, true, _n in sums) / len(told)
