"""Posts as a log of shares: who shared which object, of which mode, in which post, and when."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from jisr.desks import narratives
from jisr.errors import WrongUse
from jisr.node import observations
from jisr.node.observations import Wish

KIND = "post"
MODES: Mapping[str, str] = MappingProxyType(
    {name: name for name in ("object", "repost", "reply", "links", "domain", "hashtags", "image", "text")}
    | {"copies": "text"}
)  # what is shared -> the column that tells it
_MANY = frozenset({"links", "domain", "hashtags", "image"})
_LEAST_TEXT = 20  # letters: shorter words are everybody's


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The shares, and what their numbers stand for; `row`: of each share its row in `table`."""

    shares: narratives.Shares
    objects: tuple[str, ...]
    accounts: tuple[str, ...]
    row: np.ndarray
    table: pa.Table


def log(wish: Wish, modes: Sequence[str] = ()) -> Log:
    """The log of the posts that are wished for; `modes`: kinds of object, none: the first kind that any post tells."""
    if unknown := [mode for mode in modes if mode not in MODES]:
        raise WrongUse(f"no mode {unknown[0]!r}: one of {', '.join(MODES)}", mode=unknown[0])
    table = observations.read(wish)
    modes = modes or [mode for mode in MODES if table.column(MODES[mode]).null_count < len(table)][:1]
    objects: dict[str, int] = {}
    accounts: dict[str, int] = {}
    account = narratives.numbered([value or "" for value in table.column("account").to_pylist()], accounts)
    at = table.column("at").to_numpy()
    rows, numbers = [], []
    for mode in modes:
        for row, value in _values(mode, table.column(MODES[mode]).to_pylist()):
            rows.append(row)
            numbers.append(objects.setdefault(f"{mode}:{value}", len(objects)))
    row_ = np.array(rows, np.int64)
    made = narratives.shares(np.array(numbers, np.int32), account[row_], row_.astype(np.int32), at[row_])
    return Log(shares=made, objects=tuple(objects), accounts=tuple(accounts), row=row_, table=table)


def _values(mode: str, column: list[str | None]) -> Iterator[tuple[int, str]]:
    if mode == "copies":
        yield from _copied(column)
        return
    split: Callable[[str], list[str]] = str.split if mode in _MANY else lambda value: [value]
    for row, value in enumerate(column):
        if not value or (mode == "text" and len(value) < _LEAST_TEXT):
            continue
        for one in dict.fromkeys(split(value)):
            yield row, _digest(one) if mode == "text" else one


def _copied(column: list[str | None]) -> Iterator[tuple[int, str]]:
    """Each post that has a near-copy, and the number of the first of them."""
    first = narratives.copies([value or "" for value in column])
    sizes = np.bincount(first[first >= 0], minlength=1)
    for row in np.flatnonzero(first >= 0).tolist():
        if sizes[first[row]] > 1:
            yield row, str(first[row])


def _digest(text: str) -> str:
    return hashlib.blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
