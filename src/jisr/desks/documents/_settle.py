"""Of proposals that overlap, the outermost; of several readings, the one whose country the page speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from jisr.desks.documents._found import Found
from jisr.desks.documents._page import Page
from jisr.desks.documents._values import Kind


def span_of(page: Page, found: Found) -> tuple[int, int]:
    """The characters of the raw text."""
    return found.span or page.span_of(found.first, found.last, found.letters)


def merge(proposals: Iterable[Found]) -> tuple[Found, ...]:
    """One proposal a person's name: what several rules saw of it, together, a name of the lexicon first."""
    people: dict[tuple[int, int, int], Found] = {}
    others: list[Found] = []
    for item in sorted(proposals, key=lambda item: item.rank):
        key = (item.first, item.last, item.letters)
        same = people.get(key)
        if item.type is not Kind.PERSON:
            others.append(item)
        elif same is None:
            people[key] = item
        else:
            reasons = tuple(dict.fromkeys((*same.reasons, *item.reasons)))
            people[key] = replace(same, countries=same.countries | item.countries, reasons=reasons)
    return (*people.values(), *others)


def settle(page: Page, proposals: Iterable[Found]) -> tuple[Found, ...]:
    """Proposals that do not overlap, in the order of the text: the longest first, then a name before a rule."""
    spans = [(span_of(page, found), found) for found in proposals]
    spans.sort(key=lambda item: (item[0][0] - item[0][1], item[1].rank, item[0][0]))
    taken = bytearray(len(page.raw))
    kept: list[tuple[int, Found]] = []
    for (start, end), found in spans:
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append((start, found))
    return tuple(found for _, found in sorted(kept, key=lambda item: item[0]))


def full_names_only(found: Sequence[Found]) -> tuple[Found, ...]:
    """Without the short names whose full name the page does not carry."""
    full = {entry.id for item in found for entry in item.entries if not entry.short}
    kept = []
    for item in found:
        readings = tuple(entry for entry in item.entries if not entry.short or entry.id in full)
        if readings:
            kept.append(replace(item, entries=readings, type=readings[0].type, id=readings[0].id))
    return tuple(kept)


def choose_readings(found: Sequence[Found]) -> tuple[Found, ...]:
    """Each name with the reading whose country is named most; the likeliest where none is."""
    spoken = Counter(item.entries[0].country for item in found if item.entries and len({*_countries(item)}) == 1)
    chosen = []
    for item in found:
        if len(item.entries) > 1:
            best = max(item.entries, key=lambda entry: bool(entry.country) * spoken[entry.country])
            chosen.append(
                replace(item, type=best.type, id=best.id) if item.entries[0].type.value in "GPE LOC FAC" else item
            )
        else:
            chosen.append(item)
    return tuple(chosen)


def _countries(item: Found) -> Iterable[str]:
    return (entry.country for entry in item.entries)
