"""A built index holds what was given: plain names take a short cut, entries come and go, each has its time."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.names import Entry, Index, Kind, encode, parse
from jisr.names._columns import FLAGS, ROW

pytestmark = pytest.mark.usefixtures("compiled")

WORDS = (
    *("Muhammad", "محمد", "bin", "بن", "al-Tikriti", "Al", "al", "SMITH", "JC", "J", "RamiMakhlouf", "Abdulrahman"),
    *("عبدالرحمن", "Юсуф", "محـمد", "李", "O'Neill", "7amza", "Dr", "Abu", "ابوبكر", "Umm", "Nurullah", "X", "e\u0301"),
    *("الحسن", "Sheikh", "Haji", ",", "(Ali)", ";", "von", "ﷲ", "Ltd", "\u200d", "\x85", "Jr", "ﻣﺤﻤﺪ", "ß", "İ"),
)
START = datetime(2020, 1, 1, tzinfo=UTC)


@settings(max_examples=200)
@given(st.lists(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=5).map(" ".join), max_size=6))
def test_the_short_cut_of_plain_names_changes_nothing(texts: list[str]) -> None:
    quick, slow = encode(texts), encode([parse(text) for text in texts])
    assert (quick.start == slow.start).all()
    assert (quick.whole == slow.whole).all()
    assert (quick.word >> FLAGS == slow.word >> FLAGS).all()
    for field in ("core", "tells", "weight", "lexemes", "size", "head", "bits"):
        assert (quick.tokens[field][quick.word & ROW] == slow.tokens[field][slow.word & ROW]).all()


def _entries(dice: random.Random, many: int) -> list[Entry]:
    first = ["Muhammad", "Mohamed", "Ahmad", "Ahmed", "Ali", "Hasan", "Hassan"]
    last = ["Tikriti", "Takriti", "Rawi", "Rawy", "Shara", "Charaa"]
    return [
        Entry(
            id=str(number),
            text=f"{dice.choice(first)} {dice.choice(first)} {dice.choice(last)}",
            kind=Kind.PERSON,
            known_from=START + timedelta(days=(begins := dice.randrange(300))),
            known_to=START + timedelta(days=begins + dice.randrange(1, 60)) if dice.random() < 0.9 else None,
        )
        for number in range(many)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_who_is_known_then_is_found_among_many_that_are_not(seed: int) -> None:
    """The search looks at the best names of those known then: as if the index held nobody else."""
    dice = random.Random(seed)  # noqa: S311  # the same names in every run
    entries = _entries(dice, 3000)
    index = Index.build(entries)
    for day in dice.sample(range(400), 8):
        then = START + timedelta(days=day)
        there = [e for e in entries if e.known_from <= then and (e.known_to is None or then < e.known_to)]  # type: ignore[operator]
        only = Index.build(there)
        asked = [dice.choice(entries).text, "محمد أحمد التكريتي"]
        for one, other in zip(index.near_many(asked, known=then), only.near_many(asked, known=then), strict=True):
            assert {entry.id: round(value, 9) for entry, value in one} == {
                entry.id: round(value, 9) for entry, value in other
            }
        found = index.near(asked[0], known=then)
        assert {e.id for e, _ in found} == {e.id for e, _ in only.near(asked[0], known=then)}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 30)), min_size=1, max_size=12), st.randoms(use_true_random=False)
)
def test_an_index_that_grew_and_shrank_is_the_one_built_anew(
    steps: list[tuple[bool, int]], dice: random.Random
) -> None:
    known = _entries(dice, 31)
    index, held = Index.build([]), dict[str, Entry]()
    for comes, number in steps:
        entry = known[number]
        if comes:
            index = index.with_entries([entry])
            held[entry.id] = entry
        else:
            index = index.without([entry.id])
            held.pop(entry.id, None)
    assert sorted(entry.id for entry in index.entries()) == sorted(held)
    anew = Index.build(held.values())
    then = START + timedelta(days=120)
    for asked in (known[0].text, "Ahmed Tikriti"):
        found, wanted = index.near(asked, known=then), anew.near(asked, known=then)
        assert {entry.id: value for entry, value in found} == {entry.id: value for entry, value in wanted}


def test_an_entry_that_is_given_twice_counts_once() -> None:
    entry = Entry(id="a", text="Salman Rushdie", kind=Kind.PERSON)
    other = Entry(id="b", text="Salman Rushdie", kind=Kind.PERSON, weak=True)
    index = Index.build([entry, other, entry, other])
    assert len(index) == 2
    assert set(index.entries()) == {entry, other}
    assert np.array_equal(index._parts[0].at, [0, 2])  # both are of one name
