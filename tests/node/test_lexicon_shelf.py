"""What the reader makes of names is kept for the next process, and goes when the names must go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr import names
from jisr.desks.documents import Known, Shape, annotate, prepare
from jisr.node import lexicon_shelf, reading_room
from jisr.node.models import Marking
from jisr.node.queries.documents import reading_of
from tests.node.conftest import Load
from tests.node.world import ANALYST, CROWD, SALIM, un

TEXT = "The Jordanian businessman Salim Yasin al-Qandil opened a bakery, and the day was long and calm for everybody."


def test_a_second_process_takes_what_the_first_made(load: Load) -> None:
    load(un((SALIM, *CROWD)))
    load(un(tuple(replace(one, ref=f"{one.ref}x", names=(*one.names, "Zaytun")) for one in CROWD), "2025-05-01"))
    reading_room._prepared.cache_clear()  # another process has its own
    lexicon_shelf.forget()
    first = reading_of(("a.txt", TEXT, ""), reader=ANALYST)
    reading_room._prepared.cache_clear()
    kept = lexicon_shelf.taken()
    again = reading_of(("a.txt", TEXT, ""), reader=ANALYST)
    assert first == again
    assert not kept or any("QANDIL" in key for key in kept)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"version":"0"}'])
def test_a_file_cut_off_or_of_another_version_is_made_again(load: Load, data: bytes) -> None:
    load(un((SALIM,)))
    path = Path(lexicon_shelf._path())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    assert lexicon_shelf.taken() == {}
    assert Marking.objects.exists()


def test_what_is_kept_comes_back(load: Load) -> None:
    load(un((SALIM,)))
    shapes: dict[str, Shape] = {}
    prepare([Known(thing="x", name="Salim Yasin al-Qandil")], shapes=shapes)
    lexicon_shelf.put(shapes)
    assert lexicon_shelf.taken() == shapes
    lexicon_shelf.forget()
    assert lexicon_shelf.taken() == {}


NAMES = [
    "Salim Yasin al-Qandil",
    "سليم ياسين القنديل",
    "Hamza Darnawi",
    "حمزة الدرناوي",
    "Matiur Rehman",
    "Mati-ur Rehman",
]


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6))
def test_with_shapes_or_without_the_lexicon_is_the_same(some: list[str]) -> None:
    known = [Known(thing=f"x:{at}", name=name, countries=frozenset({"jo"})) for at, name in enumerate(some)]
    shapes: dict[str, Shape] = {}
    prepare(known, shapes=shapes)
    for text in (f"The Jordanian businessman {name} opened a bakery." for name in NAMES):
        assert annotate(text, known=prepare(known)) == annotate(text, known=prepare(known, shapes=shapes))


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_whoever_agrees_in_full_is_compared(one: str, other: str) -> None:
    """The fast way finds what comparing with everybody finds."""
    left, right = names.parse(one), names.parse(other)
    slow = (
        len(left.words) == len(right.words) and names.score(left, right) >= 0.9 and names.keys(left) & names.keys(right)
    )
    fast = prepare([Known(thing="x", name=other)]).parties.alike(one)
    assert bool(fast) == bool(slow)
