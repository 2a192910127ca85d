"""What lxml's parsers give, by a public name."""

from lxml import etree

Element = etree._Element  # noqa: SLF001  # lxml has no public name for it
