"""The UN list: what each element says, and what becomes of what cannot be read."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.errors import TooLarge, Unreadable
from jisr.formats import Options, Quarantined, un_xml
from jisr.records import TLP, Marking, Record
from tests.formats.reading import aside, files, items, reading, records

PERSON = """
<INDIVIDUAL><DATAID>7</DATAID><VERSIONNUM>1</VERSIONNUM>
 <FIRST_NAME>SALIM </FIRST_NAME><SECOND_NAME>QADRI</SECOND_NAME><THIRD_NAME/><FOURTH_NAME>AL-MARWANI</FOURTH_NAME>
 <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER> XXi.001 </REFERENCE_NUMBER><LISTED_ON>2013-07-24</LISTED_ON>
 <NAME_ORIGINAL_SCRIPT>سليم قادري</NAME_ORIGINAL_SCRIPT><COMMENTS1>Gender: male. Tall,
   and quiet.</COMMENTS1>
 <TITLE><VALUE>Haji</VALUE></TITLE><DESIGNATION><VALUE>Treasurer</VALUE></DESIGNATION>
 <NATIONALITY><VALUE>Syrian Arab Republic</VALUE><VALUE>Atlantis</VALUE></NATIONALITY>
 <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE><SUBMITTED_BY>Germany</SUBMITTED_BY>
 <LAST_DAY_UPDATED><VALUE>2019-05-01</VALUE><VALUE/></LAST_DAY_UPDATED>
 <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Saleem Kadri</ALIAS_NAME>
  <NOTE>Salem Qadri, Selim Kadry (transliterations of original script name)</NOTE></INDIVIDUAL_ALIAS>
 <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>شيخ الفاتح ، الفاتح</ALIAS_NAME></INDIVIDUAL_ALIAS>
 <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Selim Marwan</ALIAS_NAME><NOTE>formerly listed as</NOTE>
  <DATE_OF_BIRTH>1980</DATE_OF_BIRTH></INDIVIDUAL_ALIAS>
 <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
 <INDIVIDUAL_ALIAS><NOTE>no name at all</NOTE></INDIVIDUAL_ALIAS>
 <INDIVIDUAL_ADDRESS><STREET>1 Road</STREET><CITY>Mosul</CITY><COUNTRY>Iraq</COUNTRY>
  <NOTE>in 2014</NOTE></INDIVIDUAL_ADDRESS>
 <INDIVIDUAL_ADDRESS><COUNTRY>Lebanon</COUNTRY></INDIVIDUAL_ADDRESS>
 <INDIVIDUAL_ADDRESS><NOTE>Somewhere</NOTE></INDIVIDUAL_ADDRESS><INDIVIDUAL_ADDRESS/>
 <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1975</FROM_YEAR>
  <TO_YEAR>1977</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
 <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1976-02-03</DATE></INDIVIDUAL_DATE_OF_BIRTH>
 <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1978</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
 <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>August 1961</NOTE></INDIVIDUAL_DATE_OF_BIRTH>
 <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE>
  <NOTE>30 years old</NOTE></INDIVIDUAL_DATE_OF_BIRTH>
 <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE></INDIVIDUAL_DATE_OF_BIRTH>
 <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Raqqa</CITY><COUNTRY>Syrian Arab Republic</COUNTRY>
  <NOTE>or near</NOTE></INDIVIDUAL_PLACE_OF_BIRTH>
 <INDIVIDUAL_PLACE_OF_BIRTH/>
 <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><TYPE_OF_DOCUMENT2>Passport</TYPE_OF_DOCUMENT2>
  <NUMBER>N 1</NUMBER><ISSUING_COUNTRY>Iraq</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
 <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>
  <NUMBER>Jordan 22</NUMBER></INDIVIDUAL_DOCUMENT>
 <INDIVIDUAL_DOCUMENT/><SORT_KEY/>
</INDIVIDUAL>"""
ENTITY = """
<ENTITY><FIRST_NAME>THE MOVEMENT (TM)</FIRST_NAME><REFERENCE_NUMBER>XXe.002</REFERENCE_NUMBER><GENDER>Unknown</GENDER>
 <COMMENTS1>A group.</COMMENTS1><DESIGNATION><VALUE>Armed group</VALUE></DESIGNATION>
 <NATIONALITY><VALUE>Iraq</VALUE></NATIONALITY>
 <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>La Movida (LM)</ALIAS_NAME></ENTITY_ALIAS>
 <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old Movement</ALIAS_NAME></ENTITY_ALIAS></ENTITY>"""
SHIP = """<ENTITY><FIRST_NAME>MV EXAMPLE</FIRST_NAME><REFERENCE_NUMBER>XXe.003</REFERENCE_NUMBER>
 <COMMENTS1>IMO number: 1234567. Seen at sea.</COMMENTS1></ENTITY>"""


def unlist(
    individuals: str = "", entities: str = "", *, made: str = "2026-02-27T00:00:09.554Z", extra: str = ""
) -> str:
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><CONSOLIDATED_LIST dateGenerated=\"{made}\">"
        f"<INDIVIDUALS>{individuals}</INDIVIDUALS><ENTITIES>{entities}</ENTITIES>{extra}</CONSOLIDATED_LIST>"
    )


def test_a_person_is_read_whole() -> None:
    found = records(items(unlist(PERSON)))["XXi.001"]
    said = found.properties
    assert found.schema == "Person"
    assert said["name"] == ("SALIM QADRI AL-MARWANI", "سليم قادري")
    assert (said["firstName"], said["secondName"], said["lastName"]) == (("SALIM",), ("QADRI",), ("AL-MARWANI",))
    assert said["alias"] == ("Saleem Kadri", "Salem Qadri", "Selim Kadry")
    assert said["previousName"] == ("Selim Marwan",)
    assert said["weakAlias"] == ("شيخ الفاتح", "الفاتح")
    assert said["birthDate"] == ("1975", "1976", "1977", "1976-02-03", "1978", "1961-08")
    assert said["birthPlace"] == ("Raqqa, Syrian Arab Republic (or near)",)
    assert (said["nationality"], said["birthCountry"], said["country"]) == (("sy",), ("sy",), ("iq", "lb"))
    assert (said["passportNumber"], said["idNumber"]) == (("N 1",), ("22",))
    assert (said["position"], said["title"], said["gender"]) == (("Treasurer",), ("Haji",), ("male",))
    assert said["address"] == ("1 Road, Mosul, Iraq (in 2014)",)
    notes = "\n".join(said["notes"])
    for kept in (
        "Gender: male. Tall, and quiet.",
        "Nationality: Atlantis",
        "BETWEEN 1975 1977",
        "30 years old",
        "Passport N 1, Iraq",
        "National Identification Number Jordan 22",
        "Address: Somewhere",
        "Alias: no name at all",
        "Selim Marwan: formerly listed as, 1980",
    ):
        assert kept in notes


def test_the_listing_says_when_and_under_what() -> None:
    listing = records(items(unlist(PERSON)))["XXi.001/listing"]
    assert listing.schema == "Sanction"
    assert listing.properties == {
        "recordId": ("7",),
        "program": ("Al-Qaida",),
        "unscId": ("XXi.001",),
        "listingDate": ("2013-07-24",),
        "summary": ("SUBMITTED_BY: Germany",),
        "modifiedAt": ("2019-05-01",),
        "entity": ("un:XXi.001",),
        "authority": ("United Nations Security Council",),
    }
    assert str(listing.validity.begins) == "2013-07-24"


def test_an_entity_is_an_organisation_and_a_ship_a_vessel() -> None:
    found = records(items(unlist(entities=ENTITY + SHIP)))
    assert (found["XXe.002"].schema, found["XXe.003"].schema) == ("Organization", "Vessel")
    said = found["XXe.002"].properties
    assert (said["alias"], said["previousName"], said["weakAlias"]) == (("La Movida",), ("Old Movement",), ("LM",))
    assert said["notes"] == ("Gender: Unknown", "A group.", "Armed group")
    assert found["XXe.003"].first("imoNumber") == "1234567"
    assert found["XXe.003/listing"].validity.begins is None


def test_the_header_and_the_place_are_said() -> None:
    marking = Marking(tlp=TLP.AMBER)
    read = reading(unlist(PERSON), name="un.xml", options=Options(source="un-test", marking=marking))
    assert (read.header.source, read.header.snapshot) == ("un-test", True)
    assert read.header.edition == datetime(2026, 2, 27, 0, 0, 9, 554000, tzinfo=UTC)
    first = next(item for item in read.items if isinstance(item, Record))
    assert str(first.place) == "un.xml, line 2, /CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL[1]"
    assert (first.thing, first.marking) == ("un-test:XXi.001", marking)


@pytest.mark.parametrize(
    ("entry", "reason", "fact"),
    [
        (PERSON.replace(" XXi.001 ", ""), "no-reference", ("field", "REFERENCE_NUMBER")),
        (PERSON.replace("Saleem Kadri", "Saleem?Kadri"), "lost-characters", ("value", "Saleem?Kadri")),
        (PERSON.replace("quiet", "qui\ufffdt"), "damaged-characters", ("character", "U+FFFD")),
        (PERSON.replace("quiet", "qui\x92t"), "damaged-characters", ("character", "U+0092")),
        ("<INDIVIDUAL><REFERENCE_NUMBER>XXi.9</REFERENCE_NUMBER></INDIVIDUAL>", "no-name", ("key", "XXi.9")),
    ],
)
def test_an_entry_that_cannot_be_used_costs_only_itself(entry: str, reason: str, fact: tuple[str, str]) -> None:
    found = items(unlist(entry, ENTITY))
    (piece,) = aside(found)
    assert piece.reason == reason
    assert fact in piece.facts
    assert piece.entry
    assert piece.piece.startswith(b"<INDIVIDUAL>")
    assert set(records(found)) == {"XXe.002", "XXe.002/listing"}


def test_a_question_mark_in_a_comment_is_a_question() -> None:
    assert not aside(items(unlist(PERSON.replace("quiet", "quiet?"))))


def test_a_number_that_stands_twice_is_read_once() -> None:
    found = items(unlist(PERSON + PERSON))
    assert [piece.reason for piece in aside(found)] == ["duplicate-key"]
    assert len(records(found)) == 2


def test_a_date_no_calendar_has_is_set_aside_and_the_entry_kept() -> None:
    found = items(unlist(PERSON.replace("2013-07-24", "2013-13-01")))
    (piece,) = aside(found)
    assert (piece.reason, piece.entry, dict(piece.facts)["field"]) == ("bad-date", False, "LISTED_ON")
    assert "listingDate" not in records(found)["XXi.001/listing"].properties


def test_what_stands_beside_the_entries_is_set_aside() -> None:
    found = items(unlist(PERSON + "<OTHER>x</OTHER>loose", extra="<MORE>y</MORE>"))
    assert [(piece.reason, piece.entry) for piece in aside(found)] == [("unknown-element", False)] * 3
    assert sorted(dict(piece.facts)["element"] for piece in aside(found)) == ["MORE", "OTHER", "text"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (unlist(PERSON)[:-40], "line .*well-formed XML"),
        (unlist(PERSON).encode().replace("سليم".encode(), b"\xe9\xe8"), "well-formed XML"),
        (unlist(PERSON.replace("quiet", "qui\x19t")), "well-formed XML"),
        (unlist(PERSON, made="soon"), "dateGenerated, found 'soon'"),
        (unlist(PERSON, made=""), "dateGenerated"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + unlist(PERSON).partition("?>")[2], "no document type"),
        ("<OTHER/>", "<CONSOLIDATED_LIST>"),
        ("", "empty"),
    ],
)
def test_a_broken_list_is_refused_with_its_place(data: str | bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        items(data, form="un-xml")


def test_a_declaration_in_another_encoding_is_refused_too() -> None:
    page = (
        '<?xml version="1.0" encoding="utf-16"?>\n<!DOCTYPE x SYSTEM "file:///etc/hostname">'
        + unlist().partition("?>")[2]
    )
    far = "<!--" + "x" * 70_000 + "-->"
    for text in (page, page.replace("<!DOCTYPE", far + "<!DOCTYPE")):
        with pytest.raises(Unreadable, match="no document type"):
            items(text.encode("utf-16"), form="un-xml")


def test_size_and_number_of_files_are_capped() -> None:
    with pytest.raises(TooLarge):
        items(unlist(PERSON), options=Options(limit=100), form="un-xml")
    with pytest.raises(Unreadable, match="2 files"):
        un_xml.read(files(("a", unlist()), ("b", unlist())), Options())
    assert not un_xml.recognise(files(("a", unlist()), ("b", unlist())))
    assert un_xml.recognise(files(("a", unlist().encode("utf-16"))))


@given(st.binary(max_size=200), st.integers(min_value=0, max_value=3000))
@settings(max_examples=60)
def test_no_bytes_make_it_fail_otherwise(noise: bytes, at: int) -> None:
    whole = unlist(PERSON, ENTITY).encode()
    for data in (noise, whole[:at] + noise + whole[at:], whole[:at]):
        try:
            found = items(data, form="un-xml")
        except Unreadable:
            continue
        assert all(isinstance(item, Record | Quarantined) for item in found)


@given(st.lists(st.sampled_from(["good", "no reference", "damaged", "again"]), max_size=12))
def test_every_entry_is_a_record_or_set_aside(kinds: list[str]) -> None:
    entries = []
    for number, kind in enumerate(kinds):
        reference = {"no reference": "", "again": "XXi.0"}.get(kind, f"XXi.{number + 1}")
        name = "a\ufffd" if kind == "damaged" else "A"
        entries.append(
            f"<INDIVIDUAL><FIRST_NAME>{name}</FIRST_NAME><REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER></INDIVIDUAL>"
        )
    found = items(unlist("".join(entries)))
    read = sum(item.schema == "Person" for item in found if isinstance(item, Record))
    assert read + sum(piece.entry for piece in aside(found)) == len(kinds)


@pytest.mark.parametrize(
    ("edition", "entries"), [("20201123", 615), ("20201201", 608), ("20250419", 516), ("20260227", 600)]
)
def test_the_real_lists_are_read_without_loss(shared: Path, edition: str, entries: int) -> None:
    found = items((shared / "status" / "un" / f"un_{edition}.xml").read_bytes())
    counted = Counter(item.schema for item in found if isinstance(item, Record))
    assert counted["Sanction"] == entries == counted["Person"] + counted["Organization"] + counted["Vessel"]
    assert not aside(found)


def test_the_worked_example_is_read_whole(shared: Path) -> None:
    found = records(items((shared / "status" / "un" / "un_20250419.xml").read_bytes()))
    said = found["QDi.317"].properties
    assert said["name"] == ("ABU MOHAMMED AL-JAWLANI", "أبو محمد الجولاني")
    assert {"Abu Mohammed al-Golani", "Abu Mohammed al-Julani", "AMJAD MUZAFFAR HUSSEIN ALI AL-NAIMI"} <= set(
        said["alias"]
    )
    assert said["weakAlias"] == ("شيخ الفاتح", "الفاتح", "Shaykh al-Fatih", "Al Fatih", "ABU ASHRAF")
    assert said["birthDate"] == ("1975", "1976", "1977", "1978", "1979")
    assert (said["nationality"], said["birthCountry"]) == (("sy",), ("sy",))
    assert str(found["QDi.317/listing"].validity.begins) == "2013-07-24"
    assert "هيئة تحرير الشام" in found["QDe.137"].properties["alias"]
    assert found["QDe.137"].properties["weakAlias"] == ("HTS",)
