"""Sentences of the press written before the rules were looked at: what is read in them.

`tests/desks/documents_fresh.csv`: one sentence a row; `events`: type:factuality:trigger:date, split by " | ", those
with "?" may be left out; a day that is empty is not asked for.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jisr.desks.documents import Lexicon, Told, read_article

TABLE = Path(__file__).resolve().parent.parent / "tests" / "desks" / "documents_fresh.csv"
DAY = date(2026, 2, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One event of the gold."""

    type: str
    factuality: str
    start: int
    end: int
    date: str
    optional: bool


def rows(path: Path = TABLE) -> Iterator[tuple[dict[str, str], list[Wanted]]]:
    """Each sentence with what it tells."""
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row, [_wanted(row["text"], one) for one in row["events"].split(" | ") if one]


def _wanted(text: str, told: str) -> Wanted:
    kind, factuality, trigger, day = told.removeprefix("?").split(":", 3)
    start = text.index(trigger)
    return Wanted(
        type=kind, factuality=factuality, start=start, end=start + len(trigger), date=day, optional=told.startswith("?")
    )


def matched(wanted: list[Wanted], told: tuple[Told, ...]) -> tuple[list[tuple[Wanted, Told]], list[Wanted], list[Told]]:
    """The pairs (same type, triggers that share a character), what is missing, and what is too much."""
    left, pairs, missing = list(told), [], []
    for one in wanted:
        same = [e for e in left if e.type == one.type and e.trigger[0] < one.end and one.start < e.trigger[1]]
        if same:
            left.remove(same[0])
            pairs.append((one, same[0]))
        elif not one.optional:
            missing.append(one)
    return pairs, missing, left


def fresh(lexicon: Lexicon, language: str, path: Path = TABLE) -> dict[str, Any]:
    """Events F1, share of right factuality and days, negated told as actual, and every row that is wrong."""
    hits = said = wanted_all = right = dated = days = harm = modal = count = 0
    wrong: list[str] = []
    for row, wanted in rows(path):
        if row["lang"] != language:
            continue
        article = read_article(row["text"], known=lexicon, published=DAY)
        pairs, missing, extra = matched(wanted, article.events)
        count += 1
        hits += len(pairs)
        said += len(article.events)
        wanted_all += len(pairs) + len(missing)
        sure = [(one, told) for one, told in pairs if not one.optional]
        right += sum(one.factuality == told.factuality.value for one, told in sure)
        harm += sum(one.factuality == "negated" and told.factuality.value == "actual" for one, told in sure)
        asked = [(one, told) for one, told in sure if one.date]
        days += len(asked)
        dated += sum(one.date == told.date for one, told in asked)
        modality = getattr(article, "modalities", ("",))[0]
        modal += modality == row["modality"]
        bad = [f"missing {one.type}" for one in missing] + [f"too much {one.type}" for one in extra]
        bad += [
            f"{o.type} {t.factuality.value} not {o.factuality}" for o, t in sure if o.factuality != t.factuality.value
        ]
        bad += [f"{o.type} {t.date or '-'} not {o.date}" for o, t in asked if o.date != t.date]
        bad += [f"modality {modality} not {row['modality']}"] if modality and modality != row["modality"] else []
        wrong += [f"{row['text']}  <- {'; '.join(bad)}"] if bad else []
    known = max(1, sum(not o.optional for row, w in rows(path) if row["lang"] == language for o in w))
    return {
        "events": 2 * hits / (said + wanted_all),
        "factuality": right / max(1, known),
        "dates": dated / max(1, days),
        "negated as actual": harm,
        "modality": modal / count,
        "wrong": wrong,
    }
