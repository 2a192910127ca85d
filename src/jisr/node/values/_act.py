"""What came of an act entered by hand?"""

from __future__ import annotations

from dataclasses import dataclass

from jisr.node.values._delivery import BatchRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why an act cannot be entered: a code for the sentence, and its facts."""

    code: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActEntered:
    """The delivery it became (held until a second person agrees, where it eases), or what is wrong with it."""

    batch: BatchRow | None = None
    problems: tuple[Problem, ...] = ()
