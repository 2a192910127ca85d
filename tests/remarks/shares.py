"""How much of what 300 remarks say does the reader find?  The key stands beside; the remarks in the shared data."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from jisr.formats import ofac_remarks

KEY = Path(__file__).parent / "key.csv"
FILES = {"ofac_sdn_history": "base.csv", "ofac_2019": "sdn.csv"}
DOCUMENTS = frozenset(
    {
        "passportNumber",
        "idNumber",
        "taxNumber",
        "licenseNumber",
        "socialSecurityNumber",
        "registrationNumber",
        "vatCode",
    }
)
FOUND_IN: Mapping[str, frozenset[str]] = {
    "dates": frozenset({"birthDate"}),
    "places": frozenset({"birthPlace"}),
    "nationalities": frozenset({"nationality", "citizenship"}),
    "documents": DOCUMENTS,
}


def remarks(status: Path) -> Mapping[tuple[str, str], str]:
    """The remarks of both editions, by edition and number."""
    return {
        (folder, row[0].strip()): row[11].strip()
        for folder, name in FILES.items()
        for row in csv.reader((status / folder / name).read_text(encoding="utf-8", errors="replace").splitlines())
        if len(row) == 12
    }


def compared(status: Path) -> Iterator[tuple[str, str, set[str], set[str]]]:
    """Kind, number of the entry, what the key wants, what was found."""
    said = remarks(status)
    lines = [line for line in KEY.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines):
        pairs, _ = ofac_remarks.parse(said[row["edition"], row["ent_num"]], "Person")
        for kind, names in FOUND_IN.items():
            wanted = set(filter(None, row[kind].split("|")))
            yield kind, row["ent_num"], wanted, {value for name, value in pairs if name in names}


def shares(status: Path) -> Mapping[str, tuple[float, float, int]]:
    """By kind: the share of what is wanted that was found, the share of what was found that is wanted, how many."""
    counts = {kind: [0, 0, 0] for kind in FOUND_IN}
    for kind, _number, wanted, found in compared(status):
        counts[kind][0] += len(wanted & found)
        counts[kind][1] += len(wanted)
        counts[kind][2] += len(found)
    return {kind: (both / wanted, both / found, wanted) for kind, (both, wanted, found) in counts.items()}
