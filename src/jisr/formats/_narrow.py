"""What do two markings allow together?  A marking that came with a thing may only be stricter than its receiver's."""

from __future__ import annotations

from jisr.records import TLP, Marking

_STRICTNESS = tuple(TLP)


def narrowed(said: Marking, default: Marking) -> Marking:
    """What both allow: the stricter label, the shorter lists, the earlier end."""
    tlp = max(said.tlp, default.tlp, key=_STRICTNESS.index)
    ends = [until for until in (said.retain_until, default.retain_until) if until]
    return Marking(
        tlp=tlp,
        releasable_to=_shorter(said.releasable_to, default.releasable_to),
        purposes=_shorter(said.purposes, default.purposes),
        retain_until=min(ends, default=None),
        named=_shorter(said.named, default.named),
        onward=_onward(said.onward, default.onward),
        expires=min((at for at in (said.expires, default.expires) if at), default=None),
    )


def _shorter(said: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    """A list may only be narrowed; no list is the widest."""
    return said if said and (not default or set(said) <= set(default)) else default


def _onward(said: tuple[str, ...] | None, default: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """To whom others may pass it on: only those both allow; None is no word on it."""
    if said is None or default is None:
        return default if said is None else said
    return tuple(name for name in said if name in default)
