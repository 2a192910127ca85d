"""Is our own log whole, and whom does a restored node wait for?"""

from __future__ import annotations

import orjson

from jisr.node import log
from jisr.node.models import Partner, Setting, Stopped
from jisr.node.own_name import node_name
from jisr.node.values import LogState
from jisr.sharing import Reader, Role, require

_WITHOUT = "log-recovering-without"


def log_state(*, reader: Reader) -> LogState:
    """How our own log stands. Raises `NotAllowed`."""
    require(reader, Role.EXCHANGE, Role.SUPERVISOR, Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR)
    waiting = Setting.objects.filter(key=log.RECOVERING).values_list("value", flat=True).first()
    without = Setting.objects.filter(key=_WITHOUT).values_list("value", flat=True).first()
    said = orjson.loads(without) if without else {}
    forked = Stopped.objects.filter(origin=node_name()).values_list("seq", flat=True).first()
    return LogState(
        recovering=waiting is not None,
        waiting=tuple((name, said.get(name, "")) for name in orjson.loads(waiting or "[]")),
        forked_at=forked or 0,
        partners=Partner.objects.filter(state="joined").count(),
    )
