"""What a search asks for: MISP's filters over events and attributes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from jisr.exchange.misp import _shape
from jisr.node import clock

_SPAN = re.compile(r"(\d{1,9})([dhms])")
_SECONDS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
Test = Callable[[Mapping[str, Any], Any], bool]


def fits(event: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether an event (in full) is what a search asks for; a filter that is not known is read past."""
    return all(test(event, wanted[name]) for name, test in _EVENT.items() if wanted.get(name) not in (None, "", []))


def attribute_fits(attribute: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """The same of an attribute; what is said of its event was asked before."""
    return all(
        test(attribute, wanted[name]) for name, test in _ATTRIBUTE.items() if wanted.get(name) not in (None, "", [])
    )


def of_page(rows: Iterable[Any], wanted: Mapping[str, Any]) -> list[Any]:
    """The page asked for; without a limit all of it."""
    limit, number = _number(wanted.get("limit")), max(_number(wanted.get("page")), 1)
    found = []
    for place, one in enumerate(rows):
        if limit and place >= number * limit:
            break
        if not limit or place >= (number - 1) * limit:
            found.append(one)
    return found


def _number(value: object) -> int:
    return int(str(value)) if str(value or "").isdigit() and len(str(value)) < 10 else 0  # noqa: PLR2004  # digits


def words(value: object) -> tuple[list[str], list[str]]:
    """What is wanted and what is not: MISP writes lists, `a&&b`, `a|b`, {"OR": …, "NOT": …}, and `!` before a word."""
    if isinstance(value, dict):
        either = [one for name in ("OR", "AND") for one in words(value.get(name, []))[0]]
        return either, words(value.get("NOT", []))[0]
    given = value if isinstance(value, list) else re.split(r"&&|\|", str(value))
    every = [str(one).strip() for one in given if str(one).strip()]
    return [one for one in every if one[0] != "!"], [one[1:] for one in every if one[0] == "!"]


def _matches(texts: Iterable[str], value: object) -> bool:
    """Whether one of the texts is wanted and none is unwanted; `%` stands for anything."""
    have = [text.lower() for text in texts]
    wanted, unwanted = words(value)
    if any(_like(text, one) for text in have for one in unwanted):
        return False
    return not wanted or any(_like(text, one) for text in have for one in wanted)


def _like(text: str, pattern: str) -> bool:
    parts = map(re.escape, pattern.lower().split("%"))
    return re.fullmatch(".*".join(parts), text, re.DOTALL) is not None


def _since(value: object) -> tuple[float, float]:
    """From when to when, in seconds since 1970: a number, "5d", a date, or two of them."""
    if isinstance(value, list) and len(value) == 2:  # noqa: PLR2004  # from and to
        return _moment(value[0]), _moment(value[1])
    return _moment(value), float("inf")


def _moment(value: object) -> float:
    text = str(value)
    if span := _SPAN.fullmatch(text):
        return clock.now().timestamp() - int(span[1]) * _SECONDS[span[2]]
    if text.replace(".", "", 1).isdigit():
        return float(text)
    try:
        return datetime.fromisoformat(text if "T" in text else f"{text[:10]}T00:00:00+00:00").timestamp()
    except ValueError:
        return 0.0


def _between(name: str) -> Test:
    def test(event: Mapping[str, Any], value: Any) -> bool:
        begins, ends = _since(value)
        return begins <= float(event.get(name) or 0) <= ends

    return test


def _field(*names: str) -> Test:
    return lambda event, value: _matches([str(event.get(name, "")) for name in names], value)


def _tags(event: Mapping[str, Any], value: Any) -> bool:
    return _matches([tag["name"] for tag in event.get("Tag", [])] or [""], value)


def _org(event: Mapping[str, Any], value: Any) -> bool:
    return _matches([str(event["Orgc"][name]) for name in ("name", "uuid", "id")], value)


def _holds(name: str) -> Test:
    def test(event: Mapping[str, Any], value: Any) -> bool:
        return _matches([str(one.get(name, "")) for one in _shape.attributes({"Event": event})], value)

    return test


def _published(event: Mapping[str, Any], value: Any) -> bool:
    return bool(event.get("published")) == (str(value).lower() in {"1", "true"})


def _either(event: Mapping[str, Any], value: Any) -> bool:
    texts = [str(event.get("info", "")), *(str(one["value"]) for one in _shape.attributes({"Event": event}))]
    return _matches(texts, value)


def _days(*, last: bool) -> Test:
    return lambda event, value: (
        str(event.get("date", "")) <= str(value) if last else str(event.get("date", "")) >= str(value)
    )


_EVENT: dict[str, Test] = {
    "uuid": _field("uuid"),
    "eventid": _field("id", "uuid"),
    "eventinfo": _field("info"),
    "info": _field("info"),
    "timestamp": _between("timestamp"),
    "publish_timestamp": _between("publish_timestamp"),
    "last": _between("publish_timestamp"),
    "tags": _tags,
    "tag": _tags,
    "org": _org,
    "published": _published,
    "value": _holds("value"),
    "type": _holds("type"),
    "type_attribute": _holds("type"),
    "category": _holds("category"),
    "object_name": lambda event, value: _matches([str(one["name"]) for one in event.get("Object", [])] or [""], value),
    "searchall": _either,
    "from": _days(last=False),
    "date_from": _days(last=False),
    "to": _days(last=True),
    "date_to": _days(last=True),
}
_ATTRIBUTE: dict[str, Test] = {
    "value": _field("value"),
    "type": _field("type"),
    "category": _field("category"),
    "object_relation": _field("object_relation"),
    "uuid": _field("uuid"),
}
