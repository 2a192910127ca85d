"""How does a program screen parties?  The endpoints of yente 5.5, so that its clients work against a node unchanged."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from jisr.api import _asked, _shown
from jisr.api._access import asks, detail, kept, plain
from jisr.errors import WrongUse
from jisr.node.actions.after_ingest import catch_up
from jisr.node.queries import entities as kept_entities
from jisr.node.queries.match import match as match_all
from jisr.node.queries.properties import features
from jisr.node.queries.search import search as search_all
from jisr.node.values import Example, MatchOptions, SearchOptions
from jisr.sharing import Reader

MOST = 100  # queries of one batch
BEST = "jisr"
NAMES_ONLY = "name-based"
# Names of yente's algorithms are taken, so that a client that sends one works; all but one mean ours.
ALGORITHMS: Mapping[str, str] = {
    BEST: "Jisr's comparison: the words of the names by sound and spelling in every script, then birth date, country, "
    "numbers; each step is told with what it added or took.",
    "logic-v2": "Answered by Jisr's comparison; the name is kept for clients that send it.",
    "logic-v1": "Answered by Jisr's comparison; the name is kept for clients that send it.",
    NAMES_ONLY: "Jisr's comparison of the names alone.",
    "name-qualified": "Answered by Jisr's comparison; the name is kept for clients that send it.",
    "regression-v1": "Answered by Jisr's comparison; the name is kept for clients that send it.",
}
_LOGIC = "logic-v2"
_SETTINGS = (
    *("nm_name_property", "nm_number_mismatch", "nm_extra_query_name", "nm_extra_result_name"),
    *("nm_family_name_weight", "nm_fuzzy_cutoff_factor"),
)
_HOUR = 3600


@asks("POST")
def match(request: HttpRequest, reader: Reader, dataset: str) -> HttpResponse:
    """`POST /match/{dataset}`: whom may these be?"""
    asked, body = _asked.address(request, _asked.MatchAddress), _asked.body(request, _asked.MatchBody)
    algorithm = _algorithm(asked.algorithm)
    for name in body.config:
        if algorithm not in {BEST, _LOGIC} or name not in _SETTINGS:
            return detail(f"Invalid configuration parameter: {name} for algorithm {algorithm}", 400)
    if len(body.queries) > MOST:
        return detail(f"Too many queries in one batch (limit: {MOST})", 400)
    examples = {key: _example(one) for key, one in body.queries.items()}
    if not examples:
        return detail("No queries provided.", 400)
    options = MatchOptions(
        limit=asked.limit,
        threshold=asked.threshold,
        cutoff=min(asked.cutoff, asked.threshold),
        names_only=algorithm == NAMES_ONLY,
        include_dataset=tuple(asked.include_dataset),
        exclude_dataset=tuple(asked.exclude_dataset),
        exclude_schema=tuple(asked.exclude_schema),
        topics=tuple(asked.topics),
        changed_since=_asked.instant(asked.changed_since),
        exclude_entity_ids=tuple(asked.exclude_entity_ids),
        weights=body.weights,
    )
    found = match_all(examples, dataset=dataset, reader=reader, options=options)
    response = plain({"responses": {key: _shown.matches(one) for key, one in found.items()}, "limit": asked.limit})
    response.headers["x-batch-size"] = str(len(found))
    return response


def _example(one: _asked.ExampleBody) -> Example:
    said = {name: tuple(_asked.texts(values)) for name, values in one.properties.items()}
    return Example(schema=one.schema_, properties=said, id=one.id)


def _algorithm(name: str) -> str:
    """Raises `WrongUse`."""
    plain_name = name.lower().strip()
    if plain_name == "best":
        return BEST
    if plain_name not in ALGORITHMS:
        message = f"Invalid algorithm: {name}"
        raise WrongUse(message, algorithm=name)
    return plain_name


@asks("GET")
def search(request: HttpRequest, reader: Reader, dataset: str) -> HttpResponse:
    """`GET /search/{dataset}`: which entities hold these words?"""
    asked = _asked.address(request, _asked.SearchAddress)
    limit, offset = max(0, asked.limit), max(0, asked.offset)
    options = SearchOptions(
        schema=asked.schema_,
        limit=limit,
        offset=offset,
        filters=_filters(asked),
        any_of=asked.filter_op == "OR",
        include_dataset=tuple(asked.include_dataset),
        exclude_dataset=tuple(asked.exclude_dataset),
        exclude_schema=tuple(asked.exclude_schema),
        changed_since=_asked.instant(asked.changed_since),
        target=asked.target,
        fuzzy=asked.fuzzy,
        simple=asked.simple,
        facets=tuple(asked.facets),
        sort=tuple(_sort(one) for one in asked.sort),
    )
    found = search_all(asked.q, dataset=dataset, reader=reader, options=options)
    return plain(_shown.page(found, limit=limit, offset=offset))


def _filters(asked: _asked.SearchAddress) -> dict[str, tuple[str, ...]]:
    """Raises `WrongUse` for a filter without a field."""
    given = {"countries": asked.countries, "topics": asked.topics, "datasets": asked.datasets}
    found = {field: list(values) for field, values in given.items() if values}
    for one in asked.filter:
        field, colon, value = one.partition(":")
        if not colon:
            message = f"Invalid filter: {one!r}"
            raise WrongUse(message, filter=one)
        found.setdefault(field, []).append(value)
    return {field: tuple(values) for field, values in found.items()}


def _sort(text: str) -> tuple[str, bool]:
    field, _, order = text.rpartition(":") if ":" in text else (text, "", "asc")
    return field, order == "desc"


@asks("GET")
def entity(request: HttpRequest, reader: Reader, entity_id: str) -> HttpResponse:
    """`GET /entities/{id}?nested`: one entity, with what stands beside it."""
    asked = _asked.address(request, _asked.EntityAddress)
    try:
        return plain(_shown.entity(kept_entities.entity(entity_id, reader=reader, nested=asked.nested)))
    except kept_entities.Moved as error:
        return _moved(request, entity_id, error)


@asks("GET")
def adjacent(request: HttpRequest, reader: Reader, entity_id: str) -> HttpResponse:
    """`GET /entities/{id}/adjacent`: what stands beside it, a page a property."""
    asked = _asked.address(request, _asked.PageAddress)
    window = kept_entities.Window(limit=asked.limit, offset=asked.offset)
    try:
        one, beside = kept_entities.adjacent(entity_id, reader=reader, window=window)
    except kept_entities.Moved as error:
        return _moved(request, entity_id, error)
    pages = {name: _shown.adjacent(each, limit=asked.limit, offset=asked.offset) for name, each in beside.items()}
    return plain({"entity": _shown.entity(one), "adjacent": pages})


@asks("GET")
def adjacent_by(request: HttpRequest, reader: Reader, entity_id: str, prop: str) -> HttpResponse:
    """`GET /entities/{id}/adjacent/{property}`: what stands beside it by one property."""
    asked = _asked.address(request, _asked.PageAddress)
    window = kept_entities.Window(limit=asked.limit, offset=asked.offset)
    try:
        found = kept_entities.adjacent_by(entity_id, prop, reader=reader, window=window)
    except kept_entities.Moved as error:
        return _moved(request, entity_id, error)
    return plain(_shown.adjacent(found, limit=asked.limit, offset=asked.offset))


def _moved(request: HttpRequest, entity_id: str, error: kept_entities.Moved) -> HttpResponse:
    base = request.path[: request.path.rindex(f"/entities/{entity_id}")]
    response = HttpResponse(status=308)
    response.headers["Location"] = f"{base}/entities/{error.facts['entity']}"
    return response


@asks("GET")
def catalog(request: HttpRequest, reader: Reader) -> HttpResponse:
    """`GET /catalog`, `GET /manifest`: the data sets."""
    found = kept_entities.datasets(reader=reader)
    current = [one.name for one in found if not one.children]
    told = {"datasets": list(map(_shown.dataset, found)), "current": current, "outdated": [], "index_stale": False}
    return kept(request, told, seconds=60)


@asks("GET")
def algorithms(request: HttpRequest, reader: Reader) -> HttpResponse:
    """`GET /algorithms`: how is a score made?"""
    docs = {
        code: {"description": text, "coefficient": 1.0, "url": request.build_absolute_uri("/check")}
        for code, text in features(reader=reader)
    }
    settings_of = {
        name: {"type": "float", "description": "Taken from clients that send it; not used.", "default": None}
        for name in _SETTINGS
    }
    told = [
        {
            "name": name,
            "description": text,
            "features": docs,
            "docs": {
                "name": name,
                "description": text,
                "config": settings_of if name in {BEST, _LOGIC} else {},
                "features": docs,
            },
        }
        for name, text in ALGORITHMS.items()
    ]
    return kept(request, {"algorithms": told, "default": "best", "best": BEST}, seconds=_HOUR)


@login_not_required
@csrf_exempt
def alive(request: HttpRequest) -> HttpResponse:
    """`GET /healthz`, `GET /readyz`: that the node serves; needs no key, says nothing of what it holds."""
    return plain({"status": "ok"}) if request.method in {"GET", "HEAD"} else detail("Method Not Allowed", 405)


@login_not_required
@csrf_exempt
def updatez(request: HttpRequest) -> HttpResponse:
    """`POST /updatez?token`: do at once what follows a delivery. The token is a setting of its own."""
    if request.method != "POST":
        return detail("Method Not Allowed", 405)
    wanted, token = settings.JISR_UPDATE_TOKEN, request.GET.get("token", "").strip()
    if not wanted or not hmac.compare_digest(token.encode(), wanted.encode()):
        return detail("Invalid token.", 403)
    catch_up()
    return plain({"status": "ok"})
