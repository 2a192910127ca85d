"""Who asks, and how often?  Secrets come by Basic, Bearer, or bare as MISP's client sends them."""

from __future__ import annotations

import base64
import binascii
import threading
import time
from collections import OrderedDict

from django.conf import settings

from jisr.exchange._http import Ask
from jisr.node.queries.taxii import caller_of
from jisr.node.values import Caller

_WRONG_A_MINUTE = 30
_KEPT = 10_000


class Tempo:
    """Lets through so many a minute for each name, evenly refilled; remembers the latest ten thousand names."""

    def __init__(self) -> None:
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str, per_minute: int, *, cost: int = 1) -> bool:
        """Whether one more is let through now. `cost` 0 only asks."""
        now = time.monotonic()
        with self._lock:
            left, since = self._left.pop(name, (float(per_minute), now))
            left = min(float(per_minute), left + (now - since) * per_minute / 60)
            passes = left >= max(cost, 1)
            self._left[name] = (left - cost if passes else left, now)
            while len(self._left) > _KEPT:
                self._left.popitem(last=False)
        return passes


_asked, _wrong = Tempo(), Tempo()


def caller(ask: Ask) -> Caller | None:
    """Who shows a secret that fits. None: no secret, or a wrong one."""
    user, secret = _shown(ask.headers.get("authorization", ""))
    if not secret:
        return None
    return caller_of(user, secret)


def too_often(found: Caller) -> bool:
    """Whether this program asks more often than it was granted."""
    return not _asked.take(found.account, found.per_minute or int(settings.JISR_EXCHANGE_PER_MINUTE))


def guesses(ask: Ask) -> bool:
    """Whether too many wrong secrets came from this address lately."""
    return not _wrong.take(ask.remote, _WRONG_A_MINUTE, cost=0)


def guessed_wrong(ask: Ask) -> None:
    """One more wrong secret from this address."""
    if ask.headers.get("authorization"):
        _wrong.take(ask.remote, _WRONG_A_MINUTE)


def _shown(header: str) -> tuple[str, str]:
    scheme, _, rest = header.strip().partition(" ")
    if scheme.lower() == "bearer":
        return "", rest.strip()
    if scheme.lower() != "basic":
        return "", "" if rest else scheme
    try:
        text = base64.b64decode(rest.strip(), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return "", ""
    user, _, secret = text.partition(":")
    return user, secret
