"""Is what the lists say read, and is what is no list refused?"""

from __future__ import annotations

from bench import Board
from bench._store import STATUS, Record, fresh, needs_shared, read
from tests.remarks.shares import shares


def main() -> None:
    """The remarks of OFAC by their key; a list in another's place; two forms of one list, one after the other."""
    needs_shared()
    board = Board()
    for kind, (found, right, wanted) in shares(STATUS).items():
        board.say(f"remarks: {kind} found", found, f"of {wanted}", bar=0.99, least=True)
        board.say(f"remarks: {kind} right", right, "of what was found", bar=0.99, least=True)
    fresh()
    base = STATUS / "ofac_sdn_history" / "base.csv"
    rows = [read(base, source="ofac-cons"), read(STATUS / "un" / "un_20260227.xml", source="ofac")]
    board.say("lists in the wrong slot refused", sum(row.state == "refused" for row in rows), "of 2", bar=2, least=True)
    board.say("records they left", Record.objects.count(), "records", bar=0)
    read(*sorted((STATUS / "ofac_cons_2025").iterdir()))
    xml = read(STATUS / "ofac_xml" / "ofac_consolidated_20250328.xml")
    print(f"  XML after CSV: {xml.state} {xml.reason}")
    gone = 1 - len(_parties("ofac-cons")) / 264
    board.say("parties lost by the other form of the list", gone, "share", bar=0.02)
    board.end()


def _parties(source: str) -> set[str]:
    rows = Record.objects.filter(source=source, known_to=None).values_list("thing", flat=True)
    return {thing for thing in rows if "/" not in thing}


main()
