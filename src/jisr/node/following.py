"""Which deliveries has a piece of following work not dealt with yet?  So a stop in between loses nothing."""

from __future__ import annotations

from jisr.node.models import Batch, Followed


def due(work: str) -> list[int]:
    """The loaded deliveries (ids, the oldest first) that `work` has not dealt with."""
    done = Followed.objects.filter(work=work).values("batch_id")
    return list(Batch.objects.filter(state="loaded").exclude(pk__in=done).order_by("pk").values_list("pk", flat=True))


def done(work: str, batch: int) -> bool:
    """Note that `work` has dealt with a delivery; False: another process was faster. Inside a write."""
    return Followed.objects.get_or_create(work=work, batch_id=batch)[1]
