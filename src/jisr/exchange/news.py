"""One look at one watched source, whatever its kind."""

from __future__ import annotations

from jisr.exchange.feeds import read_feed
from jisr.node.actions.read_folder import read_folder
from jisr.node.values import NewsLook, NewsSourceRow
from jisr.sharing import Reader


def look_at(source: NewsSourceRow, *, reader: Reader) -> NewsLook:
    """What is new there comes in; what went wrong stands on the source. Audited."""
    return read_feed(source, reader=reader) if source.kind == "feed" else read_folder(source, reader=reader)
