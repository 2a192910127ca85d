"""The same pages in a file, for members no line joins: written here, carried by hand, taken there.

The file is lines of JSON: a heading, pages of our log as the member may have them, and a signed end that binds every
byte before it. A file that is cut, changed, or meant for somebody else is refused before anything of it is taken; one
that was taken in part is simply taken again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import orjson

from jisr.errors import BadSignature, Gap, Unreadable
from jisr.exchange.sync import Round
from jisr.node.actions import carry, serve
from jisr.node.actions.after_ingest import catch_up, coming
from jisr.node.actions.take_page import take
from jisr.node.values import Taken
from jisr.sharing import Reader

_TYPE = "x-jisr-file"
_END = "x-jisr-file-end"
_LIMIT = serve.MOST  # no line that could break: larger pages, fewer transactions


def export(member: str, *, reader: Reader, after: int | None = None) -> Iterator[bytes]:
    """The lines of a file for `member`: our log after a number, or after what it has signed for (None).

    Raises `NotFound` for a member we are not joined with.
    """
    start = carry.begin(member, after=after, reader=reader)
    digest = hashlib.sha256()
    for line in _lines(member, start):
        digest.update(line)
        yield line
    yield carry.seal_end(digest.hexdigest()) + b"\n"


def _lines(member: str, start: int) -> Iterator[bytes]:
    last = serve.own_last()
    heading = {"type": _TYPE, "spec_version": "2.1", "from": serve.own_origin(), "to": member, "after": start}
    yield orjson.dumps(heading | {"last": last}, option=orjson.OPT_APPEND_NEWLINE)
    at = start
    while at < last:
        data, at = serve.own_page(member, after=at, limit=_LIMIT)
        yield data + b"\n"


def take_file(lines: Iterable[bytes], *, reader: Reader) -> Round:
    """Take a file in, once all of it was found whole. Raises `Unreadable`, `BadSignature`, `Gap`.

    Pages taken before are passed over; a file whose beginning is missing here says which number it follows.
    """
    everything = lines if isinstance(lines, list) else list(lines)
    origin = _whole(everything)
    new = records = dropped = quarantined = 0
    with coming((len(everything) - 2) * _LIMIT):
        for data in everything[1:-1]:
            done = _taken(data, origin)
            new, records = new + done.new, records + done.records
            dropped, quarantined = dropped + done.dropped, quarantined + done.quarantined
    carry.note_taken(origin, str(new), reader=reader)
    catch_up()
    return Round(member=origin, given=0, taken=new, records=records, dropped=dropped, quarantined=quarantined)


def _taken(data: bytes, origin: str) -> Taken:
    try:
        return take(data.rstrip(b"\n"), via=origin)
    except Gap as error:
        raise Gap(
            f"the file follows number {error.facts['after']}; bring the earlier one first", **error.facts
        ) from error


def _whole(lines: list[bytes]) -> str:
    """Whose file it is, once its end was found to bind every line of it, and it is meant for us."""
    try:
        heading = orjson.loads(lines[0]) if lines else None
        end = orjson.loads(lines[-1]) if lines else None
    except orjson.JSONDecodeError as error:
        raise _not_whole() from error
    if not isinstance(heading, dict) or heading.get("type") != _TYPE or not isinstance(heading.get("from"), str):
        raise Unreadable(source="file", place="line 1", wanted="a file written by `jisr export`")
    if heading.get("to") != serve.own_origin():
        wanted = f"a file for {serve.own_origin()}, not for another member"
        raise Unreadable(source="file", place="line 1", wanted=wanted)
    if not isinstance(end, dict) or end.get("type") != _END or orjson.dumps(end) + b"\n" != lines[-1]:
        raise _not_whole()
    digest = hashlib.sha256()
    for line in lines[:-1]:
        digest.update(line)
    if carry.read_end(end.get("seal"), origin=str(heading["from"])) != digest.hexdigest():
        raise BadSignature("the file was changed after it was signed", key="")
    return str(heading["from"])


def _not_whole() -> Unreadable:
    return Unreadable(source="file", place="its last line", wanted="the signed end: the file was cut; copy it again")
