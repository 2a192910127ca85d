"""One door for comparing two names of any kind."""

from __future__ import annotations

from collections.abc import Iterable

from jisr.names import _body, _person
from jisr.names._align import Alignment
from jisr.names._calibration import probability
from jisr.names._match import Match, Stages, clues_of, parts_of
from jisr.names._parse import parse
from jisr.names._values import Kind, Name

THRESHOLD = 0.7  # from here two names may be one party's; the final word is a person's


def compare(left: str | Name, right: str | Name, *, kind: Kind = Kind.PERSON) -> Match:
    """How likely it is that two names are one party's, 0 .. 1, and why.

    Symmetric; a name is 1 with itself; one without words is 0. Of labelled pairs with 0.9, nine in ten were the same.

    A `Name` keeps the kind it was parsed as; `kind` is for text.
    """
    mine, theirs = named(left, kind), named(right, kind)
    found, stages = judge(mine, theirs)
    parts = parts_of(mine.words, theirs.words, found)
    return Match(
        score=stages[-1][1],
        parts=parts,
        reasons=clues_of(stages, parts),
        enough=not (_person if mine.kind is Kind.PERSON else _body).lone(mine, theirs),
    )


def closest(query: str | Name, others: Iterable[str], *, kind: Kind = Kind.PERSON) -> tuple[str, Match] | None:
    """Of several names of one party the one that agrees best with `query`, with its match; None of none."""
    mine = named(query, kind)
    best = max(((score(mine, other, kind=kind), other) for other in others), default=None)
    return (best[1], compare(mine, best[1], kind=kind)) if best else None


def score(left: str | Name, right: str | Name, *, kind: Kind = Kind.PERSON) -> float:
    """The score of `compare`, without the explanation."""
    return probability(weighed(named(left, kind), named(right, kind)))


def weighed(left: Name, right: Name) -> float:
    """How much of two names agrees, 0 .. 1, before it is said how often such pairs are the same."""
    return _judge(left, right)[1][-1][1]


def named(text: str | Name, kind: Kind) -> Name:
    """The name itself, or the text parsed as one."""
    return parse(text, kind=kind) if isinstance(text, str) else text


def judge(left: Name, right: Name) -> tuple[Alignment, Stages]:
    """The judgement that fits the kind of the names; each of its steps as a probability."""
    found, stages = _judge(left, right)
    return found, [(code, probability(value)) for code, value in stages]


def _judge(left: Name, right: Name) -> tuple[Alignment, Stages]:
    return _person.judge(left, right) if left.kind is Kind.PERSON else _body.judge(left, right)
