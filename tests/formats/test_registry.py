"""Which format a delivery is, what each refusal says, and that every reason has its sentences."""

from __future__ import annotations

import csv
import re
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jisr.formats
from jisr import tables
from jisr.errors import Unreadable, Unrecognised, WrongUse
from jisr.formats import FORMATS, Quarantined, formats_text, read, recognise
from jisr.records import Record
from tests.formats.reading import files

BAD = {
    "sdn_duplicate_ent.csv": "duplicate-key",
    "sdn_empty.csv": "the file is empty",
    "sdn_half_missing.csv": "",  # whole in itself: the node compares it with what it keeps
    "sdn_html_error.csv": "begins '403 Forbidden'",
    "sdn_pipes_tail.csv": "no-data",
    "sdn_renumbered_column.csv": "12 columns, the first a number",
    "sdn_sub_byte_tail.csv": "end-mark",
    "sdn_truncated.csv": "truncated-row",
    "un_control_chars.xml": "",  # carries none: ten of six hundred entries, which the node compares
    "un_entity_bomb.xml": "no document type declaration",
    "un_external_entity.xml": "no document type declaration",
    "un_latin1_declared_utf8.xml": "lost-characters",
    "un_no_reference.xml": "no-reference",
    "un_older_than_current.xml": "",  # the node compares its edition
    "un_truncated.xml": "line 10829",
}
NOT_REASONS = {
    *(form.name for form in FORMATS),
    *("ofac-cons", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
    *("marking-definition", "extension-definition", "new-sdo", "property-extension", "threat-report"),  # STIX's words
    *(
        "iati-activities",
        "iati-activity",
        "iati-organisations",
        "iati-organisation",
        "iati-identifier",
        "reporting-org",
    ),
    *("participating-org", "recipient-country", "related-activity", "activity-status", "activity-date", "iso-date"),
    *("default-currency", "last-updated-datetime", "generated-datetime", "cannot-be-measured"),
    *("carrier-answer", "check-in", "flight-message", "gate-pass", "lost-document", "transit-crew"),  # of passengers
    *("key-twice", "latin-1"),
    *("related-to", "duplicate-of", "same-as", "waiver-kind", "meta-category"),
}


def test_each_bad_file_is_refused_or_set_aside_with_its_reason(shared: Path) -> None:
    folder = shared / "status" / "bad"
    assert {path.name for path in folder.iterdir()} == set(BAD)
    for name, told in BAD.items():
        assert _said((folder / name).read_bytes(), name=name).count(told) == 1, name


def _said(data: bytes, *, name: str) -> str:
    """Why the delivery was refused, or the reasons of what was set aside."""
    try:
        return " ".join(item.reason for item in read(files((name, data))).items if isinstance(item, Quarantined))
    except Unreadable as error:
        return str(error)


def test_the_edition_tells_an_older_list(shared: Path) -> None:
    older = (shared / "status" / "bad" / "un_older_than_current.xml").read_bytes()
    edition = read(files(("a", older))).header.edition
    assert edition is not None
    assert edition.year == 2019


def test_a_format_is_found_by_its_name_or_not_at_all() -> None:
    assert [recognise(files(("a", "x")), name=form.name) for form in FORMATS] == list(FORMATS)
    with pytest.raises(WrongUse, match="no format is called 'paper'; there are un-xml"):
        recognise(files(("a", "x")), name="paper")
    with pytest.raises(WrongUse, match="at least one file"):
        recognise(())
    assert [line.split()[0] for line in formats_text().splitlines()] == [form.name for form in FORMATS]


@pytest.mark.parametrize("data", ["a,b\n1,2\n", "<other/>", '{"a": 1}', "few words", b"\x89PNG\r\n\x00"])
def test_content_nobody_knows_is_refused_by_name(data: str | bytes) -> None:
    with pytest.raises(Unrecognised, match="content of one format: un-xml"):
        recognise(files(("a", data)))


def test_a_page_in_the_place_of_data_is_refused() -> None:
    page = f"<html><title>Sign in</title><p>{'words ' * 100}</p></html>"
    assert recognise(files(("page.html", page))).name == "article"
    with pytest.raises(Unreadable, match="a text that begins 'Sign in'"):
        recognise(files(("SDN.CSV", page)))
    with pytest.raises(Unreadable, match="a text that begins 'word"):
        recognise(files(("list.xml", "word " * 50)))


@given(st.lists(st.tuples(st.text(max_size=5), st.binary(max_size=100)), min_size=1, max_size=3))
def test_whatever_comes_is_read_or_refused(given_files: list[tuple[str, bytes]]) -> None:
    try:
        delivery = read(files(*given_files))
        list(delivery.items)
    except Unreadable:
        return


def test_every_reason_has_its_sentences() -> None:
    own = {row["code"]: row for row in tables.rows("sentences_formats")}
    passengers = {row["code"]: row for row in tables.rows("sentences_journeys") if row["code"].startswith("edi-")}
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in resources.files(jisr.formats).iterdir()
        if isinstance(path, Path) and path.suffix == ".py"
    )
    said = {code for code in re.findall(r'"([a-z]+(?:-[a-z0-9]+)+)"', source) if not code.startswith("goaml-")}
    assert said - NOT_REASONS - set(passengers) == set(own)
    for row in (*own.values(), *passengers.values()):
        assert row["ar"]
        assert set(re.findall(r"{(\w+)}", row["en"])) == set(re.findall(r"{(\w+)}", row["ar"])), row["code"]


def test_the_public_names_are_these() -> None:
    assert all(hasattr(jisr.formats, name) for name in jisr.formats.__all__)
    assert sorted(jisr.formats.__all__, key=str.lower) == sorted(set(jisr.formats.__all__), key=str.lower)


def test_both_lists_give_a_shared_document_one_number(shared: Path) -> None:
    status = shared / "status"
    numbers: dict[str, set[str]] = {}
    for name in ("un/un_20201123.xml", "un/un_20260227.xml", "ofac_sdn_history/base.csv"):
        for item in read(files((name, (status / name).read_bytes()))).items:
            if isinstance(item, Record):
                said = [item.properties.get(kind, ()) for kind in ("passportNumber", "idNumber", "registrationNumber")]
                numbers.setdefault(item.thing, set()).update(re.sub(r"\W", "", one) for many in said for one in many)
    with (status / "crosslist_silver.csv").open(encoding="utf-8") as silver:
        pairs = [(f"un:{row['un_ref']}", f"ofac:{row['ofac_ent_num']}") for row in csv.DictReader(silver)]
    known = [(left, right) for left, right in pairs if left in numbers and right in numbers]
    assert len(known) > 35
    assert [pair for pair in known if not numbers[pair[0]] & numbers[pair[1]]] == []
