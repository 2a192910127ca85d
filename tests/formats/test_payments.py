"""Messages of payments: what is good is read, each fault is named with its place, its neighbours stay."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import Unreadable
from jisr.formats import File, Quarantined, read
from jisr.records import Observation

SPACE = "urn:iso:std:iso:20022:tech:xsd:"
ENDS = """<Dbtr><Nm>سلمى الاختبار</Nm><PstlAdr><Ctry>JO</Ctry></PstlAdr></Dbtr>
<DbtrAcct><Id><Othr><Id>J1</Id></Othr></Id></DbtrAcct><DbtrAgt><FinInstnId><BICFI>AAAAJOAA</BICFI></FinInstnId></DbtrAgt>"""
TO = """<Cdtr><Nm>Test Trading</Nm></Cdtr><CdtrAcct><Id><IBAN>{iban}</IBAN></Id></CdtrAcct>"""
IBAN = "GB82WEST12345698765432"


def transfer(
    number: int, *, amount: str = "10.50", currency: str = "USD", day: str = "2025-11-25", iban: str = IBAN
) -> str:
    return f"""<CdtTrfTxInf><PmtId><EndToEndId>E{number}</EndToEndId><UETR>u-{number}</UETR></PmtId>
<IntrBkSttlmAmt Ccy="{currency}">{amount}</IntrBkSttlmAmt><IntrBkSttlmDt>{day}</IntrBkSttlmDt>
{ENDS}{TO.format(iban=iban)}</CdtTrfTxInf>"""


def pacs(*transfers: str, count: int | None = None, total: str = "", kind: str = "pacs.008.001.08") -> bytes:
    said = len(transfers) if count is None else count
    head = f"<GrpHdr><MsgId>M</MsgId><NbOfTxs>{said}</NbOfTxs>{f'<CtrlSum>{total}</CtrlSum>' if total else ''}</GrpHdr>"
    body = f"<FIToFICstmrCdtTrf>{head}{''.join(transfers)}</FIToFICstmrCdtTrf>"
    return f'<?xml version="1.0"?><Document xmlns="{SPACE}{kind}">{body}</Document>'.encode()


def items(data: bytes, name: str = "a.xml") -> tuple[list[Observation], list[Quarantined]]:
    found = list(read((File(name=name, data=data),)).items)
    seen = [one for one in found if isinstance(one, Observation)]
    aside = [one for one in found if isinstance(one, Quarantined)]
    assert len(seen) + len(aside) == len(found)
    return seen, aside


def test_a_good_message() -> None:
    seen, aside = items(pacs(transfer(1), transfer(2), total="21.00"))
    assert not aside
    assert [one.key for one in seen] == ["u-1", "u-2"]
    told = seen[0].values
    assert (told["amount"], told["currency"], told["payer_name"]) == (1050, "USD", "سلمى الاختبار")
    assert (told["payer_account"], told["payee_account"], told["payer_country"]) == ("J1", IBAN, "jo")
    assert seen[1].place.xpath == "CdtTrfTxInf[2]"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (transfer(2, amount="-5"), "pay-amount"),
        (transfer(2, amount="NaN"), "pay-amount"),
        (transfer(2, amount="sNaN"), "pay-amount"),
        (transfer(2, amount="1e400000000"), "pay-amount"),
        (transfer(2, amount="0.001"), "pay-amount"),
        (transfer(2, amount=""), "pay-amount"),
        (transfer(2, currency="XQQ"), "pay-currency"),
        (transfer(2, currency=""), "pay-no-currency"),
        (transfer(2, day="2025-02-30"), "pay-date"),
        (transfer(2, day=""), "pay-date"),
        (transfer(2, iban="GB83WEST12345698765432"), "pay-iban"),
        (transfer(2).replace("<Nm>Test Trading</Nm>", ""), "pay-no-party"),
        (transfer(1), "duplicate-key"),
    ],
)
def test_a_fault_is_named_and_costs_no_neighbour(bad: str, reason: str) -> None:
    seen, aside = items(pacs(transfer(1), bad, transfer(3)))
    assert [one.key for one in seen] == ["u-1", "u-3"]
    assert [(one.reason, one.place.xpath) for one in aside] == [(reason, "CdtTrfTxInf[2]")]
    assert b"CdtTrfTxInf" in aside[0].piece


def test_the_head_must_be_right() -> None:
    seen, aside = items(pacs(transfer(1), count=7, total="99"))
    assert len(seen) == 1
    assert [one.reason for one in aside] == ["pay-count", "pay-sum"]


def test_what_breaks_off_keeps_what_stood_before() -> None:
    data = pacs(transfer(1), transfer(2))
    seen, aside = items(data[: data.rindex(b"<Cdtr>")])
    assert [one.key for one in seen] == ["u-1"]
    assert [one.reason for one in aside] == ["cut-short"]


def test_hostile_xml_is_refused() -> None:
    bomb = pacs(transfer(1)).replace(b"<Document", b'<!DOCTYPE a [<!ENTITY b "c">]><Document', 1)
    with pytest.raises(Unreadable, match="document type"):
        items(bomb)


def test_an_initiation_has_its_payer_above() -> None:
    told = transfer(1).replace(ENDS, "").replace("IntrBkSttlmAmt", "InstdAmt").replace("<InstdAmt", "<Amt><InstdAmt")
    told = told.replace("</InstdAmt>", "</InstdAmt></Amt>")
    body = f"<PmtInf><ReqdExctnDt><Dt>2025-11-25</Dt></ReqdExctnDt>{ENDS}{told}</PmtInf>"
    seen, aside = items(pacs(body, count=1, kind="pain.001.001.09"))
    assert not aside
    assert (seen[0].values["payer_account"], seen[0].at.date().isoformat()) == ("J1", "2025-11-25")


def test_a_statement_has_the_accounts_own_side() -> None:
    entry = """<Ntry><Amt Ccy="JOD">1.250</Amt><CdtDbtInd>{way}</CdtDbtInd><BookgDt><Dt>2025-11-25</Dt></BookgDt>
<NtryDtls><TxDtls><Refs><UETR>{key}</UETR></Refs><RltdPties><Cdtr><Pty><Nm>Other</Nm></Pty></Cdtr></RltdPties></TxDtls>
</NtryDtls></Ntry>"""
    own = f"<Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct>"
    body = f"<BkToCstmrStmt><Stmt>{own}{entry.format(way='DBIT', key='K1')}{entry.format(way='CRDT', key='K2')}</Stmt>"
    space = f"{SPACE}camt.053.001.08"
    seen, aside = items(f'<Document xmlns="{space}">{body}</BkToCstmrStmt></Document>'.encode())
    assert not aside
    assert [one.values["amount"] for one in seen] == [1250, 1250]
    assert [one.values.get("payer_account") for one in seen] == [IBAN, None]
    assert seen[1].values["payee_account"] == IBAN


MT = """{{1:F01AAAAJOAAAXXX0000000000}}{{2:I103BBBBAEAAXXXXN}}{{4:
:20:R{number}
:32A:{day}USD12,5
:50K:/J1
SALMA TEST
:59:/{iban}
TEST TRADING
:70:GOODS
-}}
"""


def test_mt103_one_after_another() -> None:
    good = MT.format(number=1, day="251125", iban=IBAN)
    bad = MT.format(number=2, day="251399", iban=IBAN)
    seen, aside = items((good + bad + good[: good.index(":59:")] + good.replace("R1", "R3")).encode(), "a.txt")
    assert [one.values["reference"] for one in seen] == ["R1", "R3"]
    assert seen[0].values["amount"] == 1250
    assert [(one.reason, one.place.line) for one in aside] == [("pay-date", 12), ("cut-short", 19)]


def test_a_csv_of_known_words_in_either_language() -> None:
    text = "التاريخ;المبلغ;العملة;من حساب;المستفيد\n2025-11-25;1 000,5;USD;J1;س\n2025-11-25;1000;USD;J1;\n"
    seen, aside = items(text.encode(), "a.csv")
    assert [one.reason for one in aside] == ["pay-amount"]
    assert [(one.values["amount"], one.values.get("payee_name")) for one in seen] == [(100000, None)]
    other = 'Date,Amount,Currency,From,To\n2025-11-25,"1,000.50",USD,a,b\n2025-11-25,5,USD,,\n2025-11-25,"5,USD\n'
    seen, aside = items(other.encode(), "b.csv")
    assert [one.values["amount"] for one in seen] == [100050]
    assert [one.reason for one in aside] == ["pay-no-party", "open-quote"]


def test_the_samples(shared: Path) -> None:
    folder = shared / "finance" / "messages"
    told = {}
    for file in sorted(folder.iterdir()):
        seen, aside = items(file.read_bytes(), file.name)
        told[file.stem] = (len(seen), [one.reason for one in aside])
        assert all(one.place.line for one in aside)
    assert told == {
        "mt103_bad_date": (0, ["pay-date"]),
        "mt103_bad_truncated": (0, ["cut-short"]),
        "mt103_good": (1, []),
        "pacs008_bad_count": (1, ["pay-count"]),
        "pacs008_bad_date": (0, ["pay-date"]),
        "pacs008_bad_iban_checksum": (0, ["pay-iban"]),
        "pacs008_bad_missing_amount_currency": (0, ["pay-no-currency"]),
        "pacs008_bad_negative_amount": (0, ["pay-amount"]),
        "pacs008_bad_no_debtor_name": (0, ["pay-no-party"]),
        "pacs008_bad_truncated": (0, ["cut-short"]),
        "pacs008_good": (1, []),
    }


@given(st.binary(max_size=60), st.integers(0, 400))
def test_nothing_a_file_holds_breaks_the_reader(noise: bytes, at: int) -> None:
    data = pacs(transfer(1), transfer(2))
    with suppress(Unreadable):
        items(data[: 200 + at] + noise + data[200 + at :])
