"""Which words tell an event: the table of cues, every form of a verb made once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from jisr import tables
from jisr.names import fold

_WEAK: Final = ("ي", "ا", "و")
_PAST: Final = ("", "ت", "ا", "تا", "وا", "نا", "ن", "و")
_PAST_WEAK: Final = ("ت", "تا", "وا", "يا", "وها")
_PRESENT: Final = ("", "ان", "ون", "وا", "ا", "ين", "ن")
_PRESENT_WEAK: Final = ("", "ون", "وا", "ان")
_KINDS: Final = frozenset({"MONEY", "PLACE", "ORG", "LAW", "PER", "FAC", "GPE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One row of `event_cues.csv` for one form. `part`: past, present or noun. `words`: how many the form has.

    `needs`, `without`: patterns over the folded words of the clause ("": always); `kinds`: mentions that will do.
    """

    rule: str
    type: str
    lang: str
    part: str
    words: int
    needs: re.Pattern[str] | None
    kinds: frozenset[str]
    without: re.Pattern[str] | None


@cache
def cues() -> Mapping[str, tuple[Cue, ...]]:
    """Folded form -> cues, in the order of the table; forms of several words joined by a space."""
    found: defaultdict[str, list[Cue]] = defaultdict(list)
    for number, row in enumerate(tables.rows("event_cues"), start=1):
        for part in ("past", "present", "noun"):
            for form in _forms(row, part):
                found[form].append(_cue(row, number, part, form))
    return {form: tuple(rows) for form, rows in found.items()}


@cache
def longest() -> Mapping[str, int]:
    """First word of a form -> the most words of one."""
    found: defaultdict[str, int] = defaultdict(int)
    for form in cues():
        first = form.partition(" ")[0]
        found[first] = max(found[first], form.count(" ") + 1)
    return dict(found)


def _cue(row: Mapping[str, str], number: int, part: str, form: str) -> Cue:
    needs = [one for one in row["needs"].split(";") if one]
    return Cue(
        rule=f"{row['type']}-{row['lang']}-{number}",
        type=row["type"],
        lang=row["lang"],
        part=part,
        words=form.count(" ") + 1,
        needs=_pattern(one for one in needs if one not in _KINDS),
        kinds=frozenset(needs) & _KINDS,
        without=_pattern(one for one in row["without"].split(";") if one),
    )


def _pattern(stems: Iterator[str]) -> re.Pattern[str] | None:
    folded = [re.escape(fold(stem)) for stem in stems]
    return re.compile(rf"(?:^| )(?:{'|'.join(folded)})") if folded else None


def _forms(row: Mapping[str, str], part: str) -> Iterator[str]:
    for text in filter(None, row[part].split(";")):
        folded = fold(text)
        if row["lang"] == "en" or part == "noun":
            yield folded
            if row["lang"] == "ar" and " " not in folded:
                yield from _noun_endings(folded)
            continue
        head, *rest = folded.split(" ")
        for form in forms_of_past(head) if part == "past" else forms_of_present(head):
            yield " ".join((form, *rest))


def _noun_endings(noun: str) -> tuple[str, ...]:
    """A masdar with a pronoun (رفضها), in the accusative (اتفاقا)."""
    stem = f"{noun[:-1]}ت" if noun.endswith("ه") else noun
    return (f"{stem}ه", f"{stem}ها", f"{stem}هم", f"{stem}هما", f"{noun}ا")


def forms_of_past(stem: str) -> Iterator[str]:
    """The forms of a verb in the past, folded: persons, object pronouns."""
    if stem.endswith(_WEAK):
        yield stem
        yield from (stem[:-1] + ending for ending in _PAST_WEAK)
        yield from (stem[:-1] + "ا" + pronoun for pronoun in ("ه", "ها", "هم"))
        yield from (stem[:-1] + "ت" + pronoun for pronoun in ("ه", "ها", "هم"))
        return
    yield from (stem + ending for ending in _PAST)
    yield from (stem + ending + pronoun for ending in ("", "ت") for pronoun in ("ه", "ها", "هم"))


def forms_of_present(stem: str) -> Iterator[str]:
    """The forms of the present and future; `stem` without its first letter."""
    weak = stem.endswith(_WEAK)
    bodies = [stem, *(stem[:-1] + ending for ending in _PRESENT_WEAK)] if weak else []
    bodies = bodies or [stem + ending for ending in _PRESENT]
    bodies += [stem + pronoun for pronoun in ("ه", "ها", "هم")]
    for prefix in ("ي", "ت", "ن", "سي", "ست", "سن"):
        yield from (prefix + body for body in bodies)
