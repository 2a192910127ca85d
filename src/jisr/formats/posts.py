"""Posts and share logs: CSV or JSON lines with the columns of any known export; who shared what, and when.

A row needs an account, a time, and something shared: an object, a repost, a reply, an address, a tag, a picture, words.
The log itself is a record, so that what is found in it rests on it, and falls with it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

import orjson

from jisr.errors import Unreadable
from jisr.formats._base import File, Format, Header, Item, Options, Quarantined, Reading, only_file, set_aside
from jisr.formats._posts import NEEDED, SHARED, Told, cleaned, has_lost_digits, moment, named, rounded, told
from jisr.formats._rows import rows
from jisr.records import Observation, Place, Record

NAME = "posts"
TITLE = "Posts and share logs, CSV or JSON lines with columns of any known name"
POST = "post"
_SAID = ("account", "post", "platform", *SHARED)
_HOST = re.compile(r"(?:https?://)?(?:www\.|m\.)?([^/?#\s:]+\.[^/?#\s:]+)([^?#\s]*)(?:\?([^#\s]*))?", re.IGNORECASE)
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|igshid|ref|ref_src|s|t)=", re.IGNORECASE)


def recognise(files: tuple[File, ...]) -> bool:
    """One file whose heading, or first object, names an account, a time and something that is shared."""
    if len(files) != 1:
        return False
    head = files[0].data[:65536].decode("utf-8-sig", "replace").split("\n", 1)[0].strip("\r")
    if head.lstrip().startswith("{"):
        return _is_told(set(next(iter(told(File(name="", data=head.encode()))), _NOTHING).fields))
    delimiter = max(",;\t", key=head.count)
    _, cells, _ = next(iter(rows([head], delimiter=delimiter)), (0, [], ""))
    return _is_told(set(named(cells)))


_NOTHING = Told(line=0, fields={}, piece="")


def _is_told(fields: set[str]) -> bool:
    return fields.issuperset(NEEDED) and not fields.isdisjoint(SHARED)


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A post a row, and the log as a record. No snapshot. Raises `Unreadable` where the heading lacks it."""
    file = only_file(files, options)
    found = list(told(file))
    fields = {field for one in found for field in one.fields}
    if not _is_told(fields):
        missing = [name for name in NEEDED if name not in fields] or ["something shared (object, link, text, …)"]
        raise Unreadable(source=file.name, place="line 1", wanted=f"a heading with {', '.join(missing)}")
    source = options.source or "posts"
    items = _items(file, found, source, options)
    return Reading(header=Header(format=NAME, source=source, title=file.name), items=items)


def pseudonymous(file: File, pseudonym: Callable[[str], str]) -> bytes:
    """The same rows as JSON lines, each with its line, the accounts as `pseudonym` calls them. Raises `Unreadable`."""
    made = []
    for one in told(file):
        fields = {name: cleaned(name, value) for name, value in one.fields.items()}
        if one.why:
            fields = {"unreadable": one.why}
        elif "account" in fields and not has_lost_digits(fields["account"]):
            fields["account"] = pseudonym(fields["account"])
        made.append(orjson.dumps({"line": one.line, **fields}))
    return b"\n".join(made)


def _items(file: File, found: list[Told], source: str, options: Options) -> Iterator[Item]:
    yield Record(
        source=source,
        key=file.name,
        schema="Document",
        properties={
            "fileName": (file.name,),
            "title": (file.name,),
            "contentHash": (hashlib.sha1(file.data, usedforsecurity=False).hexdigest(),),
        },
        place=Place(file=file.name, line=1),
        marking=options.marking,
    )
    for name in ("account", "post", "object"):
        zeros = rounded([one.fields.get(name, "") for one in found])
        if zeros:
            place = Place(file=file.name, line=1)
            yield set_aside(place, "posts-ids-rounded", name, entry=False, field=name, number=str(zeros))
    seen: set[str] = set()
    for one in found:
        made = _made(file, one, source)
        if isinstance(made, Observation) and made.key in seen:
            place = Place(file=file.name, line=one.line)
            yield set_aside(place, "duplicate-key", one.piece, entry=False, key=made.key)
            continue
        if isinstance(made, Observation):
            seen.add(made.key)
        yield made


def _made(file: File, one: Told, source: str) -> Observation | Quarantined:
    """The post; or the row set aside, with the first thing that is wrong with it."""
    place = Place(file=file.name, line=one.line)
    fields = {name: cleaned(name, value) for name, value in one.fields.items()}
    missing = next((name for name in NEEDED if not fields.get(name)), "")
    lost = next((name for name in ("account", "object") if has_lost_digits(fields.get(name, ""))), "")
    at = moment(fields.get("at", ""))
    if one.why or "unreadable" in one.piece[:40]:
        return set_aside(place, one.why or "posts-unreadable", one.piece)
    if missing:
        return set_aside(place, "posts-missing", one.piece, field=missing)
    if lost:
        return set_aside(place, "posts-id-lost", one.piece, field=lost, value=fields[lost])
    if at is None:
        return set_aside(place, "posts-time", one.piece, value=fields["at"])
    if not any(fields.get(name) for name in SHARED):
        return set_aside(place, "posts-nothing-shared", one.piece)
    if has_lost_digits(fields.get("post", "")):
        fields.pop("post")
    values: dict[str, str | int] = {name: fields[name] for name in _SAID if fields.get(name)}
    _addresses(values, fields)
    return Observation(kind=POST, key=_key(fields, source), at=at, values=values, place=place)


def _addresses(values: dict[str, str | int], fields: dict[str, str]) -> None:
    links = [canonical(link) for link in re.split(r"[\s|,]+", fields.get("links", "")) if link]
    if links:
        values["links"] = " ".join(dict.fromkeys(links))
        hosts = dict.fromkeys(link.partition("/")[0] for link in links if "." in link)
        if hosts and "domain" not in values:
            values["domain"] = " ".join(hosts)


def canonical(link: str) -> str:
    """An address as it is the same one: without scheme, www., tracking, fragment; the host in lower case."""
    found = _HOST.fullmatch(link.strip("'\"[]").partition("#")[0])
    if not found:
        return link
    host, path, query = found[1].lower(), found[2].rstrip("/"), found[3] or ""
    kept = "&".join(sorted(part for part in query.split("&") if part and not _TRACKING.match(part)))
    return f"{host}{path}{'?' + kept if kept else ''}"


def _key(fields: dict[str, str], source: str) -> str:
    """A post is known by its id, in a log of shares with what was shared; without an id by all that it says."""
    shared = "|".join(fields.get(name, "") for name in ("object", "links", "hashtags", "domain", "image"))
    told_ = f"{fields.get('post', '')}|{fields['account']}|{fields['at']}|{shared}|{fields.get('text', '')}"
    return f"{source}:{hashlib.blake2b(told_.encode('utf-8', 'surrogatepass'), digest_size=12).hexdigest()}"


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
