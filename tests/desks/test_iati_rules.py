"""Every rule of the standard's ruleset is kept by one example and broken by another."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from jisr.desks import programmes

LINES = (Path(__file__).parent / "iati_rule_examples.csv").read_text(encoding="utf-8").splitlines()
EXAMPLES = tuple(csv.DictReader(line for line in LINES if not line.startswith("#")))
RULES = {rule.number: rule for rule in programmes.rules()}
ON = date(2026, 1, 1)


def broken(number: int, text: str) -> bool:
    root = "iati-organisation" if "/iati-organisations/" in RULES[number].context else "iati-activity"
    opening = f"<{root}>" if text.startswith("<") else f"<{root} "
    element = programmes.parsed(f"{opening}{text}</{root}>")
    return number in {breach.number for breach in programmes.breaches(element, as_of=ON)}


def test_every_rule_has_its_examples() -> None:
    assert [int(row["number"]) for row in EXAMPLES] == list(RULES) == list(range(1, 108))


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row['number']}-{RULES[int(row['number'])].id}")
def test_one_example_keeps_the_rule_and_one_breaks_it(row: dict[str, str]) -> None:
    number = int(row["number"])
    assert not broken(number, row["keeps"])
    assert broken(number, row["breaks"])
