"""Who pushes the same thing together: the groups, one group with its evidence, the posts beside chance."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jisr.errors import WrongUse
from jisr.node.actions.find_groups import find_groups
from jisr.node.queries import narratives as asked
from jisr.node.queries import narratives_told as told
from jisr.workspace.views.page import highest, reader_of, show

_MOST = 30_000  # posts that a page tests while a person waits
_SHUFFLES = 19
_LISTED = 100


def _mode(request: HttpRequest) -> str:
    mode = (request.POST or request.GET).get("mode", "")
    if mode and mode not in asked.MODES:
        raise WrongUse(f"no mode {mode!r}", mode=mode)
    return mode


@require_http_methods(["GET", "POST"])
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every group found; a button to look for more."""
    reader = reader_of(request)
    posts = asked.posts(reader=reader)
    if request.method == "POST" and posts <= _MOST:
        chance, numbers = find_groups(_mode(request), reader=reader, trial=asked.Trial(shuffles=_SHUFFLES))
        said = {
            "found": _("Groups beyond chance: %(n)s.") % {"n": len(numbers)},
            "none": _("No group: nothing here is closer than chance makes it."),
            "insufficient": _("Too little to tell. This is not the same as nothing found."),
        }
        messages.success(request, said[chance.state])
        return redirect("campaigns")
    rows = asked.groups(reader=reader)
    values = {"rows": rows, "posts": posts, "too_many": posts > _MOST, "modes": tuple(asked.MODES)}
    return show(
        request, "campaigns.html", {**values, "marking": highest(row.marking for row in rows)}, desk="campaigns"
    )


@require_GET
def campaign(request: HttpRequest, number: int) -> HttpResponse:
    """A group: its accounts, what it shared side by side, and how sure that is."""
    page = asked.group(number, reader=reader_of(request))
    return show(
        request, "campaign.html", {"page": page, "row": page.row, "marking": page.row.marking}, desk="campaigns"
    )


@require_GET
def graphml(request: HttpRequest, number: int) -> HttpResponse:
    """The network of a group, for Gephi and others."""
    response = HttpResponse(asked.graphml(number, reader=reader_of(request)), content_type="application/xml")
    response.headers["Content-Disposition"] = f'attachment; filename="jisr-group-{number}.graphml"'
    return response


@require_GET
def chance(request: HttpRequest) -> HttpResponse:
    """The posts as they are beside the same posts shuffled."""
    reader = reader_of(request)
    posts = asked.posts(reader=reader)
    values: dict[str, object] = {"posts": posts, "too_many": posts > _MOST, "modes": tuple(asked.MODES)}
    if request.GET.get("go") and posts <= _MOST:
        found = asked.against_chance(_mode(request), reader=reader, trial=asked.Trial(shuffles=_SHUFFLES))
        values["chance"] = found.chance
        values["rows"] = tuple(zip(found.chance.who, found.chance.when, strict=True))
    return show(request, "chance.html", values, desk="campaigns")


@require_GET
def copies(request: HttpRequest) -> HttpResponse:
    """Posts that say nearly the same, and who came first."""
    reader = reader_of(request)
    posts = asked.posts(reader=reader)
    rows = told.copies(reader=reader)[:_LISTED] if posts <= _MOST else ()
    values = {"rows": rows, "posts": posts, "too_many": posts > _MOST}
    return show(request, "copies.html", {**values, "marking": highest(row.marking for row in rows)}, desk="campaigns")


@require_GET
def stories(request: HttpRequest) -> HttpResponse:
    """What the posts are about: each story under its most typical post."""
    reader = reader_of(request)
    posts = asked.posts(reader=reader)
    rows = told.stories(reader=reader)[:_LISTED] if posts <= _MOST else ()
    values = {"rows": rows, "posts": posts, "too_many": posts > _MOST}
    return show(request, "stories.html", {**values, "marking": highest(row.marking for row in rows)}, desk="campaigns")


@require_GET
def story(request: HttpRequest, key: str) -> HttpResponse:
    """One story: volume by day, who started, who carried, its wordings."""
    page = told.story(key, reader=reader_of(request))
    return show(request, "story.html", {"page": page, "row": page.row, "marking": page.row.marking}, desk="campaigns")
