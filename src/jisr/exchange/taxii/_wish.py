"""The parameters of a request (TAXII 2.1, 3.4 and 3.5): what is malformed is refused, what is unknown is read past."""

from __future__ import annotations

from http import HTTPStatus

from jisr.exchange._http import Ask, values_of
from jisr.exchange.taxii._answer import Refused
from jisr.formats.stix_envelope import instant
from jisr.node.values import Wish

_LARGEST = 10**9
_DIGITS = 18
_LISTS = ("match[id]", "match[type]", "match[spec_version]", "match[version]")


def wish_of(ask: Ask) -> Wish:
    """The filters. `next` may come with an `added_after` that moved on: the later of both counts."""
    if ask.query is None:
        raise _bad("the address", "fewer parameters")
    listed = {name: _words(ask, name) for name in _LISTS}
    return Wish(
        after=max(_after(ask), _next(ask)),
        limit=_limit(ask),
        ids=listed["match[id]"],
        kinds=listed["match[type]"],
        specs=listed["match[spec_version]"],
        versions=_versions(listed["match[version]"]) or ("last",),
    )


def _bad(name: str, wanted: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, "Bad request", f"{name}: expected {wanted}")


def _only(ask: Ask, name: str) -> str | None:
    found = values_of(ask, name)
    if len(found) > 1:
        raise _bad(name, "the parameter once")
    return found[0] if found else None


def _words(ask: Ask, name: str) -> tuple[str, ...]:
    found = _only(ask, name)
    if found is None:
        return ()
    words = tuple(word.strip() for word in found.split(","))
    if not all(words) or len(words) > 500 or "\0" in found:  # noqa: PLR2004  # as long as an address may be
        raise _bad(name, "words with commas between them")
    if name == "match[spec_version]" and not all(part.isdigit() for word in words for part in word.split(".")):
        raise _bad(name, "versions such as 2.1")
    return words


def _versions(words: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(words)) != len(words):
        raise _bad("match[version]", "each value once")
    if "all" in words and len(words) > 1:
        raise _bad("match[version]", "all by itself")
    found = []
    for word in words:
        micros = word if word in {"first", "last", "all"} else instant(word)
        if micros is None:
            raise _bad("match[version]", "first, last, all, or a timestamp")
        found.append(str(micros))
    return tuple(found)


def _after(ask: Ask) -> int:
    text = _only(ask, "added_after")
    if text is None:
        return 0
    micros = instant(text)
    if micros is None:
        raise _bad("added_after", "a timestamp such as 2024-02-02T00:00:00.000000Z")
    return micros


def _next(ask: Ask) -> int:
    text = _only(ask, "next")
    if not text:
        return 0  # taxii2-client sends an empty one with its first page
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise _bad("next", "what an answer of this server carried")
    return int(text)


def _limit(ask: Ask) -> int:
    text = _only(ask, "limit")
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit()) or int(text[:_DIGITS]) == 0:
        raise _bad("limit", "a whole number above 0")
    return min(int(text[:_DIGITS]), _LARGEST)
