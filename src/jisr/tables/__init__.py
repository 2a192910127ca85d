"""What do we know by heart?

Tables that a linguist, a lawyer or an analyst can correct: CSV and YAML, and the one loader that reads them. A CSV has
a header; lines that start with `#` are remarks.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

__all__ = ["Row", "rows", "schema", "schema_files", "tables", "text"]

Row = Mapping[str, str]
_FOLDER = Path(__file__).parent


def tables(prefix: str = "") -> tuple[str, ...]:
    """The names of the CSV tables that begin with `prefix`, sorted."""
    return tuple(sorted(file.stem for file in _FOLDER.glob(f"{prefix}*.csv")))


def text(file: str) -> str:
    """The text of a file of this folder, as it is: `demo/article_ar.txt`."""
    return (_FOLDER / file).read_text(encoding="utf-8")


@cache
def rows(table: str) -> tuple[Row, ...]:
    """The rows of `tables/<table>.csv`, in file order; cells are stripped text, an empty cell is ""."""
    lines = (line for line in text(f"{table}.csv").splitlines() if line.strip() and not line.startswith("#"))
    return tuple(
        MappingProxyType({key: (value or "").strip() for key, value in row.items()}) for row in csv.DictReader(lines)
    )


@cache
def schema_files() -> Mapping[str, Path]:
    """Where each schema is written, by its name: FollowTheMoney's, and ours beside them; one schema a file."""
    package = find_spec("followthemoney")  # found, not imported: only its YAML is wanted (decisions/0001)
    beside = [Path(place) / "schema" for place in (package.submodule_search_locations or ())] if package else []
    folders = (*(beside or [_FOLDER.parent / "_built" / "schema"]), _FOLDER / "schemata")  # a wheel brings the YAML
    return MappingProxyType({file.stem: file for folder in folders for file in sorted(folder.glob("*.yaml"))})


@cache
def schema(name: str) -> Mapping[str, object]:
    """One schema as written (https://followthemoney.tech/explorer/). `name`: a key of `schema_files`."""
    import yaml  # noqa: PLC0415  # an import of 50 ms that only who asks for a schema should pay

    written = schema_files()[name].read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    body: Mapping[str, Mapping[str, object]] = yaml.load(written, Loader=loader)  # noqa: S506  # safe, compiled
    return MappingProxyType(dict(body[name]))
