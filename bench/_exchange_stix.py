"""STIX 2.1: how many of the objects of a domain come back byte for byte from a node, and are valid when written."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "exchange" / "stix21_domain.jsonl"
_CHECKED = 300  # objects the standard's validator looks at: it does some fifty a second


def figures() -> Iterator[dict[str, object]]:
    """Each figure: name, value, unit, bar, passed."""
    data = SHARED.read_bytes()
    wanted = [line for line in data.split(b"\n") if line]
    with tempfile.TemporaryDirectory() as folder:
        same, seconds = _through_a_node(data, wanted, Path(folder))
    yield _figure(
        "stix round trip, byte-equal", same, f"of {len(wanted)}", f"= {len(wanted)}", passed=same == len(wanted)
    )
    yield _figure("stix read, objects/s", round(len(wanted) / seconds), "objects/s", "-", passed=True)
    wrong = _invalid(data)
    yield _figure("objects we write that the validator refuses", wrong, f"of {_CHECKED}", "= 0", passed=wrong == 0)


def _figure(name: str, value: object, unit: str, bar: str, *, passed: bool) -> dict[str, object]:
    return {"name": name, "value": value, "unit": unit, "bar": bar, "passed": passed}


def _through_a_node(data: bytes, wanted: list[bytes], folder: Path) -> tuple[int, float]:
    """Taken in by an empty node, asked back object by object: those with the same bytes; seconds of reading alone."""
    os.environ |= {"JISR_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "jisr.site.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    from jisr.formats import File, read
    from jisr.node.actions.ingest import Wanted, ingest
    from jisr.node.models import Record
    from jisr.node.queries.reader import terminal
    from jisr.node.queries.stix import originals

    call_command("migrate", verbosity=0, interactive=False)
    started = time.perf_counter()
    list(read((File(name="d.jsonl", data=data),)).items)
    seconds = time.perf_counter() - started
    ingest([("d.jsonl", data)], reader=terminal("bench"), wanted=Wanted(source="foreign"))
    kept = originals(Record.objects.filter(source="foreign").select_related("batch"))
    ids = {json.loads(line)["id"]: line for line in wanted}
    return sum(kept.get(f"foreign:{key}") == line for key, line in ids.items()), seconds


def _invalid(data: bytes) -> int:
    """Objects read, then written by us: what the standard's validator refuses."""
    from stix2validator import ValidationOptions, validate_instance

    from jisr.formats import File, Sending, read, write_stix
    from jisr.records import Record

    records = [item for item in read((File(name="d.jsonl", data=data),)).items if isinstance(item, Record)]
    objects = json.loads(write_stix(records, sending=Sending(member="bench")))["objects"]
    step = max(1, len(objects) // _CHECKED)
    some = objects[::step][:_CHECKED]
    return sum(not validate_instance(body, ValidationOptions(version="2.1")).is_valid for body in some)


if __name__ == "__main__":
    told = list(figures())
    for figure in told:
        print(json.dumps(figure))
    sys.exit(not all(figure["passed"] for figure in told))
