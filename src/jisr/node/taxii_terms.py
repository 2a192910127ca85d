"""On what terms may an object that a partner left on a shelf go on to another one?

The terms of an object are the markings it carries and those of everything it refers to. They are kept once, and the
release rule is asked about them whenever somebody reads: markings expire, partners are suspended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import orjson

from jisr.formats.stix_envelope import UNKNOWN
from jisr.node.convert import dumps


def spread(found: dict[str, frozenset[str]], refs: Mapping[str, frozenset[str]]) -> None:
    """Add to the markings of each object those of all it refers to, near or far; what is not there is `UNKNOWN`."""
    nowhere = frozenset({UNKNOWN})
    moving = [stix_id for stix_id, named in refs.items() if named]
    while moving:
        wider = {one: found[one].union(*(found.get(ref, nowhere) for ref in refs[one])) for one in moving}
        grown = any(wider[one] != found[one] for one in moving)
        found.update(wider)
        moving = moving if grown else []


def text_of(by: str, kind: str, markings: Iterable[str]) -> str:
    """Terms as they are kept: who sent it, its STIX type, the markings."""
    return dumps({"by": by, "kind": kind, "markings": sorted(markings)})


def read(text: str) -> tuple[str, str, tuple[str, ...]]:
    """The same, taken apart."""
    body = orjson.loads(text)
    return body["by"], body["kind"], tuple(body["markings"])
