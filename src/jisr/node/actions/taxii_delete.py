"""Take an object off a shelf at the wish of who put it there. What was read into records of it stays a delivery."""

from __future__ import annotations

import hashlib

from jisr.node import chain, models
from jisr.node.queries.taxii import known
from jisr.node.store import queue, write
from jisr.node.values import Caller, Shelf, Wish
from jisr.sharing import Reader


def delete(shelf: Shelf, stix_id: str, wish: Wish, *, caller: Caller) -> str:
    """Remove versions (`wish.versions` and `wish.specs`; every one by default). "" done, else "unknown" or "others"."""
    with write():
        queue("taxii")
        lying = models.TaxiiObject.objects.filter(collection=shelf.number, stix_id=stix_id, by=caller.partner)
        rows = list(lying.order_by("version"))
        if not rows:
            return "others" if known(shelf, stix_id, caller=caller) else "unknown"
        going = [row for row in rows if _meant(row, wish)]
        for row in going:
            row.delete()
        staying = [row for row in rows if row not in going]
        if staying:
            lying.update(newest=False, oldest=False)
            lying.filter(added=staying[-1].added).update(newest=True)
            lying.filter(added=staying[0].added).update(oldest=True)
        reader = Reader(name=f"partner:{caller.account}", member=caller.partner, roles=frozenset())
        digests = ",".join(hashlib.sha256(bytes(row.body)).hexdigest()[:16] for row in going[:20])
        chain.note(reader, "taxii-delete", stix_id, collection=shelf.uid, count=str(len(going)), sha256=digests)
    return ""


def _meant(row: models.TaxiiObject, wish: Wish) -> bool:
    if wish.specs and row.spec not in wish.specs:
        return False
    if "all" in wish.versions or not wish.versions:
        return True
    first, last = row.oldest and "first" in wish.versions, row.newest and "last" in wish.versions
    return first or last or str(row.version) in wish.versions
