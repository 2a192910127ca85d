"""A report is valid before it leaves, whatever the names are; what breaks the profile is said with its place."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import WrongUse
from jisr.formats import goaml
from jisr.formats._latin import LATIN, latin

AT = datetime(2025, 11, 2, 9, 30, tzinfo=UTC)
SALIM = goaml.End(name="سليم ياسين القنديل", account="JO94CBJO0010000000000131000302", bank="CBJOJOAX", country="jo")
PAID = goaml.Transfer(number="p1", at=AT, amount=Decimal("1200.50"), currency="USD", payer=SALIM, payee=goaml.End())
FILING = goaml.Filing(
    entity=101,
    user="jisr-1",
    reference="case-7",
    at=AT,
    currency="USD",
    reason="A listed name was paid.",
    transfers=(PAID,),
    indicators=("TF-NAME",),
)
TEXT = st.text(max_size=40)
ENDS = st.builds(
    goaml.End, name=TEXT, account=TEXT, bank=TEXT, country=st.sampled_from(["", "jo", "SY", "nowhere", "١"])
)
AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 9, places=2)
TRANSFERS = st.builds(
    goaml.Transfer,
    number=st.text(min_size=1, max_size=150).filter(lambda text: text.isprintable() and text.strip()),
    at=st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001  # of UTC
    amount=AMOUNTS,
    currency=st.sampled_from(["USD", "EUR", "SYP", "JOD"]),
    payer=ENDS,
    payee=ENDS,
    rate=st.sampled_from([Decimal(1), Decimal("1.0832")]),
    channel=st.sampled_from(["", "cash", "hawala", "crypto"]),
    text=TEXT,
)


def test_arabic_names_are_transliterated_and_kept() -> None:
    written = goaml.write(FILING, profile="sample").decode()
    assert "<account_name>Slym Yasyn Alqndyl</account_name>" in written
    assert "<comments>As told: سليم ياسين القنديل</comments>" in written
    assert "<name>Not told</name>" in written


@given(transfers=st.lists(TRANSFERS, min_size=1, max_size=4))
def test_every_report_of_ours_is_valid(transfers: list[goaml.Transfer]) -> None:
    written = goaml.write(replace(FILING, transfers=tuple(transfers)), profile="sample")
    assert goaml.faults(written, profile="sample") == ()


@given(text=TEXT)
def test_a_name_has_only_latin_letters(text: str) -> None:
    assert LATIN.match(latin(text))


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("<report_code>STR<", "<report_code>XYZ<", "goaml-code", "report/report_code[1]"),
        ("<rentity_id>101</rentity_id>", "", "goaml-missing", "report/rentity_id"),
        ("<report_code>STR</report_code>", "<report_code>STR</report_code>" * 2, "goaml-many", "report/report_code"),
        ("1200.5<", "-1<", "goaml-form", "report/transaction/amount_local[1]"),
        ("Slym ", "سليم ", "goaml-form", "report/transaction/t_from/from_account/account_name[1]"),
        ("<swift>CBJOJOAX</swift>", "", "goaml-choice", "report/transaction/t_from/from_account"),
        ("<reason>", "<religion>x</religion><reason>", "goaml-unknown", "report/religion"),
        ("<transmode_comment>-<", "<transmode_comment>--<", "goaml-long", "report/transaction/transmode_comment[1]"),
    ],
)
def test_what_breaks_the_profile_is_said_with_its_place(old: str, new: str, code: str, path: str) -> None:
    written = goaml.write(FILING, profile="sample").decode()
    assert old in written
    found = goaml.faults(written.replace(old, new, 1).encode(), profile="sample")
    assert (code, path) in {(one.code, one.path) for one in found}


def test_broken_xml_and_an_unknown_profile() -> None:
    assert goaml.faults(b"<report>", profile="sample")[0].code == "goaml-broken"
    assert goaml.faults(b"<other/>", profile="sample")[0].code == "goaml-unknown"
    with pytest.raises(WrongUse):
        goaml.write(FILING, profile="nowhere")


def test_the_sample_profile_asks_for_what_the_schema_requires(shared: Path) -> None:
    """Each element of the profile is one of goAML 5.0.2, in its order among those beside it."""
    with (shared / "finance" / "goaml_5.0.2_elements.csv").open(encoding="utf-8") as file:
        known = {row["path"]: row for row in csv.DictReader(file)}
    tops = [path for path in known if path.startswith("report/")]
    ours = [f"report/{one.name}" for one in goaml._children("sample")["report"]]
    assert [path for path in ours if path not in known and path != "report/transaction"] == []
    places = [tops.index(path) for path in ours if path in tops]
    assert places == sorted(places)
    for side in ("from", "to"):
        group = f"report/transaction/t_{side}"
        assert all(f"{group}/{one.name}" in known for one in goaml._children("sample")[group])
        account = goaml._children("sample")[f"{group}/{side}_account"]
        assert all(f"type:t_account/{one.name}" in known for one in account)
