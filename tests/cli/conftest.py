"""A terminal in a folder of its own, with the files that the examples of --help name; a node behind it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.management.color import no_style
from django.db import connection
from pytest_django.fixtures import Settings

from jisr.cli import main
from jisr.node import sheets
from jisr.node.actions import partners
from jisr.node.queries.partners import partner
from jisr.node.values import Terms
from jisr.sharing import Reader, Role

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="{edition}T23:00:00.000Z"><INDIVIDUALS>
{individuals}
</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>
"""
INDIVIDUAL = """<INDIVIDUAL><DATAID>{number}</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>{first}</FIRST_NAME>
<SECOND_NAME>{second}</SECOND_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER>
<LISTED_ON>2013-07-24</LISTED_ON><NAME_ORIGINAL_SCRIPT>{arabic}</NAME_ORIGINAL_SCRIPT>
<NATIONALITY><VALUE>Jordan</VALUE></NATIONALITY><LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1982</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<SORT_KEY/><SORT_KEY_LAST_MOD/></INDIVIDUAL>"""
PEOPLE = {
    "QDi.317": ("Ahmad Husayn", "al-Shara", "أحمد حسين الشرع"),
    **{f"QDi.9{number:02}": (f"Wardan {number}", f"Qandil-{number}", "وردان القنديل") for number in range(30)},
}
QUESTION = {"jurisdiction": "us", "kind": "transact", "counterparty": "Central Bank of Syria", "on": "2025-05-24"}
PARTNERS = [("Legal name", "DOB"), ("Wardan Qandil", "1970")]
PAYMENTS = (
    ("id", "date", "amount", "currency", "payer", "payer account", "payee", "payee account"),
    ("p1", "2025-11-01", "10000", "USD", "Nour Trading LLC", "AE070331234567890123456", "Beta", "B1"),
    ("p2", "2025-11-02", "9500", "USD", "Beta", "B1", "Gamma", "C1"),
    ("p3", "2025-11-03", "9000", "USD", "Gamma", "C1", "Nour Trading LLC", "AE070331234567890123456"),
    ("p4", "2025-13-03", "9000", "USD", "Gamma", "C1", "Beta", "B1"),
)
MT103 = """{1:F01AAAAJOAAAXXX0000000000}{2:I103BBBBAEAAXXXXN}{4:
:20:R1
:32A:251125USD12,5
:50K:/J1
SALMA TEST
:59:/J2
TEST TRADING
-}
"""
PASSENGERS = (
    "UNB+UNOA:4+ZZ+NODE1+260301:0420+REF1'UNH+M1+PAXLST:D:12B:UN:IATA+ZZ10/260301/0940+01:F'BGM+745'"
    "TDT+20+ZZ010+++ZZ'LOC+125+TUN'DTM+189:2603010500:201'LOC+87+AMM'DTM+232:2603010940:201'"
    "NAD+FL+++HADDAD:SAMI'ATT+2++M'DTM+329:850412'NAT+2+TUN'DOC+P:110:111+T1234567'CNT+42:1'UNT+12+M1'UNZ+1+REF1'"
)
ACTIVITIES = """<iati-activities version="2.03">
<iati-activity default-currency="USD" xml:lang="en"><iati-identifier>XM-EXAMPLE-1</iati-identifier>
<reporting-org ref="XM-EXAMPLE" type="40"><narrative>River Aid</narrative></reporting-org>
<title><narrative>Wells in the north</narrative><narrative xml:lang="ar">آبار في الشمال</narrative></title>
<description><narrative>Ten wells.</narrative></description>
<participating-org role="4"><narrative>Ahmad Husayn al-Shara</narrative></participating-org>
<activity-status code="2"/><activity-date type="2" iso-date="2024-01-02"/><recipient-country code="IQ"/>
<location><point><pos>0 0</pos></point></location><sector vocabulary="1" code="14030"/>
<transaction><transaction-type code="3"/><transaction-date iso-date="2024-02-01"/>
<value value-date="2024-02-01">1250.5</value></transaction></iati-activity>
</iati-activities>
"""
FACTS = """{"id":"seed-16","kind":"commitment","statement_en":"Hold to standards","quote_ar":"التزامها","offset":4659}
{"id":"seed-17","kind":"commitment","statement_en":"Reform","quote_ar":"التزام دمشق بالإصلاح","offset":4283}
"""
PROMISES = (("title", "promisor", "due"), ("Open the crossing", "North", "2020-06"), ("Read the law", "River", ""))
OPENINGS = (("kind", "title", "sort", "date"), ("opening", "The river gate opens", "crossing", "2025-11-03"))
PRESENCE = (("Organisation", "Admin2 Pcode", "Sector"), ("#org", "#adm2+code", "#sector"), ("P1", "X1", "Health"))
ARTICLE = """لقاء في دمشق حول العمل المشترك

التقى أحمد حسين الشرع وفدا من الأردن في دمشق يوم 10 نوفمبر 2025، وبحث الجانبان سبل التعاون في ملفات الحدود والاقتصاد.

وقال المتحدث إن العمل مستمر مع الأمم المتحدة ومع دول الجوار، وإن لقاء آخر سيعقد في عمّان في الشهر المقبل.
"""


def un_list(edition: str, *, without: tuple[str, ...] = ()) -> str:
    """A small list in the UN's form: one entry a reference number."""
    people = [
        INDIVIDUAL.format(number=6900000 + number, reference=reference, first=first, second=second, arabic=arabic)
        for number, (reference, (first, second, arabic)) in enumerate(PEOPLE.items())
        if reference not in without
    ]
    return UN.format(edition=edition, individuals="\n".join(people))


def table(*rows: tuple[str, ...]) -> str:
    """A CSV."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


@dataclass(frozen=True)
class Said:
    """What a command line answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, object]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Terminal = Callable[..., Said]


def _invitation(name: str = "river") -> bytes:
    """A member's invitation, signed by a key of its own."""
    signs, agrees = Ed25519PrivateKey.from_private_bytes(b"s" * 32), X25519PrivateKey.from_private_bytes(b"a" * 32)
    body = {
        "form": "jisr-invitation-1",
        "name": name,
        "title": "River cell",
        "address": "https://river.example",
        "public_key": signs.public_key().public_bytes_raw().hex(),
        "exchange_key": agrees.public_key().public_bytes_raw().hex(),
    }
    said = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    return orjson.dumps(body | {"signature": signs.sign(said).hex()})


INVITATION = _invitation()


def join_river(*, agreed: bool = True, name: str = "river", kinds: tuple[str, ...] = ()) -> None:
    """Join the member of the invitation, or another one, as two people of the node would."""
    one, other = (
        Reader(name=name, member="this-node", roles=frozenset({Role.EXCHANGE, Role.SUPERVISOR}))
        for name in ("rana", "samir")
    )
    partners.invite(INVITATION if name == "river" else _invitation(name), reader=one)
    partners.confirm(name, " ".join(partner(name, reader=one).words_en), reader=one)
    if agreed:
        partners.agree(name, Terms(ceiling="amber", kinds=kinds), reader=one)
        partners.second(name, 1, reader=other)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with the files of the examples; a machine whose only sign of a language is --lang."""
    (tmp_path / "un_20250419.xml").write_text(un_list("2025-04-19"), encoding="utf-8")
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    customers = table(("name", "born"), ("Ahmed Hussein al-Sharaa", "1982"))
    (tmp_path / "customers.csv").write_text(customers, encoding="utf-8")
    (tmp_path / "pairs.csv").write_text(table(("left", "right"), ("Ahmad", "أحمد")), encoding="utf-8")
    (tmp_path / "watch.csv").write_text(table(("id", "name"), ("1", "أحمد حسين الشرع")), encoding="utf-8")
    (tmp_path / "QUESTION.json").write_text(json.dumps(QUESTION), encoding="utf-8")
    (tmp_path / "candidates.csv").write_text(table(("name", "post"), ("Salim Haddad", "captain")), encoding="utf-8")
    (tmp_path / "partners.xlsx").write_bytes(sheets.write_xlsx(PARTNERS, title="partners", right_to_left=False))
    (tmp_path / "ofac_2019").mkdir()
    row = '306,"BANCO INVENTADO",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    (tmp_path / "ofac_2019" / "sdn.csv").write_text(row, encoding="utf-8")
    (tmp_path / "payments.csv").write_text(table(*PAYMENTS), encoding="utf-8")
    posts = "user,time,link\na,1700000000,x.example/1\nb,1700000004,x.example/1\nc,1700000009,x.example/2\n"
    (tmp_path / "posts.csv").write_text(posts, encoding="utf-8")
    (tmp_path / "list.edi").write_text(PASSENGERS, encoding="utf-8")
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "list.edi").write_text(PASSENGERS, encoding="utf-8")
    (tmp_path / "mt103.txt").write_text(MT103, encoding="utf-8")
    (tmp_path / "activities.xml").write_text(ACTIVITIES, encoding="utf-8")
    (tmp_path / "facts.jsonl").write_text(FACTS, encoding="utf-8")
    for name in ("promises.csv", "schedule.csv"):
        (tmp_path / name).write_text(table(*PROMISES), encoding="utf-8")
    for name in ("openings.csv", "work.csv"):
        (tmp_path / name).write_text(table(*OPENINGS), encoding="utf-8")
    (tmp_path / "sheet.csv").write_text(table(*PRESENCE), encoding="utf-8")
    (tmp_path / "sheet.xlsx").write_bytes(sheets.write_xlsx(PRESENCE, title="4W", right_to_left=False))
    (tmp_path / "river.json").write_bytes(INVITATION)
    (tmp_path / "for-us.jisr").write_text('{"type":"x-jisr-file"}\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JISR_LANG", raising=False)
    return tmp_path


@pytest.fixture
def terminal(folder: Path, capsys: pytest.CaptureFixture[str], settings: Settings, db: None) -> Terminal:
    """Runs a command line against a node of its own; what it said. Its first finding is number 1."""
    with connection.cursor() as cursor:  # PostgreSQL counts on after a rollback, SQLite does not
        for statement in connection.ops.sequence_reset_by_name_sql(
            no_style(), connection.introspection.sequence_list()
        ):
            cursor.execute(statement)
    settings.JISR_DATA = folder / "node"
    settings.JISR_DATA.mkdir()

    def run(*words: str) -> Said:
        code = main(words)
        told = capsys.readouterr()
        return Said(code=code, out=told.out, err=told.err)

    return run
