"""What must hold of every answer, whatever the acts: laws of the decision query."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.desks import compliance
from jisr.records import Dependence, When

KNOWN = datetime(2030, 1, 1, tzinfo=UTC)
FIRST = date(2025, 1, 1)
THING = "un:QDi.900"
DAYS = st.integers(0, 40).map(lambda count: FIRST + timedelta(days=count))


@st.composite
def acts(draw: st.DrawFn) -> tuple[compliance.Instrument, ...]:
    """A handful of acts about one party under one law, some of which end or ease others."""
    found: list[compliance.Instrument] = []
    for number in range(draw(st.integers(0, 5))):
        begins, lasts = draw(DAYS), draw(st.none() | st.integers(1, 20))
        ends = When.on(begins + timedelta(days=lasts)) if lasts else None
        found.append(
            compliance.Instrument(
                record=Dependence(thing=f"acts:{number}", version=str(number)),
                title=f"Act {number}",
                issuer="",
                jurisdiction="us",
                action="",
                decides=draw(st.sampled_from(("restricts", "restricts", "ends", "licence", "conditions", "announces"))),
                measures=frozenset({draw(st.sampled_from(("asset_freeze", "travel_ban", "arms_embargo")))}),
                subject="",
                note="",
                refs=frozenset({THING}),
                covers=(),
                excludes=(),
                programmes=frozenset(),
                announced=When.on(begins),
                effective=draw(st.sampled_from((When.on(begins), None))),
                ends=ends,
                ends_as_printed="",
                amends=frozenset({f"acts:{draw(st.integers(0, number - 1))}"})
                if number and draw(st.booleans())
                else frozenset(),
                confidence=draw(st.sampled_from(("high", "high", "to_verify"))),
                sources=("a source",),
            )
        )
    return tuple(found)


def ask(found: tuple[compliance.Instrument, ...], on: date) -> compliance.Answer:
    who = compliance.Counterparty(text="Salim", things=frozenset({THING}), names=("Salim",))
    query = compliance.Query(jurisdiction="us", asked="transact", activity="transact", counterparty=who, on=When.on(on))
    return compliance.decide(query, compliance.Book(acts=found), known=KNOWN)


@given(acts(), DAYS)
def test_asked_twice_it_is_the_same(found: tuple[compliance.Instrument, ...], on: date) -> None:
    assert ask(found, on) == ask(found, on)


@given(acts(), DAYS)
def test_another_listing_never_opens_what_was_prohibited(found: tuple[compliance.Instrument, ...], on: date) -> None:
    if ask(found, on).status != "prohibited":
        return
    assert ask((*found, LISTING), on).status == "prohibited"


@settings(max_examples=60)
@given(acts(), DAYS)
def test_it_stays_the_same_until_the_next_change(found: tuple[compliance.Instrument, ...], on: date) -> None:
    answer = ask(found, on)
    until = answer.change.first.date() if answer.change else on + timedelta(days=80)
    for later in range(1, (until - on).days):
        assert ask(found, on + timedelta(days=later)).status == answer.status
    if answer.change:
        assert ask(found, until).status == answer.becomes != answer.status


@given(acts(), DAYS)
def test_never_an_all_clear_while_a_certain_listing_binds(found: tuple[compliance.Instrument, ...], on: date) -> None:
    alone = [
        act
        for act in found
        if act.decides == "restricts" and act.confidence == "high" and "asset_freeze" in act.measures
    ]
    touched = {other for act in found for other in act.amends}
    no_relief = not any(act.decides in {"ends", "licence", "conditions", "announces"} for act in found)
    day = When.on(on)
    binding = [
        act
        for act in alone
        if act.effective and act.effective.first < day.after and (act.ends is None or day.after <= act.ends.first)
    ]
    if binding and no_relief and not touched:
        assert ask(found, on).status == "prohibited"


@given(st.lists(st.integers(1, 60), min_size=1, max_size=4), st.sampled_from(("us", "eu", "uk")))
def test_more_shares_never_free_a_company(shares: list[int], law: str) -> None:
    test = compliance.law_of(law)
    assert test is not None
    stakes = [
        compliance.Stake(owner=f"o{number}", owned="c", share=Decimal(share)) for number, share in enumerate(shares)
    ]
    owners = frozenset(stake.owner for stake in stakes)
    order = ("free", "minority", "control", "held")
    states = [
        order.index(compliance.holding("c", stakes[:count], listed=owners, law=test).state)
        for count in range(len(stakes) + 1)
    ]
    assert states == sorted(states)


@given(st.integers(1, 6))
def test_a_circle_of_any_length_is_found(length: int) -> None:
    stakes = [
        compliance.Stake(owner=f"c{number}", owned=f"c{(number + 1) % length}", share=Decimal(60))
        for number in range(length)
    ]
    test = compliance.law_of("us")
    assert test is not None
    found = compliance.holding("c0", stakes, listed=frozenset(), law=test)
    assert found.state == "circle"
    assert len(found.circle) == length + 1
    assert found.circle[0] == found.circle[-1]


LISTING = compliance.Instrument(
    record=Dependence(thing="acts:more", version="more"),
    title="One more listing",
    issuer="",
    jurisdiction="us",
    action="designate",
    decides="restricts",
    measures=frozenset({"asset_freeze"}),
    subject="",
    note="",
    refs=frozenset({THING}),
    covers=(),
    excludes=(),
    programmes=frozenset(),
    announced=When.on(FIRST),
    effective=When.on(FIRST),
    ends=None,
    ends_as_printed="",
    amends=frozenset(),
    confidence="high",
    sources=("a source",),
)
