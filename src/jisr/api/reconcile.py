"""How does OpenRefine find our parties?  The Reconciliation Service API 0.2.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.clickjacking import xframe_options_exempt
from pydantic import RootModel

from jisr.api import _asked, _shown
from jisr.api._access import asks, detail, kept, plain
from jisr.api.match import MOST
from jisr.errors import NotFound
from jisr.node.queries import entities as kept_entities
from jisr.node.queries.match import match
from jisr.node.queries.properties import properties, types, value_label
from jisr.node.queries.search import search
from jisr.node.values import Entity, Example, MatchOptions, PropertyRow, Scored, SearchOptions, TypeRow
from jisr.sharing import Reader

_SPACE = "https://followthemoney.tech/explorer/schemata/"
_DOCS = "https://followthemoney.tech/docs/"
_SHOWN = 5
_OK = {"code": "/api/status/ok", "status": "200 OK"}
_HOUR = 3600
_PREVIEW = ("birthDate", "nationality", "country", "topics", "idNumber", "registrationNumber", "alias")
_FRAMED = "default-src 'none'; style-src 'none'; frame-ancestors *"


class Queries(RootModel[dict[str, _asked.ReconcileQuery]]):
    """A batch of queries, by the client's own keys."""


@asks("GET", "POST")
def reconcile(request: HttpRequest, reader: Reader, dataset: str) -> HttpResponse:
    """The manifest; or, with `queries` or `extend`, their answers (spec 4 and 7)."""
    given = request.POST if request.method == "POST" else request.GET
    extend, queries = given.get("extend", ""), given.get("queries", "")
    if extend.strip():
        return _extended(extend, dataset, reader)
    if queries or request.method == "POST":
        return _answered(queries, dataset, reader, request)
    return _manifest(request, dataset, reader)


def _manifest(request: HttpRequest, dataset: str, reader: Reader) -> HttpResponse:
    found = next((one for one in kept_entities.datasets(reader=reader) if one.name == dataset), None)
    kinds = types(kept_entities.schemata(dataset, reader=reader), reader=reader)
    base = request.build_absolute_uri(request.path).rstrip("/")
    key = f"?{urlencode({'api_key': request.GET['api_key']})}" if "api_key" in request.GET else ""

    def service(path: str) -> dict[str, str]:
        return {"service_url": base, "service_path": f"{path}{key}"}

    told = {
        "versions": ["0.2"],
        "name": f"{found.title if found else dataset} (Jisr)",
        "identifierSpace": _SPACE,
        "schemaSpace": _SPACE,
        "documentation": _DOCS,
        "batchSize": 50,
        "view": {"url": request.build_absolute_uri("/parties") + "?q={{id}}"},
        "preview": {"url": f"{base}/preview/{{{{id}}}}{key}", "width": 430, "height": 300},
        "suggest": {
            "entity": service("/suggest/entity"),
            "type": service("/suggest/type"),
            "property": service("/suggest/property"),
        },
        "extend": {"propose_properties": service("/extend/property"), "property_settings": _SETTINGS}
        | {"propose_settings": _SETTINGS},
        "defaultTypes": [_shown.kind(one) for one in kinds],
    }
    return kept(request, told, seconds=60)


_SETTINGS: list[dict[str, Any]] = [
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "Maximum number of values to return per row (0 for no limit).",
        "choices": [],
    },
    {
        "name": "render",
        "label": "Value rendering",
        "type": "select",
        "default": "caption",
        "help_text": "Return a readable value (Russia) instead of the raw one (ru).",
        "choices": [
            {"id": "caption", "name": "User-readable value"},
            {"id": "raw", "name": "Machine-readable value"},
        ],
    },
]


def _answered(queries: str, dataset: str, reader: Reader, request: HttpRequest) -> HttpResponse:
    """The candidates of each query (spec 4.3)."""
    try:
        batch = _asked.value(queries, Queries, "queries").root
    except _asked.Misshapen as error:
        return plain({"detail": "FreebaseReconBatch", "errors": error.errors}, status=400)
    if len(batch) > MOST:
        return detail(f"Too many queries in one batch (limit: {MOST})", 400)
    del request
    examples = {key: _example(one) for key, one in batch.items()}
    most = max((one.limit for one in batch.values()), default=_SHOWN)
    found = match(examples, dataset=dataset, reader=reader, options=MatchOptions(limit=most, cutoff=0.3))
    told = {
        key: {"result": [_candidate(one, reader) for one in found[key].results[: max(0, batch[key].limit)]]}
        for key in batch
    }
    response = plain(told)
    response.headers["x-batch-size"] = str(len(told))
    return response


def _example(one: _asked.ReconcileQuery) -> Example:
    kind = one.type if isinstance(one.type, str) else next(iter(one.type or ()), "")
    said: dict[str, tuple[str, ...]] = {"name": (one.query,)} if one.query else {}
    for each in one.properties:
        name = each.pid.rpartition(":")[2]
        said[name] = (*said.get(name, ()), *_asked.texts(each.v))
    return Example(schema=kind or "Thing", properties=said)


def _candidate(one: Scored, reader: Reader) -> dict[str, Any]:
    told = _shown.candidate(one.entity, _kind(one.entity, reader)) | {"score": one.score, "match": one.match}
    told["features"] = [{"id": reason.code, "value": reason.weight} for reason in one.reasons]
    return told | ({"cleared": True} if one.cleared is not None else {})


def _kind(one: Entity, reader: Reader) -> TypeRow:
    return types((one.schema,), reader=reader)[0]


def _extended(text: str, dataset: str, reader: Reader) -> HttpResponse:
    """Values of properties for chosen entities (spec 7.2)."""
    del dataset
    try:
        asked = _asked.value(text, _asked.ExtendQuery, "extend")
    except _asked.Misshapen:
        return detail("Cannot decode extension request", 400)
    if len(asked.ids) > MOST:
        return detail(f"Too many queries in one batch (limit: {MOST})", 400)
    found = kept_entities.these(asked.ids, reader=reader)
    known: dict[str, PropertyRow] = {}
    rows: dict[str, dict[str, list[dict[str, str]]]] = {one: {} for one in asked.ids}
    for entity_id, one in found.items():
        offered = {row.name: row for row in properties(one.schema, reader=reader)}
        for wanted in asked.properties:
            row = offered.get(wanted.id.rpartition(":")[2])
            if row is not None:
                known.setdefault(wanted.id, row)
                rows[entity_id][wanted.id] = _values(one, row, wanted.settings, reader)
    told = {"meta": [{"id": row.name, "name": row.label} for row in known.values()], "rows": rows}
    response = plain(told)
    response.headers["x-batch-size"] = str(len(rows))
    return response


def _values(one: Entity, row: PropertyRow, wanted: _asked.ExtendSettings, reader: Reader) -> list[dict[str, str]]:
    values = [str(value) for value in one.properties.get(row.name, ())]
    values = values[: wanted.limit] if wanted.limit > 0 else values
    if wanted.render == "caption":
        values = [value_label(value, row.type, reader=reader) for value in values]
    return [{"str": value} for value in values]


@asks("GET")
def suggest_entity(request: HttpRequest, reader: Reader, dataset: str) -> HttpResponse:
    """Entities whose name begins like that (spec 6.1)."""
    asked = _asked.address(request, _asked.SuggestAddress)
    told: list[dict[str, Any]] = []
    if asked.prefix.strip():
        options = SearchOptions(limit=max(0, asked.limit), prefix=True)
        found = search(asked.prefix, dataset=dataset, reader=reader, options=options).results
        told = [_shown.candidate(one, _kind(one, reader)) for one in found]
    return plain({**_OK, "prefix": asked.prefix, "result": told})


@asks("GET")
def suggest_property(request: HttpRequest, reader: Reader, dataset: str) -> HttpResponse:
    """Properties whose name begins like that (spec 6.3)."""
    asked = _asked.address(request, _asked.SuggestAddress)
    rows = {
        row.qname: row
        for name in kept_entities.schemata(dataset, reader=reader)
        for row in properties(name, reader=reader)
        if _begins(asked.prefix, row.name, row.label)
    }
    told = [{"id": row.qname, "name": row.label, "description": row.type} for row in list(rows.values())[:_SHOWN]]
    return plain({**_OK, "prefix": asked.prefix, "result": told})


@asks("GET")
def suggest_type(request: HttpRequest, reader: Reader, dataset: str) -> HttpResponse:
    """Kinds of things whose name begins like that (spec 6.2)."""
    asked = _asked.address(request, _asked.SuggestAddress)
    rows = types(kept_entities.schemata(dataset, reader=reader), reader=reader)
    told = [_shown.kind(one) for one in rows if _begins(asked.prefix, one.name, one.label)][:_SHOWN]
    return plain({**_OK, "prefix": asked.prefix, "result": told})


@asks("GET")
def propose(request: HttpRequest, reader: Reader, dataset: str) -> HttpResponse:
    """Properties that can be asked of a kind of thing (spec 7.1)."""
    kept_entities.schemata(dataset, reader=reader)  # there is such a data set
    asked = _asked.address(request, _asked.ProposeAddress)
    rows = list(properties(asked.type, reader=reader))
    rows = rows[: asked.limit] if asked.limit > 0 else rows
    told = [{"id": row.name, "name": row.label} for row in sorted(rows, key=lambda row: row.label)]
    return plain({"limit": asked.limit, "type": asked.type, "properties": told})


@xframe_options_exempt
@asks("GET")
def preview(request: HttpRequest, reader: Reader, dataset: str, entity_id: str) -> HttpResponse:
    """A few lines about an entity, for a frame of the client (spec 5.2)."""
    del request, dataset
    try:
        one = kept_entities.entity(entity_id, reader=reader, nested=False)
    except NotFound:
        return HttpResponse("<!doctype html><title>-</title><p>-</p>", status=404)
    lines = ((name, ", ".join(map(str, one.properties.get(name, ())[:_SHOWN]))) for name in _PREVIEW)
    rows = format_html_join("", "<dt>{}</dt><dd dir='auto'>{}</dd>", [line for line in lines if line[1]])
    page = format_html(
        "<!doctype html><meta charset='utf-8'><title>{}</title><h1 dir='auto'>{}</h1><p>{} · {}</p><dl>{}</dl>",
        *(one.caption, one.caption, one.schema, one.id, rows),
    )
    response = HttpResponse(page)
    response.headers["Content-Security-Policy"] = _FRAMED
    return response


def _begins(prefix: str, *labels: str) -> bool:
    wanted = prefix.lower().strip()
    return bool(wanted) and any(label.lower().startswith(wanted) for label in labels)
