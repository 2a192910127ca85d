"""Who may be sent it: the agreed cases, each rule's place in the order, and what a copy carries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.records import TLP, Marking
from jisr.sharing import Copy, Quote, Recipient, Refused, Released, copy_of, release
from jisr.sharing._release import RULES

NOW = datetime(2026, 3, 1, tzinfo=UTC)
NORTH, COAST, RIVER = "north", "coast", "river"
PLAIN = Copy(thing="un:1", originator=NORTH, sender=NORTH, tlp=("clear",))
TO_COAST = Recipient(member=COAST, purposes=frozenset({"screening"}), communities=(frozenset({NORTH, COAST}),))


def of_case(case: Mapping[str, Any]) -> tuple[Copy, Recipient, datetime]:
    """A line of release_cases.jsonl as our values."""
    copy = Copy(
        thing=case["key"],
        originator=case["originator"],
        sender=case["sender"],
        tlp=tuple(case["tlp"]) if case["markings_known"] else (*case["tlp"], "a word of another day"),
        releasable_to=frozenset(case["rel_to"]),
        named=frozenset(case["named_recipients"]),
        no_onward=case["no_onward"],
        onward_granted=frozenset(case["onward_granted"]),
        purposes=frozenset(case["purposes"]),
        expires=datetime.fromisoformat(case["expires"]) if case["expires"] else None,
        withdrawn=case["withdrawn"],
        sent_before=frozenset(case["sent_before"]),
        tombstone=case["kind"] == "tombstone",
        quotes=(Quote(path="properties.note", thing="denied"),) if case["contains_denied_ref"] else (),
    )
    recipient = Recipient(
        member=case["recipient"],
        purposes=frozenset(case["recipient_purposes"]),
        communities=tuple(map(frozenset, case["communities"])),
    )
    return copy, recipient, datetime.fromisoformat(case["now"])


def test_every_agreed_case_is_decided_as_agreed(shared: Path) -> None:
    text = (shared / "exchange" / "release_cases.jsonl").read_text(encoding="utf-8")
    wrong = []
    for line in text.splitlines():
        case = json.loads(line)
        copy, recipient, now = of_case(case)
        answer = release(copy, recipient, now=now)
        code = answer.code if isinstance(answer, Refused) else ""
        if (code == "", code) != (case["allow"], case["why_not"]):
            wrong.append((case["key"], code, case["why_not"]))
    assert not wrong


CASES = {
    "unknown-marking": (replace(PLAIN, tlp=("clear", "white")), TO_COAST),
    "unmarked": (replace(PLAIN, tlp=()), TO_COAST),
    "tombstone-only-to-holders": (replace(PLAIN, tombstone=True, sent_before=frozenset({RIVER})), TO_COAST),
    "suspended": (PLAIN, replace(TO_COAST, active=False)),
    "withdrawn": (replace(PLAIN, withdrawn=True), TO_COAST),
    "expired": (replace(PLAIN, expires=NOW), TO_COAST),
    "tlp-red": (replace(PLAIN, tlp=("red",), releasable_to=frozenset({COAST})), TO_COAST),
    "tlp-amber": (replace(PLAIN, tlp=("clear", "amber"), named=frozenset({COAST})), TO_COAST),
    "tlp-green": (replace(PLAIN, tlp=("green",), originator=RIVER), TO_COAST),
    "rel-to": (replace(PLAIN, releasable_to=frozenset({RIVER})), TO_COAST),
    "originator-control": (replace(PLAIN, originator=RIVER, no_onward=True), TO_COAST),
    "tlp-onward": (
        replace(PLAIN, originator=RIVER, tlp=("amber+strict",), releasable_to=frozenset({COAST})),
        TO_COAST,
    ),
    "purpose": (replace(PLAIN, purposes=frozenset({"asylum"})), TO_COAST),
    "agreement-ended": (PLAIN, replace(TO_COAST, until=NOW)),
    "agreement-kind": (replace(PLAIN, kind="Payment"), replace(TO_COAST, kinds=frozenset({"Person"}))),
    "above-ceiling": (replace(PLAIN, tlp=("green",)), replace(TO_COAST, ceiling=TLP.CLEAR)),
}


@pytest.mark.parametrize(("code", "case"), CASES.items(), ids=[*CASES])
def test_each_rule_refuses_by_its_name(code: str, case: tuple[Copy, Recipient]) -> None:
    assert release(case[0], case[1], now=NOW) == Refused(code=code)


def test_every_rule_has_its_case() -> None:
    assert {code for code, _ in RULES} - {"its-own"} == CASES.keys()


def test_what_may_go_goes() -> None:
    assert release(PLAIN, TO_COAST, now=NOW) == Released()
    assert release(replace(PLAIN, expires=NOW + timedelta(seconds=1)), TO_COAST, now=NOW) == Released()
    own = replace(PLAIN, originator=COAST, tlp=("red",), no_onward=True, purposes=frozenset({"asylum"}))
    assert release(own, TO_COAST, now=NOW) == Released()
    granted = replace(PLAIN, originator=RIVER, no_onward=True, onward_granted=frozenset({COAST}))
    assert release(granted, TO_COAST, now=NOW) == Released()


def test_a_holder_is_told_even_when_suspended() -> None:
    grave = replace(PLAIN, tombstone=True, withdrawn=True, expires=NOW, sent_before=frozenset({COAST}))
    assert release(grave, replace(TO_COAST, active=False, until=NOW), now=NOW) == Released()


def test_what_a_copy_carries_is_judged_with_the_way_to_it() -> None:
    outer = replace(PLAIN, quotes=(Quote(path="properties.holder", thing="un:2"),))
    inner = replace(PLAIN, thing="un:2", quotes=(Quote(path="text[4:9]", thing="un:3"), Quote(path="x", thing="un:1")))
    secret = replace(PLAIN, thing="un:3", tlp=("red",))
    refused = release(outer, TO_COAST, now=NOW, closure={"un:2": inner, "un:3": secret})
    assert refused == Refused(code="embedded-reference", path="properties.holder -> un:2 / text[4:9] -> un:3")
    assert release(outer, TO_COAST, now=NOW, closure={"un:2": inner, "un:3": PLAIN}) == Released()
    unknown = release(outer, TO_COAST, now=NOW, closure={"un:2": inner})
    assert unknown == refused
    assert release(outer, TO_COAST, now=NOW) == Refused(code="embedded-reference", path="properties.holder -> un:2")


def test_a_thousand_in_a_row_need_no_stack() -> None:
    closure = {
        str(number): replace(PLAIN, thing=str(number), quotes=(Quote(path="next", thing=str(number + 1)),))
        for number in range(5000)
    }
    closure["5000"] = replace(PLAIN, tlp=("red",))
    assert isinstance(release(closure["0"], TO_COAST, now=NOW, closure=closure), Refused)


@given(
    tlp=st.sampled_from(TLP),
    rel=st.sets(st.sampled_from([COAST, RIVER])),
    onward=st.none() | st.sets(st.sampled_from([COAST, RIVER])),
)
def test_narrowing_never_opens(tlp: TLP, rel: set[str], onward: set[str] | None) -> None:
    """Whatever list is put on a marking, nobody gains by it who had it refused before for that list."""
    marking = Marking(
        tlp=tlp, releasable_to=tuple(sorted(rel)), onward=None if onward is None else tuple(sorted(onward))
    )
    copy = copy_of("un:1", marking, originator=NORTH, sender=RIVER)
    if isinstance(release(copy, TO_COAST, now=NOW), Released):
        assert tlp in {TLP.CLEAR, TLP.GREEN, TLP.AMBER}
        assert not rel or COAST in rel
        assert onward is None or COAST in onward
    assert release(copy_of("un:1", None, originator=NORTH, sender=NORTH), TO_COAST, now=NOW) == Refused(code="unmarked")
