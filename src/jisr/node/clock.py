"""What time is it?  The one place that asks; a moved clock moves the whole node."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.utils import timezone

_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


def now() -> datetime:
    """The present instant, UTC."""
    return _moved.get() or timezone.now().astimezone(UTC)


def today() -> date:
    """The present day, UTC."""
    return now().date()


@contextmanager
def moved_to(instant: datetime) -> Iterator[None]:
    """Let it be `instant` (with a zone) inside the block: for drills and retention tests."""
    token = _moved.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _moved.reset(token)
