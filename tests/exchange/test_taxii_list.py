"""Every check of the list has a test that bears its number."""

from __future__ import annotations

import csv
import re
from pathlib import Path


def test_no_check_is_left_out(shared: Path) -> None:
    with (shared / "exchange" / "taxii_checks.csv").open(encoding="utf-8") as file:
        wanted = {row["id"].lower() for row in csv.DictReader(file)}
    text = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_taxii_*.py"))
    tried = {number for name in re.findall(r"def test_((?:[a-z]\d\d_)+)", text) for number in name.split("_")}
    assert wanted - tried == set()
