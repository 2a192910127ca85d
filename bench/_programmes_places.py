"""Places as sheets write them against a list of p-codes: plain district names, and free text."""

from __future__ import annotations

import csv
import json

from bench import SHARED, Board
from jisr.desks.programmes import Area, Places

FOLDER = SHARED / "programmes" / "presence"


def main() -> None:
    """Both figures."""
    board = Board()
    if not FOLDER.is_dir():
        print(json.dumps({"skipped": f"{FOLDER} is not there"}))
        return
    with (FOLDER / "pcodes_adm1_adm2.csv").open(encoding="utf-8") as file:
        areas = [
            Area(code=row["P-Code"], name=row["Name"], level=int(row["Admin Level"]), within=row["Parent P-Code"])
            for row in csv.DictReader(file)
            if row["Location"] == "SOM" and row["Name"] != "Unspecified"
        ]
    places, names = Places(areas), {area.code: area for area in areas}
    with (FOLDER / "som_places.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["variant"].strip()]
    plain = [area for area in areas if area.level == 2]  # districts
    right = sum(bool(found := places.answer(area.name)) and found.area == area for area in plain)
    board.say("plain district names that are answered rightly", right, f"of {len(plain)}", bar=len(plain), least=True)
    answered = right = 0
    for row in rows:
        found = places.answer(row["variant"])
        if found is None:
            continue
        answered += 1
        told = found.area.name if found.area.level == 2 else ""
        first = names[found.area.within].name if told else found.area.name
        fits = told in {"", row["admin2"]} or not row["admin2_pcode"]  # an edition that knows the region alone
        right += fits and row["admin1"].startswith(first)
    board.say("place text: right of those answered", right / max(1, answered), f"of {answered}", bar=0.92, least=True)
    board.say("place text: answered", answered / len(rows), f"of {len(rows)}", bar=0.25, least=True)
    board.end()


if __name__ == "__main__":
    main()
