"""Things joined pair by pair: one party each, and never two that are kept apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jisr.node.parties import _Groups

THINGS = ("un:1", "ofac:1", "acts:1", "un:2", "ofac:2", "member:1", "member:2")
PAIRS = st.lists(st.frozensets(st.sampled_from(THINGS), min_size=2, max_size=2), max_size=8)


def groups(joined: list[frozenset[str]], apart: list[frozenset[str]]) -> _Groups:
    found = _Groups(apart)
    for pair in joined:
        found.join(*sorted(pair))
    return found


@given(PAIRS, PAIRS)
def test_a_partition_that_keeps_apart(joined: list[frozenset[str]], apart: list[frozenset[str]]) -> None:
    found = groups(joined, apart)
    for thing in THINGS:
        group = found.of(thing)
        assert thing in group
        assert len(set(group)) == len(group)
        assert {found.of(other) for other in group} == {group}
        assert not any(pair <= set(group) for pair in apart)


@given(PAIRS)
def test_without_anything_apart_it_is_all_that_is_connected(joined: list[frozenset[str]]) -> None:
    found = groups(joined, [])
    for thing in THINGS:
        reached = {thing}
        while more := {other for pair in joined if pair & reached for other in pair} - reached:
            reached |= more
        assert set(found.of(thing)) == reached


def test_the_best_known_names_the_party() -> None:
    found = groups([frozenset({"acts:1", "ofac:1"}), frozenset({"acts:1", "un:2"})], [])
    assert found.of("acts:1") == ("un:2", "ofac:1", "acts:1")
    assert found.of("un:1") == ("un:1",)
