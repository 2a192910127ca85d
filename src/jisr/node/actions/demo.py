"""Fill a fresh node with a small invented world, through the same door as everything else.

Three members' lists in FollowTheMoney form; one of them in three versions: the second corrects the first, the third is
short and is held for a person. Two articles, two acts,
two projects, five promises, and a finding that the correction opened again.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson

from jisr import tables
from jisr.node.actions import cases
from jisr.node.actions.decide import decide
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.actions.judge import judge
from jisr.node.actions.keep_check import keep
from jisr.node.actions.settle_delivery import approve
from jisr.node.money_book import DESK
from jisr.node.queries.check import check
from jisr.node.queries.findings import findings
from jisr.node.values import Question
from jisr.sharing import Reader

MEMBERS = ("member-north", "member-coast", "member-river")
_COUNTRIES = ("lb", "jo", "fr", "iq", "tn")
_PEOPLE = 60
_SURE = 0.95
_START = datetime(2025, 3, 1, 8, 0, tzinfo=UTC)


def fill(*, reader: Reader) -> None:
    """Make the demo world. Deterministic: the same node every time."""
    north = list(_list("member-north", "N", _PEOPLE))
    _read("north-1.ftm.json", north, reader=reader, source="member-north", day=0)
    _read("coast-1.ftm.json", list(_list("member-coast", "C", 30)), reader=reader, source="member-coast", day=10)
    _read("river-1.ftm.json", list(_list("member-river", "R", 20)), reader=reader, source="member-river", day=20)
    for name in ("Waddah Luqman al-Manjaniqi", "Sahir Badran al-Qandili"):
        _join(name, reader)
    _findings(reader)
    later = [entity for entity in north if not _is_of(entity, "N-003")]
    _read("north-2.ftm.json", later, reader=reader, source="member-north", day=190)
    _ingest("demo-acts.jsonl", tables.text("demo/acts.jsonl"), reader=reader, day=184)
    _ingest("article-ar.txt", tables.text("demo/article_ar.txt"), reader=reader, day=226)
    _ingest("article-en.txt", tables.text("demo/article_en.txt"), reader=reader, day=226)
    _ingest("demo-payments.csv", tables.text("demo/payments.csv"), reader=reader, day=230)
    _case(reader)
    _ingest("projects.xml", tables.text("demo/projects.xml"), reader=reader, day=230)
    _ingest("promises.csv", tables.text("demo/promises.csv"), reader=reader, day=230)
    _ingest("common.csv", tables.text("demo/common.csv"), reader=reader, day=230)
    _read("north-3.ftm.json", later[: len(later) // 2], reader=reader, source="member-north", day=240)


def _findings(reader: Reader) -> None:
    """Two questions somebody asked and settled; the second list version opens one of them again."""
    for name, verdict, why in (
        ("Saher Badrane el-Kandili", "confirmed", "Same father's name, born the same year."),
        ("وضاح لقمان المنجنيقي", "", ""),
    ):
        for finding in keep(check(Question(name=name), reader=reader), reader=reader)[:1]:
            if verdict:
                decide(finding, reader=reader, verdict=verdict, why=why)


def _case(reader: Reader) -> None:
    """Somebody looks at what the payments show, with a note and a task; a second person has yet to be asked."""
    shown = [row.id for row in findings(reader=reader, desk=DESK) if row.kind in {"cycle", "structuring"}]
    if shown:
        number = cases.open_case("Grain that comes back as money", shown[:2], reader=reader)
        cases.note(number, "The carrier's bank was asked for the bill of lading.", reader=reader)
        cases.task(number, "Ask the port for the ship's papers", reader=reader)


def _join(name: str, reader: Reader) -> None:
    """Somebody judged that the three members mean the same person: their lists then stand side by side."""
    first, *others = (hit.party for hit in check(Question(name=name), reader=reader).hits if hit.score > _SURE)
    for other in others:
        judge(first, other, reader=reader, verdict="same", why="Same three names; the years differ by one.")


def _list(member: str, letter: str, size: int) -> Iterator[Mapping[str, object]]:
    """FollowTheMoney entities: people and organisations, each with its listing."""
    named = tables.rows("demo_names")
    given = [row for row in named if row["kind"] == "given"]
    family = [row for row in named if row["kind"] == "family"]
    combinations = itertools.product(range(len(given)), range(len(family)))
    start = MEMBERS.index(member) * 7
    for number, (first, last) in enumerate(itertools.islice(combinations, start, start + size), start=1):
        father = (first + 2) % len(given)
        parts = (given[first], given[father], family[last])
        yield from _person(member, f"{letter}-{number:03}", parts, year=1960 + (first * 7 + last * 3) % 40)
    for number, row in enumerate(tables.rows("demo_organisations")[: 5 - MEMBERS.index(member)], start=1):
        key = f"{letter}-O{number}"
        yield from _listed(key, "Organization", {"name": [row["en"]], "alias": [row["ar"]]}, number)


def _person(
    member: str, key: str, parts: tuple[tables.Row, tables.Row, tables.Row], *, year: int
) -> Iterator[Mapping[str, object]]:
    shift = MEMBERS.index(member)
    said = {
        "name": [" ".join(part["en"] for part in parts)],
        "alias": [" ".join(part["ar"] for part in parts), " ".join(part["fr"] for part in parts)],
        "birthDate": [str(year + shift)],
        "nationality": [_COUNTRIES[(year + shift) % len(_COUNTRIES)]],
        "firstName": [parts[0]["en"]],
        "lastName": [parts[2]["en"]],
    }
    yield from _listed(key, "Person", said, year)


def _listed(key: str, schema: str, said: Mapping[str, list[str]], number: int) -> Iterator[Mapping[str, object]]:
    day = (datetime(2019, 1, 1, tzinfo=UTC) + timedelta(days=number * 37 % 2000)).date().isoformat()
    yield {"id": key, "schema": schema, "properties": said}
    listing = {"entity": [key], "program": ["Invented list"], "listingDate": [day], "startDate": [day]}
    yield {"id": f"{key}/listing", "schema": "Sanction", "properties": listing}


def _is_of(entity: Mapping[str, object], key: str) -> bool:
    return str(entity["id"]).partition("/")[0] == key


def _read(name: str, entities: list[Mapping[str, object]], *, reader: Reader, source: str, day: int) -> None:
    data = b"\n".join(orjson.dumps(entity) for entity in entities)
    wanted = Wanted(source=source, snapshot=True, received=_START + timedelta(days=day))
    ingest([(name, data)], reader=reader, wanted=wanted)


def _ingest(name: str, text: str, *, reader: Reader, day: int) -> None:
    row = ingest([(name, text.encode())], reader=reader, wanted=Wanted(received=_START + timedelta(days=day)))
    if row.state == "held":
        second = replace(reader, name="demo:second")  # the demo plays both persons: acts that ease need two
        approve(row.id, reader=second, sha256=row.sha256, why="Read beside the printed act.")
