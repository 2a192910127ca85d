"""What a call says, and what MISP's types are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from jisr import tables
from jisr.errors import Unreadable
from jisr.exchange._http import Ask
from jisr.formats.stix_envelope import piece
from jisr.node.values import Caller


class Refused(Exception):
    """A call that is answered with MISP's error object."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(told)
        self.status, self.told = status, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call: its words without the named ones, which stand in `body` with its query and its JSON."""

    ask: Ask
    steps: tuple[str, ...]
    body: Mapping[str, Any]
    caller: Caller


def json_of(ask: Ask) -> dict[str, Any]:
    """The JSON of a call, as strictly read as any envelope; a list stands as `rows`. Raises `Refused`."""
    if ask.body is None:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large.")
    if not ask.body.strip():
        return {}
    try:
        found = piece(b'{"rows":' + ask.body + b"}").body
    except Unreadable as error:
        raise Refused(HTTPStatus.BAD_REQUEST, str(error).encode("utf-8", "replace").decode()) from error
    said = found["rows"]
    if isinstance(said, list):
        return {"rows": said}
    if not isinstance(said, dict):
        raise Refused(HTTPStatus.BAD_REQUEST, "Expected a JSON object.")
    return said


@cache
def types() -> Mapping[str, Any]:
    """MISP's attribute types, as its client asks for them."""
    rows = tables.rows("misp_types")
    named = list(dict.fromkeys(name for row in rows for name in row["categories"].split(";")))
    return {
        "types": [row["type"] for row in rows],
        "categories": named,
        "category_type_mappings": {
            name: [row["type"] for row in rows if name in row["categories"].split(";")] for name in named
        },
        "sane_defaults": {
            row["type"]: {"default_category": row["default_category"], "to_ids": int(row["to_ids"])} for row in rows
        },
    }
