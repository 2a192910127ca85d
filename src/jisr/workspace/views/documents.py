"""What was reported, with whom it may mean."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from jisr.node.queries import documents as read
from jisr.workspace import reader
from jisr.workspace.views.page import highest, reader_of, show


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """The documents, newest first."""
    rows = read.documents(reader=reader_of(request))
    marking = highest(row.source.marking for row in rows)
    return show(request, "documents.html", {"rows": rows, "marking": marking}, desk="documents")


@require_GET
def document(request: HttpRequest, thing: str) -> HttpResponse:
    """One document, its mentions marked, and what the node knows of each."""
    page = read.document(thing, reader=reader_of(request))
    values = {
        "page": page,
        "paragraphs": reader.paragraphs(page),
        "groups": reader.groups(page),
        "marking": page.source.marking,
    }
    return show(request, "document.html", values, desk="documents")
