"""What did a program ask?  Addresses and bodies read against their shape; what does not fit is told by place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar, get_args, get_origin

from django.http import HttpRequest, QueryDict
from pydantic import BaseModel, ConfigDict, Field, ValidationError

T = TypeVar("T", bound=BaseModel)
_DAY = r"^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$"
Limit = Annotated[int, Field(le=500)]
Since = Annotated[str | None, Field(pattern=_DAY)]


class Misshapen(Exception):  # said as what happened
    """What was asked does not fit its shape. `errors`: one dictionary a place, as FastAPI tells them."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__("the question does not fit its shape")
        self.errors = errors


class MatchAddress(BaseModel):
    """What the address of a match may carry."""

    limit: Limit = 5
    threshold: float = 0.7
    cutoff: float = 0.7
    algorithm: str = "best"
    include_dataset: list[str] = []
    exclude_schema: list[str] = []
    exclude_dataset: list[str] = []
    topics: list[str] = []
    changed_since: Since = None
    exclude_entity_ids: Annotated[list[str], Field(max_length=50)] = []


class ExampleBody(BaseModel):
    """Whom to look for."""

    id: str | None = None
    schema_: str = Field(alias="schema")
    properties: dict[str, str | list[Any]]


class MatchBody(BaseModel):
    """A batch of examples."""

    weights: dict[str, float] = {}
    config: dict[str, str | int | float | bool | None] = {}
    queries: dict[str, ExampleBody]


class SearchAddress(BaseModel):
    """What the address of a search may carry."""

    model_config = ConfigDict(populate_by_name=True)

    q: str = ""
    schema_: str = Field("Thing", alias="schema")
    include_dataset: list[str] = []
    exclude_dataset: list[str] = []
    exclude_schema: list[str] = []
    changed_since: Since = None
    countries: list[str] = []
    topics: list[str] = []
    datasets: list[str] = []
    filter: list[str] = []
    limit: Limit = 10
    offset: Annotated[int, Field(le=9499)] = 0
    sort: list[str] = []
    target: bool | None = None
    fuzzy: bool = False
    simple: bool = False
    facets: list[Annotated[str, Field(pattern="^(datasets|schema|countries|identifiers|topics|genders)$")]] = [
        "countries",
        "topics",
        "datasets",
    ]
    filter_op: Annotated[str, Field(pattern="^(OR|AND)$")] = "OR"


class PageAddress(BaseModel):
    """A page of a list."""

    limit: Limit = 10
    offset: Annotated[int, Field(le=9499)] = 0


class EntityAddress(BaseModel):
    """How an entity is to be told."""

    nested: bool = True


class SuggestAddress(BaseModel):
    """The beginning of a word."""

    prefix: str = ""
    limit: Limit = 10
    type: str = "Thing"


class ProposeAddress(BaseModel):
    """For which kind of thing properties are to be proposed; 0: all of them."""

    type: str = "Thing"
    limit: int = 0


class ReconcileFilter(BaseModel):
    """A property a query brings beside the name."""

    pid: str
    v: Any = ""


class ReconcileQuery(BaseModel):
    """One query of the Reconciliation Service API 0.2."""

    query: str | None = None
    type: str | list[str] | None = None
    limit: int = 5
    properties: list[ReconcileFilter] = []


class ExtendSettings(BaseModel):
    """How values are wanted."""

    limit: int = 0
    render: Annotated[str, Field(pattern="^(raw|caption)$")] = "caption"


class ExtendProperty(BaseModel):
    """A property that is asked for."""

    id: str
    settings: ExtendSettings = ExtendSettings()


class ExtendQuery(BaseModel):
    """A data extension of the Reconciliation Service API 0.2."""

    ids: list[str]
    properties: list[ExtendProperty]


def address(request: HttpRequest, shape: type[T]) -> T:
    """The address of a request in its shape. Raises `Misshapen`."""
    return _read(shape, _plain(request.GET, shape), "query")


def body(request: HttpRequest, shape: type[T]) -> T:
    """The JSON body of a request in its shape. Raises `Misshapen`."""
    try:
        return shape.model_validate_json(request.body)
    except ValidationError as error:
        raise Misshapen(_told(error, "body")) from error


def value(text: str, shape: type[T], name: str) -> T:
    """JSON within a form in its shape. Raises `Misshapen`."""
    try:
        return shape.model_validate_json(text)
    except ValidationError as error:
        raise Misshapen(_told(error, name)) from error


def instant(text: str | None) -> datetime | None:
    """A day or an instant of an address, UTC. Raises `Misshapen` for one the calendar does not have."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text if len(text) != len("2025-01-01T08") else f"{text}:00").replace(tzinfo=UTC)
    except ValueError as error:
        told = {"type": "value_error", "loc": ["query", "changed_since"], "msg": str(error), "input": text}
        raise Misshapen([told]) from error


def texts(values: object) -> Iterable[str]:
    """Every text in what somebody sent for a property: one value, a list, a list within; numbers as text."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, bool) or values is None:
        return
    elif isinstance(values, int | float):
        yield str(values)
    elif isinstance(values, dict):
        yield from texts(values.get("id", values.get("name")))
    elif isinstance(values, list | tuple):
        for one in values:
            yield from texts(one)


def _read(shape: type[T], given: dict[str, Any], place: str) -> T:
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        raise Misshapen(_told(error, place)) from error


def _plain(given: QueryDict, shape: type[BaseModel]) -> dict[str, Any]:
    """Names that may come several times as lists, the others as their last value."""
    found: dict[str, Any] = {}
    for field, info in shape.model_fields.items():
        name = info.alias or field
        if name in given:
            found[name] = given.getlist(name) if _is_list(info.annotation) else given[name]
    return found


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(get_origin(one) is list for one in get_args(annotation))


def _told(error: ValidationError, place: str) -> list[dict[str, Any]]:
    return [
        {"type": one["type"], "loc": [place, *one["loc"]], "msg": one["msg"], "input": _shown(one.get("input"))}
        for one in error.errors(include_url=False, include_context=False)
    ]


def _shown(given: object) -> object:
    """What was sent, as JSON can tell it; bytes that were no JSON are not told back."""
    return None if isinstance(given, bytes) else given
