"""Three invented members that know one another: what each says, how they join, and a listing that one takes back.

Everything goes through the same doors as in earnest, but for one thing: nobody telephones, so each takes the words of
the others' keys from their invitations. Only `jisr up --demo` calls this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

import orjson

from jisr import tables
from jisr.errors import JisrError
from jisr.node import clock
from jisr.node.actions import feedback, partners
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.actions.share import share
from jisr.node.models import Partner, Proposal, Record, Request, Sent, Setting
from jisr.node.own_name import node_name
from jisr.node.queries import flow
from jisr.node.queries.partners import partner
from jisr.node.store import write
from jisr.node.values import Terms
from jisr.sharing import Reader, Role

NAMES = ("hill", "coast", "river")
TITLES = {"hill": "Hill cell · خلية التل", "coast": "Coast cell · خلية الساحل", "river": "River cell · خلية النهر"}
_PEOPLE = 5
_STEP = "demo-members"
_TERMS = Terms(ceiling="amber", purposes=("screening",))


def name(own: str, *, reader: Reader) -> None:
    """Name a fresh node of the demo, and let it say something of its own."""
    if Setting.objects.filter(key=_STEP).exists():
        return
    partners.name_node(own, reader=reader)
    _tell(own, range(_PEOPLE), reader=reader)
    _keep("named")


def invitation(address: str, *, reader: Reader) -> bytes:
    """The node's own invitation."""
    return partners.invitation(address, reader=reader, title=TITLES.get(node_name(), ""))


def meet(invitations: Mapping[str, bytes], *, reader: Reader) -> bool:
    """Join every member whose invitation is here, agree, and share one's own list; whether all are joined."""
    for other, data in sorted(invitations.items()):
        if other == node_name():
            continue
        row = Partner.objects.filter(name=other).first()
        known = orjson.loads(data)
        if row is None or (row.state == "joined" and row.address != known["address"]):
            partners.invite(data, reader=reader)
        if row is None:
            partners.confirm(other, " ".join(partner(other, reader=reader).words_en), reader=reader)
            partners.agree(other, _TERMS, reader=_person("rana"))
            partners.second(other, 1, reader=_person("samir"))
    joined = Partner.objects.filter(state="joined").count()
    if joined == len(NAMES) - 1 and _step() == "named":
        share(_own_things(), tuple(one for one in NAMES if one != node_name()), reader=reader)
        _keep("shared")
    return joined == len(NAMES) - 1


def go_on(*, reader: Reader) -> None:
    """What a member does once the others have signed for its list: one person is taken off it, one thing is asked."""
    if _step() != "shared" or not _all_signed(reader):
        return
    own = node_name()
    _tell(own, range(1, _PEOPLE), reader=reader)
    try:
        if own == "coast":
            _ask(reader)
        if own == "river":
            _propose(reader)
    except JisrError:  # a partner was suspended meanwhile: the demo is somebody's to play with
        pass
    _keep("corrected")


def _ask(reader: Reader) -> None:
    wanted = feedback.Wanted(
        subject="hill-list:1",
        question="من هو هذا الشخص، وهل سُجّل له جواز سفر؟ Which papers do you hold of him?",
        purpose="screening",
        due=clock.today() + timedelta(days=3),
    )
    if not Request.objects.filter(direction="out").exists():
        feedback.ask("hill", wanted, reader=reader)


def _propose(reader: Reader) -> None:
    thing = Record.objects.filter(source="hill", schema="Person", known_to=None).order_by("-thing").first()
    if thing is not None and not Proposal.objects.filter(direction="out").exists():
        why = "His identity card, seen at the crossing, says so."
        said = feedback.Suggested(thing=thing.thing, property="birthDate", value="1978", why=why)
        feedback.propose(said, reader=reader)


def _all_signed(reader: Reader) -> bool:
    page = flow.receipts(reader=reader)
    waits = Sent.objects.filter(origin=node_name(), delivered=False, live=True).exists()
    return bool(page.rows) and not page.missing and not waits


def _own_things() -> tuple[str, ...]:
    rows = Record.objects.filter(source=f"{node_name()}-list", known_to=None).order_by("thing")
    return tuple(rows.values_list("thing", flat=True))


def _tell(own: str, which: range, *, reader: Reader) -> None:
    data = b"\n".join(orjson.dumps(entity) for number in which for entity in _person_of(own, number))
    edition = "1" if which.start == 0 else "2"
    wanted = Wanted(source=f"{own}-list", snapshot=True)
    row = ingest([(f"{own}-{edition}.ftm.json", data)], reader=reader, wanted=wanted)
    if row.state == "held":  # a list this short looks broken when one of five is gone; here it is meant
        from jisr.node.actions.settle_delivery import approve  # noqa: PLC0415  # needed by the demo alone

        approve(row.id, reader=reader, sha256=row.sha256, why="The committee took one person off the list.")


def _person_of(own: str, number: int) -> Iterator[Mapping[str, object]]:
    """A person and the listing, for the three members alone."""
    given = [row for row in tables.rows("demo_names") if row["kind"] == "given"]
    family = [row for row in tables.rows("demo_names") if row["kind"] == "family"]
    place = NAMES.index(own) * _PEOPLE + number
    first, last = given[(place + 3) % len(given)], family[(place * 2 + 1) % len(family)]
    marking = {"tlp": "amber", "releasable_to": sorted(NAMES)}
    said = {
        "name": [f"{first['en']} {last['en']}"],
        "alias": [f"{first['ar']} {last['ar']}"],
        "birthDate": [str(1965 + place)],
    }
    key = str(number)
    yield {"id": key, "schema": "Person", "properties": said, "jisr": {"marking": marking}}
    listing = {"entity": [key], "program": [f"{own} list"], "startDate": [f"2024-0{number + 1}-01"]}
    own_word = {"marking": marking, "begins": f"2024-0{number + 1}-01"}
    yield {"id": f"{key}/listing", "schema": "Sanction", "properties": listing, "jisr": own_word}


def _person(who: str) -> Reader:
    """One of two people of the demo, for what needs four eyes."""
    return Reader(name=f"demo:{who}", member=node_name(), roles=frozenset({Role.EXCHANGE, Role.SUPERVISOR}))


def _step() -> str:
    return Setting.objects.filter(key=_STEP).values_list("value", flat=True).first() or ""


def _keep(step: str) -> None:
    with write():
        Setting.objects.update_or_create(key=_STEP, defaults={"value": step})
