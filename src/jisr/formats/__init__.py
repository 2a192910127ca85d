"""How do others write it?

Each format is one file with `recognise` and `read`, and one line in `FORMATS`. Bytes come in; records, claims that two
things are one, and pieces set aside with their place and reason come out. What a delivery is, its content says alone.
"""

from jisr.formats._base import (
    File,
    Format,
    Header,
    Item,
    Options,
    Quarantined,
    Reading,
)
from jisr.formats._draft import Kept
from jisr.formats._registry import FORMATS, formats_text, read, recognise
from jisr.formats.ftm_json import write_ftm

__all__ = [
    "FORMATS",
    "File",
    "Format",
    "Header",
    "Item",
    "Kept",
    "Options",
    "Quarantined",
    "Reading",
    "formats_text",
    "read",
    "recognise",
    "write_ftm",
]
