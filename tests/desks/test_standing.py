"""How a party stands: what lists and acts give together, day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr import tables
from jisr.desks.compliance import Act, Listing, Seen, Standing, standings
from jisr.records import Dependence, Validity, When

APRIL, FEBRUARY = datetime(2025, 4, 19, tzinfo=UTC), datetime(2026, 2, 27, 0, 0, 9, tzinfo=UTC)
SENTENCES = {row["code"] for row in tables.rows("sentences_compliance")}


def when(text: str | None) -> When | None:
    return When.read(text) if text else None


def listing(
    begins: str | None = "2013-07-24",
    *,
    ends: str | None = None,
    last: datetime = APRIL,
    gone: datetime | None = None,
    jurisdiction: str = "un",
) -> Listing:
    return Listing(
        jurisdiction=jurisdiction,
        programme=f"{jurisdiction.upper()} QD",
        validity=Validity(begins=when(begins), ends=when(ends)),
        seen=Seen(first=APRIL, last=last, gone=gone),
        record=Dependence(thing=f"{jurisdiction}:1/listing", version=f"{begins}"),
    )


def act(
    effect: str,
    effective: str | None,
    *,
    key: str = "",
    amends: tuple[str, ...] = (),
    certain: bool = True,
    **more: str,
) -> Act:
    name = key or f"{effect}-{effective}"
    return Act(
        jurisdiction=more.get("jurisdiction", "un"),
        effect=effect,
        title=name,
        announced=when(more.get("announced", "2012")),
        effective=when(effective),
        ends=when(more.get("ends")),
        certain=certain,
        record=Dependence(thing=f"acts:{name}", version=name),
        amends=frozenset(f"acts:{one}" for one in amends),
    )


def one(listings: tuple[Listing, ...], acts: tuple[Act, ...], day: str) -> Standing:
    (found,) = standings(listings, acts, on=date.fromisoformat(day))
    return found


def codes(found: Standing) -> list[str]:
    return [reason.code for reason in found.reasons]


ON = listing()
GONE = listing(gone=FEBRUARY)
FRESH = replace(listing(None), seen=Seen(first=APRIL, last=APRIL, before=datetime(2025, 3, 1, tzinfo=UTC)))
END = act("delists", "2025-11-06")
MAYBE = act("delists", "2025-11-06", certain=False)

# listings, acts, day, and: state since..until codes of the reasons
CASES = {
    "on the list": ((ON,), (), "2025-06-01", "listed 2013-07-24.. listed-on"),
    "its first day": ((ON,), (), "2013-07-24", "listed 2013-07-24.. listed-on"),
    "the day before": ((ON,), (), "2013-07-23", "not-yet 2013-07-24.. listed-on"),
    "no day printed": ((listing(None),), (), "2025-04-19", "listed .. on-list-since-edition"),
    "no day printed, before its first edition": (
        (listing(None),),
        (),
        "2025-04-18",
        "unclear .. on-list-since-edition",
    ),
    "no day printed, absent before": ((FRESH,), (), "2025-03-01", "not-yet 2025-04-19.. on-list-since-edition"),
    "no day printed, between absent and there": (
        (FRESH,),
        (),
        "2025-04-01",
        "unclear 2025-04-19.. on-list-since-edition",
    ),
    "no day printed, there since": ((FRESH,), (), "2025-04-19", "listed 2025-04-19.. on-list-since-edition"),
    "no day printed, absent before, an act has it": (
        (FRESH,),
        (act("lists", "2013-05-16"),),
        "2014-01-01",
        "listed 2013-05-16.. listed-on",
    ),
    "no day printed, an act has it": (
        (listing(None),),
        (act("lists", "2013-05-16"),),
        "2014-01-01",
        "listed 2013-05-16.. listed-on",
    ),
    "no day printed, hearsay has it": (
        (listing(None),),
        (act("lists", "2013-05-16", certain=False),),
        "2014-01-01",
        "unclear .. on-list-since-edition",
    ),
    "no day printed, hearsay has it, yet it is on the list": (
        (listing(None),),
        (act("lists", "2013-05-16", certain=False),),
        "2025-05-01",
        "listed .. on-list-since-edition",
    ),
    "only a year printed, within it": ((listing("2013"),), (), "2013-05-05", "unclear 2013.. listed-on too-vague"),
    "only a year printed, after it": ((listing("2013"),), (), "2014-01-01", "listed 2013.. listed-on"),
    "gone, asked before": ((GONE,), (), "2025-04-19", "listed 2013-07-24..2026-02-27 listed-on gone-between"),
    "gone, asked in between": ((GONE,), (), "2025-11-10", "unclear .. gone-between"),
    "gone, asked after": ((GONE,), (), "2026-02-27", "delisted 2026-02-27.. gone-between"),
    "gone, no day printed": (
        (listing(None, gone=FEBRUARY),),
        (),
        "2025-04-19",
        "listed ..2026-02-27 on-list-since-edition gone-between",
    ),
    "act, the day before": ((GONE,), (END,), "2025-11-05", "listed 2013-07-24..2025-11-06 listed-on delisted-by"),
    "act, its day": ((GONE,), (END,), "2025-11-06", "delisted 2025-11-06.. delisted-by gone-from-list"),
    "act, later": ((GONE,), (END,), "2026-05-01", "delisted 2025-11-06.. delisted-by gone-from-list"),
    "act, no newer edition": ((ON,), (END,), "2025-12-01", "delisted 2025-11-06.. delisted-by"),
    "act, yet a newer edition carries it": (
        (listing(last=FEBRUARY),),
        (END,),
        "2026-03-01",
        "unclear 2025-11-06.. delisted-by still-on-list",
    ),
    "act, an edition of the same day carries it": (
        (listing(last=FEBRUARY),),
        (act("delists", "2026-02-27"),),
        "2026-02-27",
        "delisted 2026-02-27.. delisted-by",
    ),
    "act to verify": ((ON,), (MAYBE,), "2025-12-01", "unclear 2025-11-06.. delisted-by act-to-verify"),
    "act to verify, to come": (
        (ON,),
        (MAYBE,),
        "2025-11-01",
        "listed 2013-07-24..2025-11-06 listed-on delisted-by act-to-verify",
    ),
    "verified later": (
        (ON,),
        (MAYBE, act("delists", "2025-11-10")),
        "2025-12-01",
        "delisted 2025-11-10.. delisted-by",
    ),
    "verified, then repeated by hearsay": (
        (ON,),
        (END, act("delists", "2025-11-10", certain=False)),
        "2025-12-01",
        "delisted 2025-11-06.. delisted-by",
    ),
    "announced only": (
        (ON,),
        (act("delists", None, announced="2025-11-07"),),
        "2025-12-01",
        "listed 2013-07-24.. listed-on announced-only",
    ),
    "vague act, before": (
        (ON,),
        (act("delists", "2025-11"),),
        "2025-10-31",
        "listed 2013-07-24..2025-11 listed-on delisted-by",
    ),
    "vague act, within": (
        (ON,),
        (act("delists", "2025-11"),),
        "2025-11-10",
        "unclear 2013-07-24.. listed-on delisted-by too-vague",
    ),
    "vague act, over": ((ON,), (act("delists", "2025-11"),), "2025-11-30", "delisted 2025-11.. delisted-by"),
    "vague act that changes nothing": (
        (ON,),
        (END, act("delists", "2025-12")),
        "2025-12-05",
        "delisted 2025-11-06.. delisted-by",
    ),
    "vaguely listed again": (
        (ON,),
        (END, act("lists", "2025-12")),
        "2025-12-05",
        "unclear 2025-11-06.. delisted-by listed-on too-vague",
    ),
    "listed again": ((ON,), (END, act("lists", "2026-01-05")), "2026-02-01", "listed 2026-01-05.. listed-on"),
    "listed again and gone from the old list": (
        (GONE,),
        (END, act("lists", "2026-01-05")),
        "2026-03-01",
        "listed 2026-01-05.. listed-on",
    ),
    "listed again, to verify": (
        (ON,),
        (END, act("lists", "2026-01-05", certain=False)),
        "2026-02-01",
        "unclear 2026-01-05.. listed-on act-to-verify",
    ),
    "listed again and ended again": (
        (ON,),
        (END, act("lists", "2026-01-05"), act("delists", "2026-02-01")),
        "2026-02-02",
        "delisted 2026-02-01.. delisted-by",
    ),
    "listed anew by the list itself": (
        (GONE, listing("2026-05-04", last=datetime(2026, 6, 1, tzinfo=UTC))),
        (END,),
        "2026-06-01",
        "listed 2026-05-04.. listed-on",
    ),
    "listed anew by the list itself, asked before": (
        (GONE, listing("2026-05-04", last=datetime(2026, 6, 1, tzinfo=UTC))),
        (END,),
        "2026-05-03",
        "delisted 2025-11-06.. delisted-by gone-from-list",
    ),
    "listed anew by the list itself, asked long before": (
        (GONE, listing("2026-05-04", last=datetime(2026, 6, 1, tzinfo=UTC))),
        (END,),
        "2020-01-01",
        "listed 2013-07-24..2025-11-06 listed-on delisted-by",
    ),
    "printed end, before": (
        (listing(ends="2025-06-01"),),
        (),
        "2025-05-31",
        "listed 2013-07-24..2025-06-01 listed-on ends-as-printed",
    ),
    "printed end, over": ((listing(ends="2025-06-01"),), (), "2025-06-01", "delisted 2025-06-01.. ends-as-printed"),
    "printed end, still carried": (
        (listing(ends="2025-06-01", last=FEBRUARY),),
        (),
        "2026-03-01",
        "unclear 2025-06-01.. ends-as-printed still-on-list",
    ),
    "two lists, one lets go": (
        (GONE, listing("2020-01-01", last=FEBRUARY)),
        (),
        "2026-03-01",
        "listed 2020-01-01.. listed-on",
    ),
    "two lists, both let go": ((GONE, GONE), (), "2026-03-01", "delisted 2026-02-27.. gone-between"),
    "by acts alone": (
        (),
        (act("lists", "2020-12-31T23:00:00Z"),),
        "2021-05-05",
        "listed 2020-12-31T23:00:00Z.. listed-on",
    ),
    "by acts alone, not yet": ((), (act("lists", "2021-01-01"),), "2020-05-05", "not-yet 2021-01-01.. listed-on"),
    "by acts alone, to verify": (
        (),
        (act("lists", "2021-01-01", certain=False),),
        "2021-05-05",
        "unclear 2021-01-01.. listed-on act-to-verify",
    ),
    "by acts alone, ended": (
        (),
        (act("lists", "2021-01-01"), END),
        "2025-12-01",
        "delisted 2025-11-06.. delisted-by",
    ),
    "by acts alone, expired": (
        (),
        (act("lists", "2021-01-01", ends="2025-06-01"),),
        "2025-12-01",
        "delisted 2025-06-01.. ends-as-printed",
    ),
    "by acts alone, one expired, one not": (
        (),
        (act("lists", "2021-01-01", ends="2025-06-01"), act("lists", "2022-01-01")),
        "2025-12-01",
        "listed 2021-01-01.. listed-on",
    ),
    "by acts alone, order of loading": (
        (),
        (END, act("lists", "2021-01-01")),
        "2025-12-01",
        "delisted 2025-11-06.. delisted-by",
    ),
    "by acts alone, twice, the first over before the second began": (
        (),
        (
            act("lists", "2015-01-01", key="a", ends="2017-01-01"),
            act("lists", "2020-01-01", key="b", ends="2025-06-01"),
        ),
        "2025-12-01",
        "delisted 2025-06-01.. ends-as-printed",
    ),
    "by acts alone, twice, side by side, both over": (
        (),
        (
            act("lists", "2015-01-01", key="a", ends="2024-01-01"),
            act("lists", "2020-01-01", key="b", ends="2025-06-01"),
        ),
        "2025-12-01",
        "delisted 2025-06-01.. ends-as-printed",
    ),
    "by acts alone, twice, between the two": (
        (),
        (
            act("lists", "2015-01-01", key="a", ends="2017-01-01"),
            act("lists", "2020-01-01", key="b", ends="2025-06-01"),
        ),
        "2018-12-01",
        "delisted 2017-01-01.. ends-as-printed",
    ),
    "by acts alone, twice, the second delisted": (
        (),
        (act("lists", "2015-01-01", key="a", ends="2017-01-01"), act("lists", "2020-01-01", key="b"), END),
        "2025-12-01",
        "delisted 2025-11-06.. delisted-by",
    ),
    "by acts alone, to the minute, the day before": (
        (),
        (act("lists", "2021-01-01", ends="2025-07-07T00:01-04:00"),),
        "2025-07-06",
        "listed 2021-01-01..2025-07-07T04:01:00Z listed-on ends-as-printed",
    ),
    "by acts alone, to the minute, that day": (
        (),
        (act("lists", "2021-01-01", ends="2025-07-07T00:01-04:00"),),
        "2025-07-07",
        "delisted 2025-07-07T04:01:00Z.. ends-as-printed",
    ),
    "by acts alone, to the minute, in another zone the day before": (
        (),
        (act("lists", "2021-01-01", ends="2025-07-07T00:01+03:00"),),
        "2025-07-06",
        "delisted 2025-07-06T21:01:00Z.. ends-as-printed",
    ),
    "renewed, and renewed again": (
        (),
        (
            act("lists", "2021-01-01", key="a", ends="2022-01-01"),
            act("renews", "2021-12-20", key="b", ends="2023-01-01", amends=("a",)),
            act("renews", "2022-12-20", key="c", ends="2024-01-01", amends=("b",)),
        ),
        "2023-06-01",
        "listed 2021-01-01..2024-01-01 listed-on ends-as-printed",
    ),
    "renewed, and over": (
        (),
        (
            act("lists", "2021-01-01", key="a", ends="2022-01-01"),
            act("renews", "2021-12-20", key="b", ends="2023-01-01", amends=("a",)),
        ),
        "2023-06-01",
        "delisted 2023-01-01.. ends-as-printed",
    ),
    "renewed after it was over": (
        (),
        (
            act("lists", "2021-01-01", key="a", ends="2022-01-01"),
            act("renews", "2022-06-01", key="b", ends="2023-01-01", amends=("a",)),
        ),
        "2022-07-01",
        "listed 2022-06-01..2023-01-01 listed-on ends-as-printed",
    ),
    "what renews something else lists nobody": (
        (),
        (act("lists", "2021-01-01", key="a", ends="2022-01-01"), act("renews", "2021-12-20", amends=("licence",))),
        "2023-06-01",
        "delisted 2022-01-01.. ends-as-printed",
    ),
    "a list's entry, named by an act that was over before": (
        (listing("2020-01-01", last=APRIL, gone=FEBRUARY),),
        (act("lists", "2015-01-01", key="a", ends="2017-01-01"),),
        "2026-03-01",
        "delisted 2026-02-27.. gone-between",
    ),
    "an end without a beginning, after": ((), (END,), "2025-12-01", "delisted 2025-11-06.. delisted-by"),
    "an end without a beginning, before": ((), (END,), "2025-01-01", "unclear ..2025-11-06 delisted-by"),
    "an end at a minute without a beginning": (
        (),
        (act("delists", "2025-11-06T10:00Z"),),
        "2025-12-01",
        "delisted 2025-11-06T10:00:00Z.. delisted-by",
    ),
    "a listing announced, never in force": ((), (act("lists", None),), "2025-12-01", "not-yet .. announced-only"),
    "an end announced, never in force": ((), (act("delists", None),), "2025-12-01", "unclear .. announced-only"),
    "one of two regimes ends": (
        (),
        (
            act("lists", "2012-01-01", key="a"),
            act("lists", "2018-01-01", key="b"),
            act("delists", "2025-07-08", amends=("b",)),
        ),
        "2025-12-01",
        "listed 2012-01-01.. listed-on",
    ),
    "both of two regimes end": (
        (),
        (
            *(act("lists", "2012-01-01", key="a"), act("lists", "2018-01-01", key="b")),
            *(act("delists", "2025-07-08", amends=("b",)), act("delists", "2025-09-01", amends=("a",))),
        ),
        "2025-12-01",
        "delisted 2025-09-01.. delisted-by",
    ),
    "both of two regimes end by one act": (
        (),
        (
            act("lists", "2012-01-01", key="a"),
            act("lists", "2018-01-01", key="b"),
            act("delists", "2025-07-08", amends=("a", "b")),
        ),
        "2025-12-01",
        "delisted 2025-07-08.. delisted-by",
    ),
    "one of two regimes ends, which is not said": (
        (),
        (act("lists", "2012-01-01", key="a"), act("lists", "2018-01-01", key="b"), act("delists", "2025-07-08")),
        "2025-12-01",
        "unclear .. delisted-by act-names-no-listing",
    ),
    "another regime ends": (
        (ON,),
        (act("lists", "2012-01-01", key="a"), act("delists", "2025-07-08", amends=("other",))),
        "2025-12-01",
        "unclear .. delisted-by act-names-no-listing",
    ),
}


@pytest.mark.parametrize(("listings", "acts", "day", "said"), [*CASES.values()], ids=[*CASES])
def test_standing(listings: tuple[Listing, ...], acts: tuple[Act, ...], day: str, said: str) -> None:
    found = one(listings, acts, day)
    assert f"{found.state} {found.since}..{found.until} {' '.join(codes(found))}" == said
    assert set(codes(found)) <= SENTENCES
    assert {*found.relied_on} == {*(item.record for item in listings), *(each.record for each in acts)}


def test_nothing_said_is_no_standing() -> None:
    assert standings((), (), on=date(2025, 1, 1)) == ()
    assert standings((), (act("relieves", "2020"), act("other", "2020")), on=date(2025, 1, 1)) == ()


def test_each_jurisdiction_for_itself() -> None:
    found = standings(
        (ON, listing("2014-01-01", jurisdiction="us")),
        (END, act("lists", "2020-12-31", jurisdiction="uk"), act("delists", "2025-11-07", jurisdiction="eu")),
        on=date(2025, 12, 1),
    )
    assert [(each.jurisdiction, each.state) for each in found] == [
        *(("eu", "delisted"), ("uk", "listed"), ("un", "delisted"), ("us", "listed"))
    ]


def test_the_sources_speak_in_their_own_words() -> None:
    found = one((GONE,), (END,), "2025-12-01")
    assert [dict(reason.facts) for reason in found.reasons] == [
        {"act": "delists-2025-11-06", "date": "2025-11-06"},
        {"list": "UN QD", "date": "2026-02-27"},
    ]
    assert found.programme == "UN QD"


DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 1, 1))
TEXTS = st.builds(lambda day, cut: day.isoformat()[:cut], DAYS, st.sampled_from((4, 7, 10, 10, 10)))
ACTS = st.lists(
    st.builds(
        lambda effect, text, certain, ends, key, named: act(
            effect, text, certain=certain, key=key, amends=named, **({"ends": ends} if ends else {})
        ),
        st.sampled_from(("lists", "delists", "delists", "relieves")),
        TEXTS | st.none(),
        st.booleans(),
        TEXTS | st.none(),
        st.sampled_from(("a", "b", "c", "d", "e")),
        st.sampled_from(((), ("a",), ("b", "c"))),
    ),
    max_size=5,
    unique_by=lambda each: each.record.thing,
)
LISTING = st.builds(
    lambda begins, ends, last, gap: listing(
        begins,
        ends=ends,
        last=datetime(last.year, last.month, last.day, tzinfo=UTC),
        gone=datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=gap) if gap else None,
    ),
    TEXTS | st.none(),
    TEXTS | st.none(),
    DAYS,
    st.integers(0, 90),
)
LISTINGS, SOME = st.lists(LISTING, max_size=2), st.lists(LISTING, min_size=1, max_size=2)


@given(LISTINGS, ACTS, DAYS)
def test_whatever_comes_there_is_an_answer_with_its_reasons(
    listings: list[Listing], acts: list[Act], day: date
) -> None:
    for found in standings(listings, acts, on=day):
        assert found.state in {"listed", "unclear", "delisted", "not-yet"}
        assert found.reasons
        assert set(codes(found)) <= SENTENCES
        assert set(found.relied_on) <= {*(item.record for item in listings), *(each.record for each in acts)}
        assert found.relied_on
        assert found == standings(listings, acts, on=day)[0]


@given(LISTINGS, ACTS, DAYS)
def test_an_act_of_another_jurisdiction_changes_nothing(listings: list[Listing], acts: list[Act], day: date) -> None:
    abroad = [replace(each, jurisdiction="us") for each in acts]
    assert [each for each in standings(listings, abroad, on=day) if each.jurisdiction == "un"] == [
        *standings(listings, (), on=day)
    ]


@given(SOME, ACTS, DAYS)
def test_one_more_listing_never_makes_it_milder(listings: list[Listing], acts: list[Act], day: date) -> None:
    order = ["not-yet", "delisted", "unclear", "listed"]
    (fewer,), (more,) = standings(listings[:1], acts, on=day), standings(listings, acts, on=day)
    assert order.index(more.state) >= order.index(fewer.state)


@given(SOME, ACTS, DAYS, DAYS)
def test_what_has_not_happened_yet_changes_no_state(
    listings: list[Listing], acts: list[Act], day: date, later: date
) -> None:
    """A delisting that takes effect after the day asked about leaves that day listed."""
    if later <= day:
        return
    present = [replace(item, seen=replace(item.seen, gone=None)) for item in listings]
    past = [each for each in acts if each.effective and each.effective.after.date() <= day and not each.ends]
    (before,) = standings(present, past, on=day)
    (after,) = standings(present, [*past, act("delists", later.isoformat(), key="new")], on=day)
    assert after.state == before.state


@given(SOME, DAYS)
def test_no_all_clear_without_an_end(listings: list[Listing], day: date) -> None:
    """While an edition carries it, nothing has ended it and its day has come, it is never called delisted."""
    carried = [
        replace(item, validity=Validity(begins=item.validity.begins), seen=replace(item.seen, gone=None))
        for item in listings
    ]
    (found,) = standings(carried, (), on=day)
    assert found.state != "delisted"


@given(ACTS, DAYS, st.integers(1, 400))
def test_a_certain_end_stays_until_it_is_listed_again(acts: list[Act], day: date, days: int) -> None:
    ends = [each for each in acts if each.effect == "delists"]
    first = standings((GONE,), (END, *ends), on=date(2026, 3, 1))
    assert [each.state for each in first] == ["delisted"]
    assert [each.state for each in standings((GONE,), (END, *ends), on=date(2026, 3, 1) + timedelta(days=days))] == [
        "delisted"
    ]
