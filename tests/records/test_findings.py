"""The words of a conclusion."""

from __future__ import annotations

from jisr import records
from jisr.records import Dependence, Finding, Place, Reason, SameAs, State, Verdict


def test_values_are_values() -> None:
    reason = Reason(code="same-passport", weight=0.9, facts=(("number", "N1"),))
    found = Finding(
        kind="name-hit",
        subject="un:1",
        score=0.9,
        reasons=(reason,),
        relied_on=(Dependence(thing="un:1", version="f"),),
    )
    assert found == Finding(
        kind="name-hit",
        subject="un:1",
        score=0.9,
        reasons=(Reason(code="same-passport", weight=0.9, facts=(("number", "N1"),)),),
        relied_on=(Dependence(thing="un:1", version="f"),),
    )
    assert len({found, found}) == 1
    assert SameAs(left="a:1", right="b:1", why="says so", place=Place(file="f")).why == "says so"
    assert [*State] == ["open", "confirmed", "dismissed", "withdrawn"]
    assert [*Verdict] == ["same", "different", "unsure"]


def test_what_is_public_is_listed() -> None:
    assert records.__all__ == sorted(records.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert all(hasattr(records, name) for name in records.__all__)
