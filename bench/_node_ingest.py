"""How long does a list take, from bytes to records that survive a power cut?"""

from __future__ import annotations

from bench import Board, timed
from bench._store import STATUS, fresh, needs_shared, read, sdn_after


def main() -> None:
    """SDN first and later, UN, the same twice."""
    needs_shared()
    board = Board()
    fresh()
    with timed() as took:
        first = read(("sdn.csv", (STATUS / "ofac_sdn_history" / "base.csv").read_bytes()))
    print(first.state, first.reason, dict(first.facts), first.added, first.quarantined)
    board.say("first SDN snapshot: reader + ingest, durable", took(), "s", bar=1.5)
    later = sdn_after(3)
    with timed() as took:
        second = read(("sdn.csv", later))
    print(second.state, second.reason, dict(second.facts), second.added, second.changed, second.removed)
    board.say("a later SDN snapshot, few changes", took(), "s", bar=0.3)
    with timed() as took:
        un = read(STATUS / "un" / "un_20260227.xml")
    print(un.state, un.added)
    board.say("UN list, 600 entries", took(), "s", bar=0.5)
    again = read(STATUS / "un" / "un_20260227.xml")
    board.say(
        "the same delivery twice: changes",
        again.added + again.changed + again.removed if not again.again else 0,
        "records",
        bar=0,
    )
    board.end()


main()
