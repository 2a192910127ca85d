"""What do broken deliveries change?"""

from __future__ import annotations

from bench import Board
from bench._store import STATUS, Record, fresh, needs_shared, read


def main() -> None:
    """Fifteen broken files, each read onto the good list it was made from."""
    needs_shared()
    board = Board()
    fresh()
    read(("sdn.csv", (STATUS / "ofac_sdn_history" / "base.csv").read_bytes()))
    read(STATUS / "un" / "un_20260227.xml")
    before = set(Record.objects.values_list("thing", "version", "known_to"))
    stated, files = 0, sorted((STATUS / "bad").iterdir())
    for file in files:
        row = read(file)
        told = row.state in {"held", "refused"} or row.quarantined > 0
        stated += told and bool(row.reason or row.quarantined)
        changed = row.added + row.changed + row.removed
        print(
            f"  {file.name}: {row.state} {row.reason} {dict(row.facts)} set aside {row.quarantined}, changed {changed}"
        )
    after = set(Record.objects.values_list("thing", "version", "known_to"))
    board.say(
        "bad files refused, set aside or held with a reason", stated, f"of {len(files)}", bar=len(files), least=True
    )
    board.say("records changed by bad files", len(before ^ after), "records", bar=0)
    board.end()


main()
