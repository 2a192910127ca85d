"""May somebody do this?  The question, the answer with its reasons, and what was kept of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MayOwner:
    """A share in the counterparty, as the asker knows it: `party`, percent, or control; `listed`: said to be listed."""

    party: str = ""
    share: str = ""
    control: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MayQuestion:
    """Whose law, what activity, with whom (an id, a name, or words that describe one), on which day, as known when.

    `on`, `known`: ISO 8601, "" now. `origins`: ISO 3166-1 alpha-2 of goods. `owners`: beside those on record.
    """

    jurisdiction: str
    kind: str
    counterparty: str
    on: str = ""
    known: str = ""
    origins: tuple[str, ...] = ()
    owners: tuple[MayOwner, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MayLine:
    """One step of the reasons. `instrument`: number (from 1) of the act it was used on, 0 none; `law`: of the rule."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()
    law: str = ""
    instrument: int = 0
    below: tuple[MayLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MayInstrument:
    """An act the answer rests on. `id`: its thing; `record`: the row; `role`: restricts, ends, relieves, beside …"""

    id: str
    record: int
    version: str
    title: str
    issuer: str
    jurisdiction: str
    action: str
    role: str
    announced: str
    effective: str
    expires: str
    confidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MayAnswer:
    """`status`: permitted, permitted_under_licence, permitted_with_conditions, sanctionable, prohibited or review.

    `until`: the printed end of the relief it rests on. `next_change`: the first known point at which the answer may
    change, as printed, and what it `becomes`; "" where none is known. `rules`: legal sources of the rules used.
    """

    status: str
    jurisdiction: str
    kind: str
    counterparty: str
    party: str
    caption: str
    on: str
    known: datetime
    until: str
    next_change: str
    becomes: str
    reasons: tuple[MayLine, ...]
    instruments: tuple[MayInstrument, ...]
    rules: tuple[str, ...]
    resembling: tuple[str, ...]
    engine: str
    rules_digest: str
    asked: MayQuestion = field(default_factory=lambda: MayQuestion(jurisdiction="", kind="", counterparty=""))
