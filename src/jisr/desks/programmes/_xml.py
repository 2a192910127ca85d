"""An activity's element, read again from what was kept: nothing is fetched, nothing expanded."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from lxml import etree

from jisr.errors import Unreadable

Element = etree._Element  # noqa: SLF001  # lxml has no public name for it
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parsed(xml: str | bytes) -> Element:
    """The element. Raises `Unreadable`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml.encode() if isinstance(xml, str) else xml, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(source="an activity", place=f"line {error.lineno}", wanted="well-formed XML") from error


def held(element: Element, root: str) -> Element:
    """The element in a document of its own with that root, so that paths from the root find it."""
    if element.getparent() is not None:
        return element.getroottree().getroot()
    holder = etree.Element(root)
    holder.append(element)
    return holder


@lru_cache(maxsize=4096)
def path(expression: str) -> etree.XPath:
    """A compiled XPath 1.0."""
    return etree.XPath(expression)


def found(expression: str, element: Element) -> list[Element | str]:
    """What the path leads to: elements, or texts of attributes."""
    result = path(expression)(element)
    return cast("list[Element | str]", result) if isinstance(result, list) else []


def holds(expression: str, element: Element) -> bool:
    """Whether a condition is true of the element, as XPath counts truth."""
    return bool(path(f"boolean({expression})")(element))


def words(one: Element | str) -> str:
    """The text of an element or an attribute, as it stands."""
    return str(one) if isinstance(one, str) else "".join(map(str, one.itertext()))


def line_of(one: Element | str, element: Element) -> int:
    """The line of what was found, from 1; an attribute's is its element's."""
    owner = one.getparent() if isinstance(one, str) and hasattr(one, "getparent") else one
    return int(getattr(owner, "sourceline", None) or getattr(element, "sourceline", None) or 1)
