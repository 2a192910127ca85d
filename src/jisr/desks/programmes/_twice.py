"""Is it the same project, told twice by two systems, two that overlap, or two that have nothing to do with each other?

Each pair is a row of small named features; `tables/twice_weights.csv` says what each weighs. Between two bounds the
answer is left to a person.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from rapidfuzz import fuzz

from jisr import tables
from jisr.desks.programmes._bodies import Taken, folded, taken

FEATURES = (
    *("activity", "activity_whole", "no_activity", "activity_other", "activity_same"),
    *("begins_apart", "ends_apart", "length_apart", "begins_15", "begins_30", "begins_45", "begins_60"),
    *("ends_15", "ends_30", "ends_45", "ends_60", "ends_75", "length_30", "length_60", "length_90"),
    *("partner", "partner_same", "donor", "donor_same", "donor_untold", "place", "place_same", "district"),
    *("place_any", "distance", "no_point", "near", "sector_same"),
    *("only_days", "days", "length_same", "length_same_begins", "only_late", "only_soon", "only_length"),
    *("begins_far", "words_begin", "activity_unlike", "only_month", "distance_far"),
    *("both", "both_same", "begins_75", "begins_52"),
)
SAME, NOT_SAME = 0.62, 0.3  # at or above: the same; below: another; between: a person
_NEAR, _DAYS_A_YEAR = 25.0, 183
_ALIKE, _PLACE = 0.85, 0.8
_ARABIC = re.compile(r"[\u0621-\u064a]")
_EMPTY = frozenset({"support", "district", "the", "and", "for", "with"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one system tells of a project. `point`: latitude, longitude; days ISO 8601; "" where nothing is told."""

    partner: str
    donor: str
    place: str
    district: str
    sector: str
    title: str
    begins: str
    ends: str
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`kind`: same, unsure, overlap (another project at the same place, sector and time), other; what speaks for it."""

    kind: str
    share: float
    reasons: tuple[tuple[str, float], ...]


def twice(one: Told, other: Told) -> Verdict:
    """Compare two projects as told. Raises `ValueError` for a day that is none."""
    row = features(one, other)
    weights = {entry["feature"]: float(entry["weight"]) for entry in tables.rows("twice_weights")}
    parts = [(name, weights.get(name, 0.0) * value) for name, value in zip(FEATURES, row, strict=True)]
    share = 1 / (1 + math.exp(-max(-50.0, min(50.0, weights.get("always", 0.0) + sum(part for _, part in parts)))))
    told = dict(zip(FEATURES, row, strict=True))
    kind = "same" if share >= SAME else "unsure" if share >= NOT_SAME else _else(one, other, told)
    reasons = sorted((part for part in parts if abs(part[1]) > 0.05), key=lambda part: -abs(part[1]))  # noqa: PLR2004
    return Verdict(kind=kind, share=round(share, 4), reasons=tuple((name, round(by, 3)) for name, by in reasons[:8]))


def _else(one: Told, other: Told, told: Mapping[str, float]) -> str:
    together = one.begins <= other.ends and other.begins <= one.ends
    return "overlap" if told["sector_same"] and told["place_any"] and together else "other"


_taken = cache(taken)


def features(one: Told, other: Told) -> list[float]:
    """What the two have in common, in the order of `FEATURES`."""
    begins, ends, length = _apart(one, other)
    words, whole, only = _activity(one, other)
    partner, donor = _like(one.partner, other.partner), _like(one.donor, other.donor)
    distance = _distance(one, other)
    place = fuzz.ratio(folded(one.place), folded(other.place)) / 100
    district = fuzz.ratio(folded(one.district), folded(other.place)) / 100
    row = [words, whole, only, float(not only and words < 0.6), float(not only and whole > _ALIKE)]  # noqa: PLR2004
    row += [min(begins, 120) / 60, min(ends, 240) / 60, min(length, 240) / 60]
    row += [float(begins <= days) for days in (15, 30, 45, 60)]
    row += [float(ends <= days) for days in (15, 30, 45, 60, 75)]
    row += [float(length <= days) for days in (30, 60, 90)]
    row += [partner, float(partner > _ALIKE), donor, float(donor > _ALIKE), float(not (one.donor and other.donor))]
    row += [place, float(place > _PLACE), district, float(place > _PLACE or district > 0.9)]  # noqa: PLR2004
    row += [0.0 if distance is None else min(distance, 60) / 30, float(distance is None)]
    row += [float(distance is not None and distance < 15), float(cluster(one.sector) == cluster(other.sector))]  # noqa: PLR2004
    return row + _crossed((begins, ends, length), (words, whole, only), (partner, donor), distance)


def _crossed(
    days: tuple[int, int, int], said: tuple[float, float, float], who: tuple[float, float], distance: float | None
) -> list[float]:
    (begins, ends, length), (words, whole, only), (partner, donor) = days, said, who
    month, two = 45, 60
    return [
        only * (begins <= month and ends <= two),
        float(begins <= month and ends <= two),
        float(length <= 2),  # noqa: PLR2004
        float(length <= 2 and begins <= month),  # noqa: PLR2004
        only * (begins > month),
        only * (begins <= 20),  # noqa: PLR2004
        only * (length > two),
        min(begins, 120) ** 2 / 3600,
        float(whole > 0.95 and begins <= two),  # noqa: PLR2004
        float(0 < words < 0.8),  # noqa: PLR2004
        only * (begins > 30),  # noqa: PLR2004
        min(15.0 if distance is None else distance, 60.0) ** 2 / 900,
        partner * donor,
        float(partner > _ALIKE and donor > _ALIKE),
        float(begins <= 75),  # noqa: PLR2004
        float(begins <= 52),  # noqa: PLR2004
    ]


def _apart(one: Told, other: Told) -> tuple[int, int, int]:
    """Days between the beginnings, the ends, and the lengths; half a year where a day is untold."""
    days = [
        date.fromisoformat(day).toordinal() if day else None for day in (one.begins, other.begins, one.ends, other.ends)
    ]
    first, second, end, last = days
    begins = _DAYS_A_YEAR if first is None or second is None else abs(first - second)
    ends = _DAYS_A_YEAR if end is None or last is None else abs(end - last)
    if None in days:
        return begins, ends, _DAYS_A_YEAR
    return begins, ends, abs((end or 0) - (first or 0) - (last or 0) + (second or 0))


def _activity(one: Told, other: Told) -> tuple[float, float, float]:
    """How alike the words for what is done are; 1.0 at the end: one of the titles says nothing of it."""
    ours, theirs = _doing(one, other), _doing(other, one)
    marks = [folded(one.partner).split(), folded(other.partner).split()]
    named = {word for some in marks for word in some} | _taken(one.partner).initials | _taken(other.partner).initials
    said = [word for word in theirs if word not in named and word not in _sector_words()]
    if _ARABIC.search(other.title) or not said:
        return 0.0, 0.0, 1.0
    left, right = " ".join(ours), " ".join(theirs)
    return fuzz.token_set_ratio(left, right) / 100, fuzz.ratio(left, right) / 100, 0.0


def _doing(one: Told, other: Told) -> list[str]:
    where = {*folded(one.place).split(), *folded(other.place).split()}
    return [word for word in folded(one.title).split() if word not in where | _EMPTY and len(word) > 2]  # noqa: PLR2004


@cache
def _sector_words() -> frozenset[str]:
    return frozenset(word for row in tables.rows("aid_sectors") for word in folded(row["cluster"]).split())


def cluster(sector: str) -> str:
    """The cluster of a sector: as named, or that of a DAC code; the sector itself where no table holds it."""
    code = "".join(one for one in sector if one.isdigit())[:3]
    return next((row["cluster"] for row in tables.rows("aid_sectors") if code and row["dac"] == code), folded(sector))


def _like(one: str, other: str) -> float:
    if not one or not other:
        return 0.5
    left, right = _taken(one), _taken(other)
    if _same_body(left, right):
        return 1.0
    return max(fuzz.ratio(left.flat[0], right.flat[0]), fuzz.token_set_ratio(left.joined[0], right.joined[0])) / 100


def _same_body(left: Taken, right: Taken) -> bool:
    return bool(left.short & right.initials or right.short & left.initials or left.known & right.known)


def _distance(one: Told, other: Told) -> float | None:
    """Kilometres, on a flat earth: near enough for a district."""
    if one.point is None or other.point is None:
        return None
    east = (one.point[1] - other.point[1]) * math.cos(math.radians(one.point[0]))
    return 111 * math.hypot(one.point[0] - other.point[0], east)
