"""From files to findings: pacs.008 read, reports valid, and a million payments read, screened, searched, stored."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter

from bench import ROOT
from bench._money_speed import figure
from jisr import formats
from jisr.formats import goaml
from jisr.formats._base import File, Options

MESSAGES, REPORTS = 50_000, 200
MILLION = 1_000_000
PAYMENTS = int(os.environ.get("BENCH_PAYMENTS", MILLION))  # fewer: to look where the time goes; passes no bar
LISTED = 25_000
NAMES = ("سليم", "ياسين", "Nadia", "Karim", "Bülent", "Анна", "Lina", "عمر", "Yusuf", "Hadi", "Маша", "Zayd")
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08">'
    "<FIToFICstmrCdtTrf><GrpHdr><MsgId>m1</MsgId><CreDtTm>2025-11-02T09:00:00Z</CreDtTm><NbOfTxs>{n}</NbOfTxs>"
    "<IntrBkSttlmDt>2025-11-02</IntrBkSttlmDt></GrpHdr>"
)
ONE = (
    "<CdtTrfTxInf><PmtId><EndToEndId>e{n}</EndToEndId><UETR>{n:08d}-0000-4000-8000-000000000000</UETR></PmtId>"
    '<IntrBkSttlmAmt Ccy="USD">{n}.00</IntrBkSttlmAmt><Dbtr><Nm>Salim Haddad {n}</Nm><PstlAdr><Ctry>JO</Ctry>'
    "<AdrLine>Amman</AdrLine></PstlAdr></Dbtr><DbtrAcct><Id><IBAN>JO94CBJO0010000000000131000302</IBAN></Id></DbtrAcct>"
    "<DbtrAgt><FinInstnId><BICFI>CBJOJOAX</BICFI></FinInstnId></DbtrAgt><CdtrAgt><FinInstnId><BICFI>BANKLBBE</BICFI>"
    "</FinInstnId></CdtrAgt><Cdtr><Nm>Nour Trading</Nm></Cdtr>"
    "<CdtrAcct><Id><Othr><Id>LB-{n}</Id></Othr></Id></CdtrAcct></CdtTrfTxInf>"
)
SCRIPT = """
import json, os, sys, time
from pathlib import Path
os.environ["JISR_DATA"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "jisr.site.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.models import Finding
from jisr.node.queries.reader import terminal
from collections import Counter
reader = terminal("bench")
ingest([("list.ftm.json", Path(sys.argv[2]).read_bytes())], reader=reader, wanted=Wanted(source="list", snapshot=True))
data = Path(sys.argv[3]).read_bytes()
start = time.perf_counter()
row = ingest([("pay.csv", data)], reader=reader, wanted=Wanted(source="bank"))
took = time.perf_counter() - start
kinds = Counter(Finding.objects.values_list("kind", flat=True))
print(json.dumps({"s": took, "state": row.state, "added": row.added, "findings": kinds}))
"""


def reading() -> bool:
    """Messages of one file, checked by our rules, a second."""
    body = HEAD.format(n=MESSAGES) + "".join(ONE.format(n=n) for n in range(1, MESSAGES + 1))
    data = (body + "</FIToFICstmrCdtTrf></Document>").encode()
    start = perf_counter()
    found = list(formats.read((File(name="m.xml", data=data),), options=Options(source="x"), name="iso20022").items)
    speed = round(MESSAGES / (perf_counter() - start))
    whole = len(found) == MESSAGES
    return figure("pacs.008 read by our rules", speed, "messages/s", ">= 20,000", passed=whole and speed >= 20_000)


def reports() -> bool:
    """Reports of generated cases that are valid under the sample profile."""
    dice = random.Random(11)  # noqa: S311  # not a secret
    valid = sum(
        not goaml.faults(goaml.write(_filing(dice, n), profile="sample"), profile="sample") for n in range(REPORTS)
    )
    share = valid / REPORTS
    return figure("goAML reports of 200 generated cases, valid", share, "share", "1", passed=valid == REPORTS)


def _filing(dice: random.Random, number: int) -> goaml.Filing:
    at = datetime(2025, 1 + dice.randrange(12), 1 + dice.randrange(28), tzinfo=UTC)

    def end() -> goaml.End:
        name = " ".join(dice.sample(NAMES, 3)) if dice.random() < 0.9 else ""
        account = f"JO{dice.randrange(10**12)}" if dice.random() < 0.8 else ""
        bank = dice.choice(("CBJOJOAX", "مصرف", ""))
        return goaml.End(name=name, account=account, bank=bank, country=dice.choice(("jo", "sy", "")))

    made = tuple(
        goaml.Transfer(
            number=f"{number}-{place}",
            at=at,
            amount=Decimal(dice.randrange(1, 10**8)).scaleb(-2),
            currency=dice.choice(("USD", "EUR", "SYP")),
            rate=Decimal("1.25"),
            channel=dice.choice(("", "cash", "hawala", "crypto")),
            payer=end(),
            payee=end(),
        )
        for place in range(dice.randrange(1, 30))
    )
    shapes = ("TF-NAME", "TF-SHAPE", "TF-SILENT")
    return goaml.Filing(
        entity=101,
        user="jisr-1",
        reference=f"case-{number}",
        at=at,
        currency="USD",
        reason="نمط من الدفعات",
        transfers=made,
        indicators=tuple(dice.sample(shapes, dice.randrange(1, 4))),
    )


def whole() -> bool:
    """A million payments in: read, every party held against 25,000 listed names, shapes, stored."""
    dice = random.Random(5)  # noqa: S311  # not a secret
    given = [
        f"{a}{b}"
        for a in ("Sal", "Kar", "Nad", "Had", "Yus", "Tam", "Ras", "Bas")
        for b in ("im", "ia", "uf", "id", "an")
    ]
    family = [
        f"{a}{b}"
        for a in ("Had", "Baz", "Att", "Zur", "Dab", "Kha", "Taw", "Qan")
        for b in ("dad", "zaz", "ar", "ayq", "il")
    ]
    family += [f"al-{one}" for one in family]

    def person(number: int) -> str:
        dice.seed(number)
        end = chr(97 + number % 26) + chr(97 + number // 26 % 26)
        return f"{dice.choice(given)} {dice.choice(given)} {dice.choice(family)}{end}"

    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        listed = []
        for number in range(LISTED):
            listed.append({"id": f"L{number}", "schema": "Person", "properties": {"name": [person(10**7 + number)]}})
            said = {"entity": [f"L{number}"], "startDate": ["2020-01-01"]}
            listed.append({"id": f"L{number}/l", "schema": "Sanction", "properties": said})
        (folder / "data").mkdir()
        (folder / "list.json").write_text("\n".join(json.dumps(one) for one in listed), encoding="utf-8")
        _payments(folder / "pay.csv", [person(number) for number in range(max(PAYMENTS // 12, 100))])
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, folder / "data", folder / "list.json", folder / "pay.csv"],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
        )
    said = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(said))
    name = f"{PAYMENTS:,} payments: read, screened against {LISTED:,} names, shapes, stored"
    kept = said["state"] == "loaded" and said["added"] == PAYMENTS
    return figure(name, round(said["s"], 1), "s", "<= 120", passed=kept and PAYMENTS >= MILLION and said["s"] <= 120)


def _payments(path: Path, people: list[str]) -> None:
    dice = random.Random(7)  # noqa: S311  # not a secret
    with path.open("w", encoding="utf-8") as out:
        out.write("id,date,amount,currency,payer,from,payer bank,payer country,payer address,payee,to,payee country\n")
        for number in range(PAYMENTS):
            one, other = dice.randrange(len(people)), dice.randrange(len(people))
            day = f"2025-{1 + number * 3 // PAYMENTS:02}-{1 + dice.randrange(28):02}"
            amount = round(dice.lognormvariate(6.5, 1.2), 2) + 0.01
            out.write(
                f"p{number},{day},{amount:.2f},USD,{people[one]},A{one},BANKJOAM,jo,Amman,{people[other]},A{other},lb\n"
            )


def main() -> int:
    """Print the figures; 1 if one misses its bar."""
    return int(not all([reading(), reports(), whole()]))


if __name__ == "__main__":
    sys.exit(main())
