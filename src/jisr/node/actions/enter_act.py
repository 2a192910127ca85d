"""Enter an act by hand: checked before it comes in; what delists or relieves waits for a second person."""

from __future__ import annotations

import re
from collections.abc import Mapping

import orjson

from jisr import formats, tables
from jisr.node.act_faults import faulty
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.values import ActEntered, Problem
from jisr.records import Record
from jisr.sharing import Reader, Role, require

FIELDS = (
    *("id", "instrument", "issuer", "jurisdiction", "action", "measure", "subject", "subject_refs", "scope"),
    *("announced", "effective", "expires", "amends", "source", "confidence", "note"),
)
_MANY = frozenset({"subject_refs", "amends", "source"})
_NEEDED = ("instrument", "jurisdiction", "action", "source")
_NOT_ID = re.compile(r"[^\w.-]+")


def enter_act(said: Mapping[str, str], *, reader: Reader) -> ActEntered:
    """Check the act and bring it in; `problems` say what is wrong with it: then nothing was written.

    `said`: by the names of FIELDS; several values of a field a line or a comma each. Raises `NotAllowed`.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    body = _body(said)
    name, data = f"act {body['id']}.jsonl", orjson.dumps(body) + b"\n"
    problems = [Problem(code="act-needs", facts=(("field", field),)) for field in _NEEDED if not body.get(field)]
    problems += _problems(name, data) if body.get("instrument") else []
    effects = {row["action"]: row["effect"] for row in tables.rows("actions")}
    if body.get("action") and body["action"] not in effects:
        problems.append(Problem(code="act-unknown-action", facts=(("action", str(body["action"])),)))
    if problems:
        return ActEntered(problems=tuple(problems))
    row = ingest(((name, data),), reader=reader, wanted=Wanted(format="acts-jsonl"))
    return ActEntered(batch=row)


def _body(said: Mapping[str, str]) -> dict[str, object]:
    body: dict[str, object] = {}
    for field in FIELDS:
        text = said.get(field, "").strip()
        if field in _MANY:
            values = [part.strip() for part in re.split(r"[\n,]", text) if part.strip()]
            body[field] = values
        elif text:
            body[field] = text
    if not body.get("id"):
        day = str(body.get("effective") or body.get("announced") or "")[:10]
        words = f"{body.get('jurisdiction', '')}-{body.get('action', '')}-{day}-{body.get('instrument', '')}"
        body["id"] = _NOT_ID.sub("-", words.lower()).strip("-")[:80] or "act"
    return body


def _problems(name: str, data: bytes) -> list[Problem]:
    """What the reader sets aside, and what the model refuses."""
    reading = formats.read((formats.File(name=name, data=data),), name="acts-jsonl")
    items = list(reading.items)
    pieces = [item for item in items if isinstance(item, formats.Quarantined)]
    records = [item for item in items if isinstance(item, Record)]
    found = [Problem(code=piece.reason, facts=piece.facts) for piece in pieces]
    return found + [Problem(code=fault.code, facts=tuple(fault.facts)) for fault in faulty(records).values()]
