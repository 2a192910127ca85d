"""What does a page say, without what stands around it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from lxml import etree

from jisr.formats._text import tidy
from jisr.formats._xml import Element

_ENCODING = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE
)
_DROPPED = (
    *("script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "iframe", "svg", "button"),
    *("select", "object", "embed", "canvas", "video", "audio", "head"),
)
_BLOCKS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "pre",
        "td",
        "th",
        "div",
        "section",
        "figcaption",
        "dd",
        "dt",
    }
)
_MAIN = ("//*[@itemprop='articleBody']", "//article", "//main", "//*[@role='main']", "//body")
_DATES = (
    "//meta[@property='article:published_time' or @name='date' or @itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "(//article|//main)//time[@pubdate or contains(@class, 'publish')]/@datetime",
)
# A time anywhere else may be of a menu, of a comment, of another article: only where there is one alone.
_TIMES = "//time[not(ancestor::nav|ancestor::footer|ancestor::aside|ancestor::form)]/@datetime"
_LINKED = "//script[@type='application/ld+json']"
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_TITLES = ("//meta[@property='og:title']/@content", "//h1", "//title")
_PUBLISHERS = ("//meta[@property='og:site_name']/@content",)
_LEAST = 200  # characters under which a narrower part of the page is not the article


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page's text, a blank line between blocks, its title first; and what it says of itself ("" unsaid)."""

    title: str
    text: str
    published: str = ""
    language: str = ""
    publisher: str = ""


def declared_encoding(head: bytes) -> str:
    """What the page says it is encoded in; "" when it does not."""
    found = _ENCODING.search(head)
    return (found.group(1) or found.group(2)).decode("ascii", "replace") if found else ""


def main_text(raw: str) -> Page:
    """The article of a page. Never fetches; what cannot be parsed is an empty page."""
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    root = None
    with suppress(etree.XMLSyntaxError):  # what some versions of libxml2 say of an empty page
        root = etree.fromstring(raw.encode("utf-8"), parser=parser)
    if root is None:
        return Page(title="", text="")
    title = _first(root, _TITLES)
    said = {"published": _first(root, _DATES) or _told_once(root), "publisher": _first(root, _PUBLISHERS)}
    language = tidy(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    blocks = [block for block, _ in groupby(_longest(root))]
    text = "\n\n".join(blocks if title in blocks or not title else [title, *blocks])
    return Page(title=title, text=text, language=language, **said)


def _find(root: Element, path: str) -> list[Element | str]:
    return cast("list[Element | str]", root.xpath(path))


def _first(root: Element, paths: tuple[str, ...]) -> str:
    for path in paths:
        for found in _find(root, path):
            text = tidy(found if isinstance(found, str) else "".join(map(str, found.itertext())))
            if text:
                return text
    return ""


def _told_once(root: Element) -> str:
    """The day in the page's linked data, or of its only time; "" where there are several different ones."""
    linked = [str(one.text or "") for one in _find(root, _LINKED) if not isinstance(one, str)]
    told = {day for text in linked for day in _LINKED_DATE.findall(text)}
    told = told or {tidy(one) for one in _find(root, _TIMES) if isinstance(one, str)}
    days = {one[: len("2025-11-25")] for one in told}
    return min(told) if len(days) == 1 else ""


def _longest(root: Element) -> list[str]:
    """The blocks of the narrowest part of the page that holds an article's worth of text."""
    blocks: list[str] = []
    for path in _MAIN:
        parts = [list(_blocks(part)) for part in _find(root, path) if not isinstance(part, str)]
        blocks = max(parts, key=_size, default=[])
        if _size(blocks) >= _LEAST:
            return blocks
    return blocks


def _size(blocks: list[str]) -> int:
    return sum(map(len, blocks))


def _blocks(part: Element) -> Iterator[str]:
    """The text of the part, cut where a block begins or ends."""
    held: list[str] = []
    for event, element in etree.iterwalk(part, events=("start", "end")):
        is_block = element.tag in _BLOCKS or element.tag == "br"
        if is_block and (text := tidy("".join(held))):
            yield text
        if is_block:
            held = []
        held.append((element.text if event == "start" else element.tail if element is not part else "") or "")
    if text := tidy("".join(held)):
        yield text
