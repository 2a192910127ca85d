"""A feed of news (RSS 0.9x, 1.0, 2.0; Atom, RFC 4287): one Article an item. Nothing it points to is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from jisr.errors import TooLarge, Unreadable
from jisr.formats import _html, _language, _story, _when
from jisr.formats._base import MIB, File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._story import SOURCE, Text
from jisr.formats._text import DAMAGED, decode, tidy
from jisr.formats._xml import Element
from jisr.records import Place

NAME = "feed"
TITLE = "Feed of news, RSS or Atom"
_LIMIT = 8 * MIB
_MOST_ITEMS = 2000
_LONGEST_HEAD = 4096
_ROOTS = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<\?[^>]{0,300}\?>\s*|<!--.{0,2000}?-->\s*)*<(?:\w+:)?(?:rss|feed|RDF)\b",
    re.DOTALL,
)
_ITEMS = frozenset({"item", "entry"})
_BODIES = ("encoded", "content", "description", "summary")  # the fullest first
_DATES = ("pubDate", "published", "date", "issued")
_CHANGED = ("updated", "modified")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&\w+;")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    """What the feed says of itself."""

    title: str
    language: str


def recognise(files: tuple[File, ...]) -> bool:
    """One XML file whose outermost element is that of a feed."""
    return len(files) == 1 and _ROOTS.match(_ascii(files[0].data[:4096])) is not None


def read(files: tuple[File, ...], options: Options) -> Reading:
    """Its items. Raises `Unreadable`: not whole, no feed; `TooLarge`: more items than a true one has."""
    file = only_file(files, options, limit=_LIMIT)
    root = _parsed(file)
    items = [one for one in root.iter() if isinstance(one.tag, str) and _name(one) in _ITEMS]
    if len(items) > _MOST_ITEMS:
        raise TooLarge(source=file.name, place=f"{len(items)} items", wanted=f"at most {_MOST_ITEMS} items of a feed")
    head = next((one for one in root if isinstance(one.tag, str) and _name(one) == "channel"), root)
    channel = _Channel(
        title=_child(head, ("title",)), language=_language.code(_child(head, ("language",)) or _tag(root))
    )
    header = Header(format=NAME, source=options.source or SOURCE, title=channel.title or TITLE)
    return Reading(header=header, items=_items(items, channel, file, (header, options)))


def _ascii(head: bytes) -> bytes:
    return head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")


def _parsed(file: File) -> Element:
    declared = _html.declared_encoding(_ascii(file.data[:400]))
    text = decode(file.data, source=file.name, encoding=declared)
    if "<!DOCTYPE" in text[:_LONGEST_HEAD]:
        raise Unreadable(source=file.name, place="line 1", wanted="a feed without a document type: it may hide a bomb")
    body = re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", text, count=1)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(body.strip().encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            source=file.name,
            place=f"line {error.lineno}",
            wanted="a whole feed; this one breaks off or breaks its own rules",
        ) from error
    return root


def _items(items: list[Element], channel: _Channel, file: File, told: tuple[Header, Options]) -> Iterator[Item]:
    seen: set[str] = set()
    for at, item in enumerate(items, 1):
        place = Place(file=file.name, line=int(str(item.sourceline or 1)))
        piece = etree.tostring(item, encoding="unicode")
        found = _text(item, channel)
        if not any(map(str.isalpha, found.body)):
            yield set_aside(place, "item-without-text", piece, item=str(at))
        elif bad := DAMAGED.search(found.body):
            yield set_aside(place, "damaged-characters", piece, character=f"U+{ord(bad.group()):04X}")
        elif found.key in seen:
            yield set_aside(place, "duplicate-key", piece, entry=False, key=found.key)
        else:
            seen.add(found.key)
            yield from _told_date(item, found, place)
            yield _story.record(found, f"{found.title}\n{found.body}".encode(), place, *told)


def _told_date(item: Element, found: Text, place: Place) -> Iterator[Item]:
    """A date nobody can read is said, never guessed."""
    said = _child(item, _DATES)
    if said and not found.published:
        yield set_aside(place, "bad-date", said, entry=False, field="pubDate", value=said)


def _text(item: Element, channel: _Channel) -> Text:
    title = _unmarked(_child(item, ("title",)))
    body = max((_unmarked(_raw(item, name)) for name in _BODIES), key=len)
    said = _child(item, _DATES)
    day = _when.day_of(said)
    link = _link(item)
    named = _child(item, ("guid", "id")) or link
    key = named if not named or "://" in named else f"{channel.title}\n{named}"  # a bare number is of that feed alone
    return Text(
        title=title,
        body=body if body.startswith(title) else f"{title}\n\n{body}".strip(),
        published=day,
        language=channel.language,
        publisher=channel.title,
        key=key or f"{title}\n{said}",
        said={
            "sourceUrl": (link if link.startswith(("http://", "https://")) else "",),
            "author": (_child(item, ("author", "creator")),),
            "notes": (f"publishedAt: {said}, as the feed says" if day else f"the feed's date: {said}" if said else "",),
            "modifiedAt": (_when.day_of(_child(item, _CHANGED)),),
        },
    )


def _name(one: Element) -> str:
    return str(one.tag).rpartition("}")[2]


def _tag(root: Element) -> str:
    return tidy(root.get("{http://www.w3.org/XML/1998/namespace}lang"))


def _child(parent: Element, names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := tidy(_raw(parent, name)))), "")


def _raw(parent: Element, name: str) -> str:
    for one in parent:
        if isinstance(one.tag, str) and _name(one) == name:
            return "".join(map(str, one.itertext())) if not len(one) else etree.tostring(one, encoding="unicode")
    return ""


def _link(item: Element) -> str:
    """RSS writes it as text, Atom as an attribute, the page itself being the alternate."""
    links = [one for one in item if isinstance(one.tag, str) and _name(one) == "link"]
    chosen = next((one for one in links if one.get("rel") in {None, "alternate"}), None)
    return tidy(chosen.get("href") or chosen.text) if chosen is not None else ""


def _unmarked(text: str) -> str:
    """Items carry text, or a page's markup."""
    if not _MARKUP.search(text):
        return "\n\n".join(part for line in text.split("\n") if (part := tidy(line)))
    return _html.main_text(f"<body><div>{text}</div></body>").text


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
