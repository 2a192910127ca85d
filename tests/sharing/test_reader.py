"""Who may see it: every rule, the order of the rules, and refusal where nothing was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import NotAllowed
from jisr.records import CLEAR, TLP, Marking
from jisr.sharing import Reader, Role, covers, refusal, require
from jisr.sharing._reader import READS_CASES, RULES

DAY = date(2026, 3, 1)
LINA = Reader(name="lina", member="JOR", roles=frozenset({Role.ANALYST}))


@pytest.mark.parametrize(
    ("marking", "code"),
    [
        (CLEAR, ""),
        (Marking(tlp=TLP.GREEN), ""),
        (Marking(tlp=TLP.AMBER), ""),
        (Marking(tlp=TLP.AMBER_STRICT), ""),
        (None, "unmarked"),
        (Marking(tlp=TLP.CLEAR, retain_until=DAY), "retention-ended"),
        (Marking(tlp=TLP.CLEAR, retain_until=DAY + timedelta(days=1)), ""),
        (Marking(tlp=TLP.RED), "above-clearance"),
        (Marking(tlp=TLP.RED, releasable_to=("lina",)), "above-clearance"),
        (Marking(tlp=TLP.CLEAR, releasable_to=("IRQ",)), "not-on-release-list"),
        (Marking(tlp=TLP.AMBER, releasable_to=("IRQ", "JOR")), ""),
        (Marking(tlp=TLP.AMBER, releasable_to=("lina",)), ""),
        (Marking(tlp=TLP.AMBER, releasable_to=("LINA", "jor")), "not-on-release-list"),  # a name is a name
        (Marking(tlp=TLP.CLEAR, purposes=("asylum",)), "other-purpose"),
    ],
)
def test_the_first_rule_that_refuses_is_named(marking: Marking | None, code: str) -> None:
    assert refusal(marking, reader=LINA, as_of=DAY) == code


@pytest.mark.parametrize(
    ("releasable_to", "code"),
    [((), "not-on-release-list"), (("sami",), "not-on-release-list"), (("lina",), ""), (("JOR",), "")],
)
def test_red_needs_the_name_besides_the_clearance(releasable_to: tuple[str, ...], code: str) -> None:
    cleared = replace(LINA, clearance=TLP.RED)
    assert refusal(Marking(tlp=TLP.RED, releasable_to=releasable_to), reader=cleared, as_of=DAY) == code


def test_a_purpose_opens_what_is_for_it() -> None:
    marking = Marking(tlp=TLP.GREEN, purposes=("asylum", "screening"))
    assert refusal(marking, reader=replace(LINA, purposes=frozenset({"screening"})), as_of=DAY) == ""
    assert refusal(marking, reader=replace(LINA, purposes=frozenset({"sales"})), as_of=DAY) == "other-purpose"


@pytest.mark.parametrize("role", [*Role])
def test_an_administrator_alone_sees_no_case(role: Role) -> None:
    reader = replace(LINA, roles=frozenset({role}))
    assert refusal(CLEAR, reader=reader, as_of=DAY) == ("" if role in READS_CASES else "no-case-role")
    assert (role is Role.ADMINISTRATOR) == (role not in READS_CASES)


def test_rules_are_asked_in_their_order() -> None:
    """A reader without any right, and a marking that every rule refuses: each rule in turn is the first."""
    nobody = Reader(name="x", member="X", roles=frozenset(), clearance=TLP.CLEAR)
    worst = Marking(tlp=TLP.RED, releasable_to=("y",), purposes=("p",), retain_until=DAY)
    assert [code for code, _ in RULES] == [
        *("no-case-role", "unmarked", "retention-ended", "above-clearance", "not-on-release-list", "other-purpose")
    ]
    assert refusal(worst, reader=nobody, as_of=DAY) == "no-case-role"
    seen = replace(nobody, roles=frozenset({Role.ANALYST}))
    assert refusal(None, reader=seen, as_of=DAY) == "unmarked"
    assert refusal(worst, reader=seen, as_of=DAY) == "retention-ended"
    kept = replace(worst, retain_until=None)
    assert refusal(kept, reader=seen, as_of=DAY) == "above-clearance"
    cleared = replace(seen, clearance=TLP.RED)
    assert refusal(kept, reader=cleared, as_of=DAY) == "not-on-release-list"
    assert refusal(kept, reader=replace(cleared, name="y"), as_of=DAY) == "other-purpose"
    assert refusal(kept, reader=replace(cleared, name="y", purposes=frozenset({"p"})), as_of=DAY) == ""


NAMES = st.frozensets(st.sampled_from(("JOR", "IRQ", "lina", "sami")), max_size=3)
MARKINGS = st.builds(
    lambda tlp, names, purposes, until: Marking(
        tlp=tlp, releasable_to=tuple(sorted(names)), purposes=tuple(sorted(purposes)), retain_until=until
    ),
    st.sampled_from(TLP),
    NAMES,
    st.frozensets(st.sampled_from(("asylum", "screening"))),
    st.none() | st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 6, 1)),
)
READERS = st.builds(
    Reader,
    name=st.sampled_from(("lina", "sami", "x")),
    member=st.sampled_from(("JOR", "IRQ", "SYR")),
    roles=st.frozensets(st.sampled_from(Role)),
    clearance=st.sampled_from(TLP),
    purposes=st.frozensets(st.sampled_from(("asylum", "screening"))),
)


@given(MARKINGS, READERS, st.sampled_from(TLP), st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 6, 1)))
def test_narrowing_never_opens(marking: Marking, reader: Reader, other: TLP, day: date) -> None:
    if not refusal(marking, reader=reader, as_of=day):
        return
    labels = [*TLP]
    stricter = max(marking.tlp, other, key=labels.index)
    narrower = [
        replace(marking, tlp=stricter) if stricter is not marking.tlp else marking,
        replace(marking, retain_until=min(day, marking.retain_until or day)),
        replace(marking, releasable_to=marking.releasable_to or ("someone-else",)),
        replace(marking, purposes=marking.purposes or ("nothing",)),
    ]
    for each in narrower:
        assert refusal(each, reader=reader, as_of=day)
        assert refusal(each, reader=reader, as_of=day + timedelta(days=1))


@given(MARKINGS, READERS, st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 6, 1)))
def test_nobody_sees_what_says_nothing(marking: Marking, reader: Reader, day: date) -> None:
    assert refusal(None, reader=reader, as_of=day)
    assert refusal(marking, reader=replace(reader, roles=frozenset({Role.ADMINISTRATOR})), as_of=day)
    assert refusal(marking, reader=replace(reader, roles=frozenset()), as_of=day)


@given(MARKINGS, MARKINGS, READERS, st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 6, 1)))
def test_what_covers_another_is_seen_by_all_who_see_that(
    one: Marking, other: Marking, reader: Reader, day: date
) -> None:
    assert covers(one, one)
    if covers(one, other) and not refusal(other, reader=reader, as_of=day):
        assert not refusal(one, reader=reader, as_of=day)


@pytest.mark.parametrize(
    ("wider", "narrower", "expected"),
    [
        ("TLP:CLEAR", "TLP:RED REL lina", "yes"),
        ("TLP:CLEAR", "TLP:AMBER REL JOR FOR asylum UNTIL 2026-12-31", "yes"),
        ("TLP:AMBER", "TLP:GREEN", "no"),
        ("TLP:GREEN REL JOR", "TLP:GREEN", "no"),
        ("TLP:GREEN REL IRQ,JOR", "TLP:GREEN REL JOR", "yes"),
        ("TLP:GREEN REL JOR", "TLP:GREEN REL IRQ,JOR", "no"),
        ("TLP:GREEN FOR asylum", "TLP:GREEN", "no"),
        ("TLP:GREEN FOR asylum,screening", "TLP:GREEN FOR asylum", "yes"),
        ("TLP:GREEN UNTIL 2026-12-31", "TLP:GREEN", "no"),
        ("TLP:GREEN UNTIL 2026-12-31", "TLP:GREEN UNTIL 2026-12-30", "yes"),
        ("TLP:RED", "TLP:RED", "yes"),
        ("TLP:RED", "TLP:RED REL lina", "no"),
        ("TLP:RED REL lina", "TLP:RED", "yes"),
        ("TLP:AMBER REL lina", "TLP:RED", "no"),
    ],
)
def test_covers(wider: str, narrower: str, expected: str) -> None:
    assert covers(Marking.read(wider), Marking.read(narrower)) is (expected == "yes")


def test_require() -> None:
    require(LINA, Role.ANALYST)
    require(LINA, Role.SUPERVISOR, Role.ANALYST)
    with pytest.raises(NotAllowed) as error:
        require(LINA, Role.SUPERVISOR, Role.AUDITOR)
    assert error.value.facts == {"role": "supervisor or auditor"}
    assert "lina" in str(error.value)
    with pytest.raises(NotAllowed):
        require(LINA)
