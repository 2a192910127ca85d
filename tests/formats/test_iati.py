"""IATI 2.03: nothing is lost on the way through, hostile files end with a place, the official cases are decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from jisr import formats
from jisr.errors import Unreadable
from jisr.formats.iati import document_faults, write_iati
from jisr.records import Record

ACTIVITY = """<iati-activity xmlns:x="urn:x" default-currency="USD" xml:lang="en">
 <iati-identifier>XM-EX-1</iati-identifier>
 <reporting-org ref="XM-EX" type="40"><narrative>River Aid</narrative></reporting-org>
 <title><narrative>Wells in the north</narrative><narrative xml:lang="ar">آبار في الشمال</narrative></title>
 <description><narrative>Ten wells.</narrative></description>
 <participating-org role="4" type="24"><narrative>Nour Trading</narrative></participating-org>
 <activity-status code="2"/>
 <activity-date type="2" iso-date="2024-01-02"/>
 <recipient-country code="IQ"/>
 <sector vocabulary="1" code="14030"/>
 <x:own kind="a"><x:b>ب</x:b></x:own>
</iati-activity>"""
HEAD, TAIL = '<iati-activities version="2.03">', "</iati-activities>"


def read(text: str) -> list[formats.Item]:
    return list(formats.read((formats.File(name="a.xml", data=text.encode()),)).items)


def test_an_activity_becomes_a_record_with_its_place_and_all_its_words() -> None:
    (record,) = read(f"{HEAD}\n{ACTIVITY}\n{TAIL}")
    assert isinstance(record, Record)
    assert record.thing == "iati:XM-EX-1"
    assert record.first("name") == "Wells in the north"
    assert record.first("nameArabic") == "آبار في الشمال"
    assert record.properties["implementer"] == ("Nour Trading",)
    assert record.properties["country"] == ("iq",)
    assert (record.place.line, record.place.xpath) == (2, "/iati-activities/iati-activity[1]")


def test_what_was_read_is_written_again() -> None:
    text = f"{HEAD}{ACTIVITY}{TAIL}"
    again = write_iati(item.first("element") for item in read(text) if isinstance(item, Record))
    assert canonical(again) == canonical(text.encode())
    assert not document_faults(again, name="again")


def canonical(data: bytes) -> list[bytes]:
    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True))
    return [etree.tostring(one, method="c14n") for one in root]


def test_the_real_activities_come_back_whole(shared: Path) -> None:
    data = (shared / "programmes" / "iati" / "unhcr_2023.xml").read_bytes()
    items = list(formats.read((formats.File(name="unhcr.xml", data=data),)).items)
    assert all(isinstance(item, Record) for item in items)
    again = write_iati(item.first("element") for item in items if isinstance(item, Record))
    assert canonical(again) == canonical(data)


def test_the_official_cases_are_decided(shared: Path) -> None:
    wrong = []
    for line in (shared / "programmes" / "iati" / "xsd_cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        try:
            valid = not document_faults(case["xml"].encode(), name=case["name"])
        except Unreadable:
            valid = False
        if valid is not case["valid"]:
            wrong.append(case["name"])
    assert not wrong


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{HEAD}{ACTIVITY}<iati-activity><title>", "iati-cut-short"),
        (f"{HEAD}{ACTIVITY}{ACTIVITY}{TAIL}", "duplicate-key"),
        (f"{HEAD}{ACTIVITY}<iati-activity/>{TAIL}", "no-id"),
        (f"{HEAD}{ACTIVITY}<stranger/>{TAIL}", "iati-schema"),
        (f"{HEAD}{ACTIVITY.replace('</title>', '</title><foo/>')}{TAIL}", "iati-schema"),
        (f"{HEAD}{ACTIVITY}<iati-activity><title>{'x' * 10_000_001}</title></iati-activity>{TAIL}", "iati-cut-short"),
    ],
)
def test_what_is_wrong_is_set_aside_and_the_rest_is_read(text: str, told: str) -> None:
    items = read(text)
    assert any(isinstance(item, Record) for item in items)
    pieces = [item for item in items if isinstance(item, formats.Quarantined)]
    assert told in {piece.reason for piece in pieces}
    assert all(piece.place.line for piece in pieces)


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE a [<!ENTITY b "c">]>{HEAD}{ACTIVITY}{TAIL}',
        f'<?xml version="1.0"?>{" " * 70_000}<!DOCTYPE a SYSTEM "file:///etc/passwd">{HEAD}{ACTIVITY}{TAIL}',
        f"{HEAD}<iati-activity>",
    ],
)
def test_entities_and_ruins_are_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        list(formats.read((formats.File(name="a.xml", data=text.encode()),), name="iati").items)
