"""A partner is listed, another delisted: are all the linked projects among 50,000 found, and how soon?"""

from __future__ import annotations

import json

from bench import Board, timed
from bench._store import fresh, reader, take
from jisr.node.actions import screen_partners
from jisr.node.actions.after_ingest import catch_up
from jisr.node.actions.ingest import Wanted, take_in
from jisr.node.models import Finding

MANY, PARTNERS = 50_000, 2_000
NAMES = ("Valley", "Harbour", "Cedar", "Olive", "Lantern", "Copper", "Falcon", "Meadow", "Granite", "Saffron")
KINDS = ("Water", "Health", "Schools", "Roads", "Seeds", "Mills", "Bridges", "Clinics", "Looms", "Kilns")
TAILS = ("Society", "Company", "Foundation", "Works", "Union", "Trust", "Institute", "Agency", "House", "Group")


def partner(number: int) -> str:
    """An invented organisation."""
    words = (NAMES[number % 10], KINDS[number // 10 % 10], TAILS[number // 100 % 10], str(number // 1000 or ""))
    return " ".join(filter(None, words))


def projects() -> bytes:
    """Activities with a partner each."""
    rows = (
        f'<iati-activity><iati-identifier>XM-EX-{n}</iati-identifier><reporting-org ref="XM-EX" type="40"/>'
        f"<title><narrative>Project {n}</narrative></title><description><narrative>d</narrative></description>"
        f"<participating-org role='4'><narrative>{partner(n % PARTNERS)}</narrative></participating-org>"
        f"<activity-status code='2'/><activity-date type='2' iso-date='2024-01-02'/></iati-activity>"
        for n in range(MANY)
    )
    return ('<iati-activities version="2.03">' + "\n".join(rows) + "</iati-activities>").encode()


def listing(*numbers: int) -> bytes:
    """A list with these partners on it, among a hundred persons who take part nowhere."""
    rows: list[dict[str, object]] = []
    for key, name in [
        *((f"L{one}", partner(one)) for one in numbers),
        *((f"P{n}", f"Qwz Person{n}") for n in range(99)),
    ]:
        kind = "Organization" if key.startswith("L") else "Person"
        rows.append({"id": key, "schema": kind, "properties": {"name": [name]}})
        said = {"entity": [key], "program": ["Invented"], "startDate": ["2026-01-01"]}
        rows.append({"id": f"{key}/listing", "schema": "Sanction", "properties": said})
    return b"\n".join(json.dumps(row).encode() for row in rows)


def main() -> None:
    """All of them."""
    board = Board()
    fresh()
    with timed() as took:
        take(("projects.xml", projects()))
        catch_up()
    board.say("50,000 projects taken in and screened", took(), "s", bar=600)
    with timed() as took:
        take_in((("list.ftm.json", listing(7, 8)),), reader=reader(), wanted=Wanted(source="list", snapshot=True))
        screen_partners.catch_up()
    linked = 2 * MANY // PARTNERS
    found = set(Finding.objects.filter(kind="partner").values_list("about", flat=True))
    wanted = {f"iati:XM-EX-{n}" for n in range(MANY) if n % PARTNERS in {7, 8}}
    board.say(
        "projects of listed partners that were found", len(found & wanted), f"of {linked}", bar=linked, least=True
    )
    board.say("from the listing to the last finding", took(), "s", bar=5)
    opened = Finding.objects.filter(kind="partner", about__in=wanted)
    opened.update(state="confirmed")
    with timed() as took:
        take_in((("list-2.ftm.json", listing(8)),), reader=reader(), wanted=Wanted(source="list", snapshot=True))
        again = opened.filter(state="open").count()
    board.say("findings that a delisting opened again", again, f"of {linked // 2}", bar=linked // 2, least=True)
    board.say("from the delisting to the last", took(), "s", bar=5)
    board.end()


if __name__ == "__main__":
    main()
