"""How alike are the names of many pairs?  The score of `compare`, compiled, over columns."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from jisr.names._calibration import _curve
from jisr.names._columns import Columns
from jisr.names._rules import KINDS, rules
from jisr.names._values import Kind

FLOOR: Final = 0.5  # of likeness: pairs below it score less than any threshold, here 0


def scores(
    left: Columns, right: Columns, pairs: NDArray[np.int64], *, kind: Kind = Kind.PERSON, floor: float = FLOOR
) -> NDArray[np.float64]:
    """The scores of the pairs (row of `left`, row of `right`), an array of shape (n, 2); both hold names of one kind.

    Within 0.01 of `compare` where the likeness of the names is at least `floor`; below it a score may be 0. Needs no
    lock: threads may share the columns, each with pairs of its own.
    """
    knots, chances = _curve()
    return np.interp(likenesses(left, right, pairs, (kind, floor)), knots, chances)


def likenesses(
    left: Columns, right: Columns, pairs: NDArray[np.int64], task: tuple[Kind, float]
) -> NDArray[np.float64]:
    """The same before it is said how often such pairs are the same one; `task`: their kind, the floor."""
    from jisr.names import _kernel, _kernel_bound, _kernel_judge  # noqa: PLC0415  # numba costs half a second

    kind, floor = task
    longest = max((int(one.tokens["size"].max()) for one in (left, right) if len(one.tokens)), default=0) + 1
    found = np.zeros(len(pairs))
    rows = np.ascontiguousarray(pairs, dtype=np.int64)
    wanted = np.arange(len(rows), dtype=np.int64)
    room = _kernel.scratch(longest)
    if kind is not Kind.PERSON:
        _kernel_judge.body_scores(rules(), (left, right), rows, room, (found, wanted, KINDS.index(kind)))
        return found
    if floor > 0:
        wanted = wanted[: _kernel_bound.likely(rules(), (left, right), rows, floor, wanted)]
    _kernel_judge.person_scores(rules(), (left, right), rows, room, (found, wanted))
    return found
