"""Accounts that pairs join: the groups of a network."""

from __future__ import annotations

import numpy as np

from jisr.desks.narratives._kernel import Ints


def groups(source: Ints, target: Ints) -> tuple[tuple[int, ...], ...]:
    """The connected accounts, each group in order of number, the largest group first."""
    root = np.arange(int(max(source.max(initial=-1), target.max(initial=-1))) + 1)
    while True:
        low = np.minimum(root[source], root[target])
        before = root.copy()
        np.minimum.at(root, source, low)
        np.minimum.at(root, target, low)
        root = root[root]
        if np.array_equal(before, root):
            break
    made: dict[int, list[int]] = {}
    for account in np.unique(np.concatenate((source, target))).tolist():
        made.setdefault(int(root[account]), []).append(account)
    return tuple(sorted(map(tuple, made.values()), key=lambda one: (-len(one), one)))
