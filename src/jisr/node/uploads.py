"""Does anything still need these delivered bytes?  A delivery, a checked file that is kept, a portfolio."""

from __future__ import annotations

from jisr.node import deliveries
from jisr.node.models import Batch, Job, Portfolio


def needed(digest: str) -> bool:
    """Whether a delivery, a job or a portfolio still stands on the bytes of this digest."""
    return (
        Batch.objects.filter(files__contains=digest).exists()
        or Job.objects.filter(args__contains=digest).exists()
        or Portfolio.objects.filter(sha256=digest).exists()
    )


def let_go(digest: str) -> None:
    """Remove the bytes, unless something else needs them."""
    if digest and not needed(digest):
        deliveries.forget(digest)
