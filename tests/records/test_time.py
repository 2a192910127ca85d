"""Points in time and what they cover; validity day by day."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import Unreadable
from jisr.records import Precision, Validity, When

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2035, 12, 31))
TICK = timedelta(microseconds=1)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("text", "written", "precision", "first", "after"),
    [
        ("2025", "2025", Precision.YEAR, at(2025, 1, 1), at(2026, 1, 1)),
        ("0001", "0001", Precision.YEAR, at(1, 1, 1), at(2, 1, 1)),
        ("2024-02", "2024-02", Precision.MONTH, at(2024, 2, 1), at(2024, 3, 1)),
        ("2025-12", "2025-12", Precision.MONTH, at(2025, 12, 1), at(2026, 1, 1)),
        ("2024-02-29", "2024-02-29", Precision.DAY, at(2024, 2, 29), at(2024, 3, 1)),
        ("2025-12-31", "2025-12-31", Precision.DAY, at(2025, 12, 31), at(2026, 1, 1)),
        (" 2025-06-01\n", "2025-06-01", Precision.DAY, at(2025, 6, 1), at(2025, 6, 2)),
        ("٢٠٢٥-٠٦-٠١", "2025-06-01", Precision.DAY, at(2025, 6, 1), at(2025, 6, 2)),
        ("۲۰۲۵", "2025", Precision.YEAR, at(2025, 1, 1), at(2026, 1, 1)),
        ("2025-07-07T00:01:00-04:00", "2025-07-07T04:01:00Z", Precision.INSTANT, at(2025, 7, 7, 4, 1), None),
        ("2025-07-07T00:01-0400", "2025-07-07T04:01:00Z", Precision.INSTANT, at(2025, 7, 7, 4, 1), None),
        ("2020-12-31T23:00:00Z", "2020-12-31T23:00:00Z", Precision.INSTANT, at(2020, 12, 31, 23), None),
        ("2020-12-31 23:00", "2020-12-31T23:00:00Z", Precision.INSTANT, at(2020, 12, 31, 23), None),
        ("2025-01-01T05:00:00+10:00", "2024-12-31T19:00:00Z", Precision.INSTANT, at(2024, 12, 31, 19), None),
        ("2025-01-01T00:00:00.5Z", "2025-01-01T00:00:00.500000Z", Precision.INSTANT, None, None),
    ],
)
def test_read(text: str, written: str, precision: Precision, first: datetime | None, after: datetime | None) -> None:
    found = When.read(text)
    assert (str(found), found.precision) == (written, precision)
    assert first is None or found.first == first
    assert found.after == (after or found.first)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "0000", "25", "2025-1-1", "2025-13", "2025-00", "2023-02-29", "2025-02-30", "1/2/2025", "yesterday"),
        *("2025-06-01T25:00", "2025-06-01T10", "2025-06-01T10:00+25:00", "2025-06-01T10:00:61Z", "9999", "9999-12-31"),
        *("0001-01-01T00:00+10:00", "2025-06-01T10:00 Z", "２０２５年", "2025-06-01\0", "-2025", "2025-06-01-02"),
    ],
)
def test_unreadable(text: str) -> None:
    with pytest.raises(Unreadable) as error:
        When.read(text)
    assert error.value.facts["source"] == "date"


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_one_instant_is_one_text_in_whatever_zone_it_was_written(local: datetime, minutes: int) -> None:
    there = local.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=minutes)))
    found = When.read(there.isoformat())
    assert found == When.at(there) == When.read(str(found))
    assert found.first == there
    assert found.first.utcoffset() == timedelta(0)


@given(DAYS)
def test_precisions_nest(day: date) -> None:
    year, month, whole = When.read(f"{day:%Y}"), When.read(f"{day:%Y-%m}"), When.on(day)
    assert year.first <= month.first <= whole.first < whole.after <= month.after <= year.after
    assert month.after - month.first == timedelta(days=calendar.monthrange(day.year, day.month)[1])
    assert whole.after - whole.first == timedelta(days=1)
    assert When.read(str(whole)) == whole


@pytest.mark.parametrize(
    ("begins", "ends", "day", "holds"),
    [
        (None, None, "2025-06-01", True),
        ("2025-11-10", "2026-05-09", "2026-05-08", True),
        ("2025-11-10", "2026-05-09", "2026-05-09", False),
        ("2025-11-10", None, "2025-11-09", False),
        ("2025-11-10", None, "2025-11-10", True),
        ("2020-12-31T23:00:00Z", None, "2020-12-31", True),  # for its last hour
        (None, "2025-07-07T04:01:00Z", "2025-07-07", True),  # for its first hours
        (None, "2025-07-07T00:00:00Z", "2025-07-07", False),
        (None, "2025-07-07T04:01:00Z", "2025-07-08", False),
        ("2025-11", None, "2025-10-31", False),
        ("2025-11", None, "2025-11-01", None),
        ("2025-11", None, "2025-11-29", None),
        ("2025-11", None, "2025-11-30", True),  # whichever day it was, it had come
        ("2025", None, "2025-12-31", True),
        (None, "2026-05", "2026-04-30", True),
        (None, "2026-05", "2026-05-01", None),
        (None, "2026-05", "2026-05-31", False),
        ("2024", "2026-05", "2024-07-01", None),
        ("2026", "2020", "2026-07-01", False),
    ],
)
def test_holds_on(begins: str | None, ends: str | None, day: str, *, holds: bool | None) -> None:
    span = Validity(begins=When.read(begins) if begins else None, ends=When.read(ends) if ends else None)
    assert span.holds_on(date.fromisoformat(day)) is holds


def may_mean(bound: When) -> list[datetime]:
    """Every instant a bound may mean: of a year or month the beginning of each of its days."""
    if bound.precision in {Precision.DAY, Precision.INSTANT}:
        return [bound.first]
    return [bound.first + timedelta(days=n) for n in range((bound.after - bound.first).days)]


def slowly(begins: When | None, ends: When | None, day: date) -> bool | None:
    """The obvious way: try every pair of instants the bounds may mean."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    begun = {begin < start + timedelta(days=1) for begin in may_mean(begins)} if begins else {True}
    going_on = {end > start for end in may_mean(ends)} if ends else {True}
    answers = {first and second for first in begun for second in going_on}
    return answers.pop() if len(answers) == 1 else None


BOUNDS = st.none() | st.builds(
    lambda day, cut: When.read(day.isoformat()[:cut] if cut else f"{day.isoformat()}T12:30:00Z"),
    st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31)),
    st.sampled_from((4, 7, 10, 0)),
)


@given(BOUNDS, BOUNDS, st.dates(min_value=date(2023, 12, 1), max_value=date(2027, 1, 31)))
def test_holds_on_as_the_slow_way_says(begins: When | None, ends: When | None, day: date) -> None:
    assert Validity(begins=begins, ends=ends).holds_on(day) is slowly(begins, ends, day)
