"""The networks of coordination-network-toolkit 1.5: co-retweet, co-link, co-reply, co-tweet, edge by edge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from jisr.desks.narratives._kernel import Ints, Longs
from jisr.desks.narratives._kernel_toolkit import toolkit_edges
from jisr.desks.narratives._shares import Shares, by_object

__all__ = ["Links", "toolkit", "toolkit_text"]

_MENTION: Final = re.compile(r"@.*?(?=(?:\s|$))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """An edge a row, in both directions, by account numbers; `weight`: posts of `source` with one of `target` near."""

    source: Ints
    target: Ints
    weight: Longs


def toolkit(log: Shares, window: int, *, least: int = 2, loops: bool = False) -> Links:
    """Its edges of at least `least` posts; `loops`: also of an account with itself, as its table holds them.

    `window`: seconds to either side. Memory: the rows and the edges, never the pairs.
    """
    ordered, starts, _ = by_object(log)
    begins = starts[ordered.object] if len(ordered) else np.zeros(0, np.int64)
    ends = starts[ordered.object + 1] if len(ordered) else np.zeros(0, np.int64)
    turn = np.lexsort((ordered.content, ordered.account))
    columns = (ordered.at, ordered.account, ordered.content)
    source, target, weight = toolkit_edges(columns, (begins, ends), turn, (window, least), log.accounts)
    stays = np.full(source.size, fill_value=True) if loops else source != target
    return Links(source=source[stays], target=target[stays], weight=weight[stays])


def toolkit_text(text: str) -> str:
    """What it compares of a post: lower case, no mentions, single blanks."""
    return " ".join(_MENTION.sub("", text.lower()).split())
