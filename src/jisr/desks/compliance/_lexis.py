"""Which groups, programmes, activities and origins do the words of an act or of a question mean?  Read from tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jisr import tables

ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a piece of text speaks of."""

    classes: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.classes or self.programmes or self.activities or self.origins)


@cache
def read_words(text: str, side: str) -> Words:
    """The words of `decision_words.csv` in a text. `side`: act, party or except."""
    found: dict[str, set[str]] = {"class": set(), "programme": set(), "activity": set(), "origin": set()}
    for pattern, on, sort, value in _patterns():
        if on in {side, "both"} and pattern.search(text):
            found[sort].add(value)
    return Words(
        classes=frozenset(found["class"]),
        programmes=frozenset(found["programme"]),
        activities=frozenset(found["activity"]),
        origins=frozenset(found["origin"]),
    )


@cache
def measures_in(text: str) -> frozenset[str]:
    """The measures an act prints: `asset freeze; travel ban` -> asset_freeze, travel_ban."""
    return frozenset(row["measure"] for row in tables.rows("measures") if _compiled(row["pattern"]).search(text))


@cache
def of_a_party(measure: str) -> bool:
    """Whether the measure lists a party of its own, so that while it stands nothing is an all-clear."""
    return any(row["measure"] == measure and row["level"] == "party" for row in tables.rows("measures"))


@cache
def activity_of(word: str) -> str:
    """The activity a word asks about; "" if no table knows it."""
    asked = re.sub(r"[\s-]+", "_", word.strip().lower())
    for row in tables.rows("activities"):
        if asked == row["activity"] or asked in row["words"].split("|"):
            return row["activity"]
    return ""


@cache
def wider(activity: str) -> tuple[str, ...]:
    """The activity and all it is part of, the narrowest first."""
    parents = {row["activity"]: row["parent"] for row in tables.rows("activities")}
    return tuple(_chain(activity, parents))


@cache
def class_closure(classes: frozenset[str]) -> frozenset[str]:
    """The groups and all the wider ones they belong to."""
    parents = {row["class"]: row["parent"] for row in tables.rows("classes")}
    return frozenset(each for one in classes for each in _chain(one, parents))


@cache
def outcome_of(measure: str, activity: str, law: str) -> tuple[str, str]:
    """What a measure means for an activity under a law, with its legal source; ("", "") if it does not touch it."""
    rows = {(row["measure"], row["activity"], row["jurisdiction"]): row for row in tables.rows("prohibitions")}
    keys = ((measure, each, where) for each in wider(activity) for where in (law, ""))
    found = next((rows[key] for key in keys if key in rows), None)
    return (found["outcome"], found["source"]) if found else ("", "")


@cache
def followed(title: str, jurisdiction: str) -> tuple[str, str]:
    """Whose naming a regime of that title follows, and where that is written; ("", "")."""
    for row in tables.rows("follows"):
        if row["jurisdiction"] == jurisdiction and _compiled(row["pattern"]).search(title.lower()):
            return row["follows"], row["source"]
    return "", ""


@cache
def decides(action: str) -> str:
    """restricts, ends, licence, conditions, announces, amends or other (actions.csv)."""
    return next((row["decides"] for row in tables.rows("actions") if row["action"] == action), "other")


@cache
def law_asked(jurisdiction: str) -> str:
    """Whose acts answer a question under that name: `non-us` asks about the law of the United States."""
    rows = tables.rows("question_laws")
    return next((row["jurisdiction"] for row in rows if row["asked"] == jurisdiction), jurisdiction)


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a table."""
    return _compiled(pattern)


def _chain(start: str, parents: dict[str, str]) -> Iterator[str]:
    each = start
    while each:
        yield each
        each = parents.get(each, "")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    rows = tables.rows("decision_words")
    return tuple((_compiled(row["pattern"]), row["side"], row["sort"], row["value"]) for row in rows)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
