"""Enter a piece of the common work by hand, or a new version of one: through the same door as a table of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from jisr import formats, tables
from jisr.errors import WrongUse
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.convert import typed
from jisr.node.models import Record
from jisr.node.queries.commitments import FACT
from jisr.node.queries.common import KINDS
from jisr.node.queries.reader import visible_markings
from jisr.node.values import BatchRow
from jisr.records import Marking
from jisr.sharing import Reader, Role, require

_FORMAT = "common-csv"
SOURCE = "common-by-hand"


def enter(
    kind: str, said: Mapping[str, str], *, reader: Reader, marking: str = "TLP:AMBER", thing: str = ""
) -> BatchRow:
    """Bring one in. `thing`: the one this is a new version of. Raises `NotAllowed`, `WrongUse`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    if kind not in KINDS:
        message = f"no kind of the common work is called {kind!r}: one of {', '.join(KINDS)}"
        raise WrongUse(message, kind=kind)
    fields = [row for row in tables.rows("common_fields") if row["kind"] == kind]
    row = {one["field"]: typed(said.get(one["field"], "")).strip() for one in fields}
    wrong, field, value = formats.wrong_in(kind, row)
    if wrong == "field-needed":
        message = f"a piece of the common work needs its {field}"
        raise WrongUse(message, field=field)
    if wrong:
        message = f"{value!r} is nothing the field {field} can hold"
        raise WrongUse(message, field=field)
    if thing:
        _mine(thing, reader)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=("id", "kind", *row))
    writer.writeheader()
    writer.writerow({"id": thing.removeprefix(f"{SOURCE}:"), "kind": kind, **row})
    wanted = Wanted(format=_FORMAT, source=SOURCE, marking=Marking.read(marking))
    return ingest((("common.csv", out.getvalue().encode()),), reader=reader, wanted=wanted)


def _mine(thing: str, reader: Reader) -> None:
    rows = Record.objects.filter(thing=thing, schema=FACT, known_to=None, marking__in=visible_markings(reader))
    if not (thing.startswith(f"{SOURCE}:") and rows.exists()):
        message = f"no piece of the common work {thing!r}"
        raise WrongUse(message, thing=thing)
