"""Where the schemas of the IATI standard lie: XSD 2.03 (IATI/IATI-Schemas 4c9ba1e, CC BY 4.0, http://iatistandard.org/)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from jisr.tables import rows

_FOLDER = Path(__file__).parent / "iati"


def schema_file(root: str) -> str:
    """The path of the XSD of a document with that root: `iati-activities` or `iati-organisations`."""
    return str(_FOLDER / f"{root}-schema.xsd")


@cache
def codes(codelist: str) -> Mapping[str, str]:
    """The codes of a list and their English names; empty for a list that is not kept."""
    found = {row["code"]: row["name"] for row in rows("iati_codelists") if row["codelist"] == codelist}
    return MappingProxyType(found)
