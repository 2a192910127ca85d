"""Which other readers are installed?  Entry points of the group `jisr.readers`; none is needed, none is trusted."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.metadata import entry_points

from jisr.desks import documents
from jisr.desks.documents import Added, Article, Plugin
from jisr.node import chain
from jisr.sharing import Reader

GROUP = "jisr.readers"


@cache
def installed() -> tuple[Plugin, ...]:
    """The readers of this machine, by name. One that cannot be loaded stops the start: it was installed on purpose."""
    found: list[Plugin] = [entry.load() for entry in entry_points(group=GROUP)]
    return tuple(sorted(found, key=lambda one: one.name))


def version() -> str:
    """The rules and every plug-in with its version: when it differs from what is noted, an article is read again."""
    return " + ".join((documents.READER, *map(producer_of, installed())))[:64]


def producer_of(plugin: Plugin) -> str:
    """How a plug-in's proposals are marked."""
    return f"{plugin.name} {plugin.version}"[:100]


def added(
    text: str, told: Article, *, reader: Reader, published: date | None, language: str
) -> tuple[tuple[str, Added], ...]:
    """(producer, proposal) of every plug-in. One that fails adds nothing, and the audit says so."""
    every: list[tuple[str, Added]] = []
    for plugin in installed():
        try:
            found = tuple(plugin.annotate(text, published=published, language=language))
            every += ((producer_of(plugin), one) for one in documents.accepted(text, told, found))
        except Exception as error:  # noqa: BLE001  # code of somebody else: whatever it raises, our reading goes on
            chain.note(reader, "reader-failed", producer_of(plugin), error=type(error).__name__)
    return tuple(every)
