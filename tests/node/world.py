"""A small world for the node's tests: readers, and deliveries written by hand in the formats of the lists."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from jisr.records import TLP
from jisr.sharing import Reader, Role

NODE = "this-node"
ANALYST = Reader(name="lina", member=NODE, roles=frozenset({Role.ANALYST}))
SECOND = Reader(name="omar", member=NODE, roles=frozenset({Role.ANALYST}))
SECOND_SUPERVISOR = Reader(name="samar", member=NODE, roles=frozenset({Role.SUPERVISOR}))
SUPERVISOR = Reader(name="huda", member=NODE, roles=frozenset({Role.SUPERVISOR}))
AUDITOR = Reader(name="zain", member=NODE, roles=frozenset({Role.AUDITOR}))
ADMINISTRATOR = Reader(name="root", member=NODE, roles=frozenset({Role.ADMINISTRATOR}))
STRANGER = Reader(name="guest", member=NODE, roles=frozenset())
LOW = Reader(name="nour", member=NODE, roles=frozenset({Role.ANALYST, Role.SUPERVISOR}), clearance=TLP.GREEN)

Delivery = tuple[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One person of a UN list."""

    ref: str
    names: tuple[str, ...]
    arabic: str = ""
    born: str = ""
    country: str = ""
    listed: str = "2014-05-14"
    alias: str = ""


SALIM = Entry(
    ref="QDi.900",
    names=("SALIM", "YASIN", "AL-QANDIL"),
    arabic="سليم ياسين القنديل",
    born="1971",
    country="Jordan",
    listed="2013-07-24",
)
_FIRST = ("Badr", "Ghassan", "Tariq", "Faysal", "Lutfi", "Munir", "Zaki", "Harun")
_LAST = ("Mirwahi", "Thaqafi", "Bustuqi", "Danduri", "Farghali")
CROWD = tuple(
    Entry(
        ref=f"QDi.{first}{last}",
        names=(_FIRST[first], _LAST[last]),
        born=str(1950 + first),
        listed="2010-01-0" + str(1 + last),
    )
    for first in range(len(_FIRST))
    for last in range(len(_LAST))
)
EVERYONE = (SALIM, *CROWD)


def un(
    entries: Iterable[Entry] = EVERYONE, made: str = "2025-04-19", *, name: str = "un.xml", tail: str = ""
) -> Delivery:
    """A UN list in XML. `made`: the day of the edition; `tail`: more XML inside INDIVIDUALS."""
    body = "\n".join(map(_individual, entries))
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<CONSOLIDATED_LIST dateGenerated="{made}T00:00:00.000Z"><INDIVIDUALS>\n'
        f"{body}\n{tail}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>\n"
    )
    return name, text.encode()


def _individual(entry: Entry) -> str:
    tags = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    names = "".join(f"<{tag}>{escape(name)}</{tag}>" for tag, name in zip(tags, entry.names, strict=False))
    arabic = f"<NAME_ORIGINAL_SCRIPT>{entry.arabic}</NAME_ORIGINAL_SCRIPT>" if entry.arabic else ""
    country = f"<NATIONALITY><VALUE>{entry.country}</VALUE></NATIONALITY>" if entry.country else ""
    born = (
        f"<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>{entry.born}</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
        if entry.born
        else ""
    )
    alias = (
        f"<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>{escape(entry.alias)}</ALIAS_NAME></INDIVIDUAL_ALIAS>"
        if entry.alias
        else ""
    )
    return (
        f"<INDIVIDUAL><DATAID>1</DATAID><VERSIONNUM>1</VERSIONNUM>{names}<UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>"
        f"<REFERENCE_NUMBER>{entry.ref}</REFERENCE_NUMBER><LISTED_ON>{entry.listed}</LISTED_ON>{arabic}{country}{alias}{born}"
        "</INDIVIDUAL>"
    )


def without(*refs: str, entries: Iterable[Entry] = EVERYONE) -> tuple[Entry, ...]:
    """The list without these entries."""
    return tuple(entry for entry in entries if entry.ref not in refs)


def acts(*rows: Mapping[str, object], name: str = "acts.jsonl") -> Delivery:
    """Instruments entered by hand; what a row does not say has a plain default."""
    plain = {
        "instrument": "Committee note",
        "issuer": "Committee",
        "jurisdiction": "un",
        "action": "delist",
        "measure": "asset freeze",
        "subject": "Salim Yasin al-Qandil",
        "subject_refs": ["un:QDi.900"],
        "announced": "2025-11-06",
        "effective": "2025-11-06",
        "expires": None,
        "amends": "",
        "source": ["https://example.org/note"],
        "confidence": "high",
    }
    return name, "".join(json.dumps({**plain, **row}, ensure_ascii=False) + "\n" for row in rows).encode()


def sdn(*rows: Sequence[str], name: str = "sdn.csv") -> Delivery:
    """OFAC's sdn.csv; each row: number, name, type, program, remarks."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, title, kind, program, remarks in rows:
        writer.writerow([number, title, kind, program, *["-0- "] * 7, remarks or "-0- "])
    return name, out.getvalue().encode() + b"\x1a"


def ftm(*entities: Mapping[str, object], name: str = "party.ftm.json") -> Delivery:
    """FollowTheMoney entities, one JSON object a line."""
    return name, "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities).encode()


def person(key: str, *names: str, **properties: list[str]) -> dict[str, object]:
    """A FollowTheMoney person."""
    return {"id": key, "schema": "Person", "properties": {"name": list(names), **properties}}


def article(text: str, *, name: str = "article.txt") -> Delivery:
    """A plain-text article."""
    return name, text.encode()
