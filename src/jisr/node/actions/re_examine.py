"""Ask again what was kept and has since lost something it relied on: the answer of today stands beside the old one."""

from __future__ import annotations

from django.db.models import F, Max, Q

from jisr.node import chain, clock, ruling_text
from jisr.node.models import Ruling
from jisr.node.queries.rulings import again
from jisr.node.store import write
from jisr.sharing import Reader

_NODE = Reader(name="node", member="", roles=frozenset())
_AT_ONCE = 200


def re_examine(*, most: int = _AT_ONCE) -> int:
    """Ask at most that many again; how many were. The old answer is never touched, nor does the node decide."""
    due = Ruling.objects.annotate(told=Max("finding__corrections__at"))
    due = due.filter(Q(examined_at=None) | Q(examined_at__lt=F("told")), told__isnull=False).order_by("pk")[:most]
    found = [(row, again(row, reader=ruling_text.asker(row), known=clock.now()).status) for row in due]
    if not found:
        return 0
    with write():
        for row, status in found:
            Ruling.objects.filter(pk=row.pk).update(now=status, examined_at=clock.now())
        changed = sum(row.status != status for row, status in found)
        chain.note(_NODE, "re-examine", "", asked=str(len(found)), changed=str(changed))
    return len(found)
