"""One search over every desk, and the palette that goes anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from jisr.errors import JisrError
from jisr.node.queries.everywhere import KINDS, QUICK, everywhere
from jisr.node.values import Everything, FoundRow
from jisr.workspace.views.page import DESKS, Desk, clocks_of, highest, part, reader_of, show
from jisr.workspace.words import Words

_LEAST = 2  # letters before the palette looks anything up
_IN_PALETTE = 4  # of each kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a kind of thing is called and shown, and where one of it leads."""

    word: Words
    icon: str
    to: Callable[[FoundRow], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was found of one kind."""

    name: str
    kind: Kind
    rows: tuple[tuple[FoundRow, str], ...]
    count: int
    more: bool

    @property
    def said(self) -> str:
        """How many: at least so many where there are more."""
        return f"{self.count}+" if self.more else str(self.count)


def _page(name: str) -> Callable[[FoundRow], str]:
    return lambda row: reverse(name, args=(row.key,))


def _asking(name: str) -> Callable[[FoundRow], str]:
    return lambda row: f"{reverse(name)}?{urlencode({'q': row.key})}"


SHOWN: Mapping[str, Kind] = MappingProxyType(
    {
        "party": Kind(word=_("Parties"), icon="parties", to=_page("party")),
        "finding": Kind(word=_("Findings"), icon="today", to=_page("finding")),
        "document": Kind(word=_("Documents"), icon="documents", to=_page("document")),
        "project": Kind(word=_("Projects"), icon="organisation", to=_page("programme")),
        "commitment": Kind(word=_("Commitments"), icon="documents", to=_page("commitment")),
        "payment": Kind(word=_("Payments"), icon="money", to=_asking("money")),
        "flight": Kind(word=_("Flights"), icon="journeys", to=_page("flight")),
        "traveller": Kind(word=_("Travellers"), icon="person", to=_page("traveller")),
        "post": Kind(word=_("Posts"), icon="campaigns", to=lambda _row: reverse("campaigns")),
    }
)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Everything that speaks of the words, by kind; filters and clocks stay in the address."""
    asked, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    clocks = clocks_of(request)
    values: dict[str, object] = {"asked": asked, "kind": kind, "clocks": clocks, "kinds": SHOWN}
    if asked:
        found = everywhere(asked, reader=reader_of(request), kind=kind, clocks=clocks)
        values |= {
            "found": found,
            "groups": _groups(found),
            "closed": [SHOWN[name].word for name in found.closed],
            "marking": highest(row.marking for row in found.rows if row.marking),
        }
    return show(request, "search.html", values)


@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """Pages by their name in either language, and what is found at once; for the palette alone."""
    asked = request.GET.get("q", "").strip()
    groups: tuple[Group, ...] = ()
    if len(asked) >= _LEAST:
        try:
            found = everywhere(asked, reader=reader_of(request), among=QUICK)
            groups = _groups(found, most=_IN_PALETTE)
        except JisrError:
            groups = ()  # half a word, or nobody's letters: pages alone are offered
    return part(request, "palette_found.html", {"asked": asked, "pages": _pages(asked), "groups": groups})


def _groups(found: Everything, *, most: int = 0) -> tuple[Group, ...]:
    return tuple(
        Group(
            name=one.kind,
            kind=SHOWN[one.kind],
            rows=tuple((row, SHOWN[one.kind].to(row)) for row in found.rows if row.kind == one.kind)[: most or None],
            count=one.count,
            more=one.more,
        )
        for one in found.kinds
        if one.kind in KINDS
    )


def _pages(asked: str) -> list[Desk]:
    wanted = asked.casefold()
    return [desk for desk in DESKS if not wanted or any(wanted in name for name in _names(desk))]


def _names(desk: Desk) -> list[str]:
    found = [desk.name]
    for language in ("en", "ar"):
        with override(language):
            found.append(str(desk.title).casefold())
    return found
