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
    Withdrawn,
)
from jisr.formats._draft import Kept
from jisr.formats._registry import FORMATS, formats_text, read, recognise
from jisr.formats._stix_write import Concluded, Sending, Stamp, bundle_of, id_of, object_of, with_objects, write_stix
from jisr.formats.common_csv import wrong_in
from jisr.formats.ftm_json import write_ftm
from jisr.formats.iati import Fault, Whole, document_faults, wholes, write_iati
from jisr.formats.posts import pseudonymous
from jisr.formats.posts import recognise as are_posts
from jisr.formats.stix21 import cut, cuts, read_object, references

__all__ = [
    "FORMATS",
    "Concluded",
    "Fault",
    "File",
    "Format",
    "Header",
    "Item",
    "Kept",
    "Options",
    "Quarantined",
    "Reading",
    "Sending",
    "Stamp",
    "Whole",
    "Withdrawn",
    "are_posts",
    "bundle_of",
    "cut",
    "cuts",
    "document_faults",
    "formats_text",
    "id_of",
    "object_of",
    "pseudonymous",
    "read",
    "read_object",
    "recognise",
    "references",
    "wholes",
    "with_objects",
    "write_ftm",
    "write_iati",
    "write_stix",
    "wrong_in",
]
