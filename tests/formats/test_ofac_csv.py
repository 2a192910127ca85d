"""OFAC's files: each row a party and its listing, each broken row set aside alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr import tables
from jisr.errors import Unreadable
from jisr.formats import File, Item, Options, Quarantined, ofac_csv, ofac_remarks, read, recognise
from jisr.records import Record, schema
from tests.formats.reading import aside, files, items, records

NULLS = ",".join(["-0-"] * 7)
PERSON = (
    f'101,"QADRI, Salim",individual,SDGT] [IFSR,Treasurer of a GROUP,{NULLS[4:]},"DOB 10 Dec 1948; nationality Syria."'
)
GROUP = f'102,"A GROUP, LTD.",-0- ,SDGT,{NULLS},-0- '
SHIP = '103,EXAMPLE,vessel,IRAN,-0-,5IM3,Tug,"1,234",164,Iran,NITC,Vessel Registration Identification IMO 9153525.'
PLANE = f"104,EP-GOL,aircraft,SDGT,{NULLS},Aircraft Model IL-76TD; Linked To: AN AIRLINE."
SDN = f"{PERSON}\r\n{GROUP}\r\n{SHIP}\r\n{PLANE}\r\n\x1a"
ALT = '101,1,"aka","KADRI, Saleem",-0- \n102,2,"fka","OLD GROUP",-0- \n102,3,"nka","A NEW GROUP","since May"\n'
ADD = '101,1,"1 Road","Mosul","Iraq",-0- \n102,2,-0- ,-0- ,"Atlantis","an office"\n102,3,-0- ,-0- ,-0- ,-0- \n'
COMMENTS = '104,"; Linked To: ANOTHER."\n'


def set_of(sdn: str = SDN, **others: str) -> list[Item]:
    given = [("sdn.csv", sdn), *((f"{name}.csv", text) for name, text in others.items())]
    return list(read(files(*given), name="ofac-csv").items)


def test_a_person_is_read_with_aliases_and_addresses() -> None:
    found = records(set_of(alt=ALT, add=ADD, comments=COMMENTS))
    said = found["101"].properties
    assert found["101"].schema == "Person"
    assert (said["name"], said["firstName"], said["lastName"]) == (("Salim QADRI",), ("Salim",), ("QADRI",))
    assert (said["alias"], said["position"]) == (("Saleem KADRI",), ("Treasurer of a GROUP",))
    assert (said["birthDate"], said["nationality"], said["country"]) == (("1948-12-10",), ("sy",), ("iq",))
    assert (said["address"], said["notes"]) == (("1 Road, Mosul, Iraq",), ("DOB 10 Dec 1948; nationality Syria.",))
    listing = found["101/listing"].properties
    assert listing == {
        "entity": ("ofac:101",),
        "program": ("SDGT", "IFSR"),
        "authority": ("Office of Foreign Assets Control",),
        "country": ("us",),
        "namesMentioned": ("QADRI, Salim", "KADRI, Saleem"),
    }
    assert str(found["101"].place) == "sdn.csv, line 1"


def test_groups_ships_and_planes_are_told_apart() -> None:
    found = records(set_of(alt=ALT, add=ADD, comments=COMMENTS))
    assert [found[key].schema for key in ("102", "103", "104")] == ["Organization", "Vessel", "Airplane"]
    group = found["102"].properties
    assert (group["name"], group["alias"], group["previousName"]) == (
        ("A GROUP, LTD.",),
        ("A NEW GROUP",),
        ("OLD GROUP",),
    )
    assert set(group["notes"]) == {"since May", "Address: Atlantis", "an office"}
    ship = found["103"].properties
    assert (ship["callSign"], ship["type"], ship["tonnage"]) == (("5IM3",), ("Tug",), ("1234",))
    assert (ship["flag"], ship["imoNumber"]) == (("ir",), ("9153525",))
    assert "Owner: NITC" in ship["notes"]
    assert found["104"].first("model") == "IL-76TD"
    assert found["104"].first("notes").endswith("AN AIRLINE.; Linked To: ANOTHER.")


def test_comments_go_on_where_the_remarks_broke_off() -> None:
    cut = f"105,B,-0-,SDGT,{NULLS},Linked To: PRO"
    bare = f"106,C,-0-,,{NULLS},-0- "
    found = records(set_of(f"{cut}\n{bare}\n", comments='105,"MI FEL."\n106,"DOB 1950."\n'))
    assert found["105/listing"].properties["reason"] == ("Linked To: PROMI FEL",)
    assert found["106"].properties["notes"] == ("DOB 1950.",)
    assert "program" not in found["106/listing"].properties


def test_columns_of_others_than_ships_are_kept_as_notes() -> None:
    row = f"107,B,-0-,SDGT,a title,a sign,{NULLS[8:]},-0-"
    assert records(set_of(row + "\n"))["107"].properties["notes"] == ("a title", "a sign")


@pytest.mark.parametrize(
    ("row", "reason", "entry"),
    [
        (f"101,B,-0-,SDGT,{NULLS},-0-", "duplicate-key", True),
        (f"B,-0-,SDGT,{NULLS},-0-", "wrong-columns", True),
        (f"x1,B,-0-,SDGT,{NULLS},-0-", "shifted-columns", True),
        (f"200,-0-,-0-,SDGT,{NULLS},-0-", "no-name", True),
        (f"200,B,spaceship,SDGT,{NULLS},-0-", "unknown-type", True),
        (f"200,B\x00D,-0-,SDGT,{NULLS},-0-", "damaged-characters", True),
        (f'200,"B,-0-,SDGT,{NULLS},-0-', "open-quote", True),
        (f"200,{'B' * 70_000},-0-,SDGT,{NULLS},-0-", "row-too-long", True),
        (f'200,"{"B" * 140_000}",-0-,SDGT,{NULLS},-0-', "row-too-long", True),
        ("||||", "no-data", False),
        ("\x1a", "end-mark", False),
    ],
)
def test_a_broken_row_costs_only_itself(row: str, reason: str, *, entry: bool) -> None:
    found = set_of(f"{PERSON}\n{row}\n\n{GROUP}\n{SHIP}\n")
    (piece,) = aside(found)
    assert (piece.reason, piece.entry, piece.place.line) == (reason, entry, 2)
    assert piece.piece == row.encode()[: 64 * 1024]
    assert set(records(found)) == {f"{key}{rest}" for key in ("101", "102", "103") for rest in ("", "/listing")}


@pytest.mark.parametrize("row", ['200,"HALILI, Nevzat",individual,BALKANS,"DO', "200,HALILI,indiv", '200,"HAL'])
def test_a_last_row_that_breaks_off_is_set_aside(row: str) -> None:
    (piece,) = aside(set_of(f"{PERSON}\n{row}"))
    assert (piece.reason, piece.place.line) == ("truncated-row", 2)


def test_rows_of_the_other_files_are_set_aside_alone() -> None:
    found = set_of(alt=ALT + '999,1,"aka","X",-0- \n', add=ADD + "102,1,2\n", comments='103,"fine"\nx,"not"\n')
    assert sorted((piece.place.file, piece.reason, piece.entry) for piece in aside(found)) == [
        ("add.csv", "wrong-columns", False),
        ("alt.csv", "orphan-row", False),
        ("comments.csv", "shifted-columns", False),
        ("sdn.csv", "end-mark", False),
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([("alt.csv", ALT)], "sdn.csv in it"),
        ([("sdn.csv", SDN), ("again.csv", SDN)], "second like sdn.csv"),
        ([("sdn.csv", SDN), ("x.csv", "a,b\nc,d\n")], "an OFAC file"),
        ([("sdn.csv", "B,-0-,SDGT" + ",-0-" * 8)], "12 columns"),
        ([("sdn.csv", b"\xff\xfe\xfa")], "utf-16"),
        ([("sdn.csv", "")], "empty"),
        ([], "sdn.csv in it"),
    ],
)
def test_a_set_that_cannot_be_read_is_refused(given: list[tuple[str, str | bytes]], told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        list(ofac_csv.read(files(*given), Options()).items)


def test_the_form_is_known_by_its_content() -> None:
    assert ofac_csv.recognise(files(("x", SDN)))
    assert ofac_csv.recognise(files(("x", SDN), ("y", COMMENTS), ("z", ADD)))
    for other in ("", "a,b,c\n1,2,3\n", COMMENTS, b"\xff\xfa"):
        assert not ofac_csv.recognise(files(("x", other)))
    assert not ofac_csv.recognise(())


def test_the_list_is_known_by_its_programmes() -> None:
    other = PERSON.replace("SDGT] [IFSR", "NS-PLC")
    assert read(files(("sdn.csv", PERSON))).header.source == "ofac"
    assert read(files(("sdn.csv", other))).header.source == "ofac-cons"
    assert read(files(("sdn.csv", other)), options=Options(source="mine")).header.source == "mine"


@pytest.mark.parametrize(
    ("clause", "kind", "said"),
    [
        ("DOB 10 Dec 1948", "Person", {"birthDate": ("1948-12-10",)}),
        ("alt. DOB circa 1962", "Person", {"birthDate": ("1962",)}),
        ("DOB circa 01 May 1962", "Person", {"birthDate": ("1962",)}),
        ("DOB circa 1962-1964", "Person", {"birthDate": ("1962", "1963", "1964")}),
        ("DOB 1963 to 1965", "Person", {"birthDate": ("1963", "1964", "1965")}),
        ("DOB 01 Jan 1960 to 31 Dec 1960", "Person", {"birthDate": ("1960",)}),
        ("DOB Sep 1958", "Person", {"birthDate": ("1958-09",)}),
        ("DOB unknown", "Person", {}),
        (
            "POB Zvornik, Bosnia-Herzegovina",
            "Person",
            {"birthPlace": ("Zvornik, Bosnia-Herzegovina",), "birthCountry": ("ba",)},
        ),
        ("POB Shati", "Person", {"birthPlace": ("Shati",)}),
        ("nationality Korea, North", "Person", {"nationality": ("kp",)}),
        ("nationality Iran", "Vessel", {"country": ("ir",)}),
        ("alt. citizen United States", "Person", {"citizenship": ("us",)}),
        ("Gender Female", "Person", {"gender": ("female",)}),
        ("Passport 484824 (Egypt) issued 18 Jan 1984", "Person", {"passportNumber": ("484824",)}),
        ("Passport L 191609 issued 28 Feb 1996 expires 27 Feb 2001", "Person", {"passportNumber": ("L 191609",)}),
        ("National ID No. D489833(9) (Hong Kong)", "Person", {"idNumber": ("D489833(9)",)}),
        ("NIT # 800146749-7 (Colombia)", "Organization", {"taxNumber": ("800146749-7",)}),
        ("SWIFT/BIC GAZPRUMM", "Organization", {"swiftBic": ("GAZPRUMM",)}),
        ("Passport issued in Sarajevo", "Person", {}),
        ("Passport (Iran)", "Person", {}),
        ("a.k.a. 'HTS'", "Organization", {"weakAlias": ("HTS",)}),
        ("a.k.a. HTS", "Organization", {"weakAlias": ("HTS",)}),
        ("Website www.example.org", "Organization", {"website": ("www.example.org",)}),
        ("Vessel Registration Identification IMO 9187655", "Vessel", {"imoNumber": ("9187655",)}),
        ("MMSI 256842000", "Vessel", {"mmsi": ("256842000",)}),
        ("MMSI 256842000", "Person", {}),
        ("Major General", "Person", {}),
    ],
)
def test_remarks_say_what_their_table_says(clause: str, kind: str, said: dict[str, tuple[str, ...]]) -> None:
    party, listing = ofac_remarks.parse(f"{clause}.", kind)
    found: dict[str, tuple[str, ...]] = {}
    for name, value in party:
        found[name] = (*found.get(name, ()), value)
    assert (found, listing) == (said, ())


def test_remarks_about_the_listing_go_there() -> None:
    party, listing = ofac_remarks.parse(
        "Listing Date (EO 14024 Directive 3): 24 Feb 2022; Linked To: A, S.A. DE C.V.", "Organization"
    )
    assert party == ()
    assert listing == (("listingDate", "2022-02-24"), ("reason", "Linked To: A, S.A. DE C.V."))


def test_the_table_of_remarks_fills_properties_that_exist() -> None:
    for row in tables.rows("ofac_remarks"):
        for name, letter in ofac_remarks.KINDS.items():
            if letter in row["of"]:
                of = "Sanction" if row["property"].startswith("Sanction.") else name
                assert row["property"].removeprefix("Sanction.") in schema(of).properties, row


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail_otherwise(noise: bytes) -> None:
    for data in (noise, PERSON.encode() + b"\n" + noise, SDN.encode()[:150] + noise + SDN.encode()[150:]):
        try:
            found = list(ofac_csv.read((File(name="a", data=data),), Options()).items)
        except Unreadable:
            continue
        assert all(isinstance(item, Record | Quarantined) for item in found)


@given(
    st.lists(
        st.sampled_from(["{},A,-0-,X" + ",-0-" * 8, "1,A,-0-,X" + ",-0-" * 8, '{},"A', "A,B", "{},-0-" * 6]),
        max_size=15,
    )
)
@settings(max_examples=50)
def test_every_row_is_a_record_or_set_aside(shapes: list[str]) -> None:
    rows = [PERSON, *(shape.replace("{}", str(200 + number)) for number, shape in enumerate(shapes)), ""]
    found = set_of("\n".join(rows))
    read_rows = {item.place.line for item in found}
    assert read_rows == set(range(1, len(rows)))


def test_the_real_lists_are_read_without_loss(shared: Path) -> None:
    found = items((shared / "status" / "ofac_sdn_history" / "base.csv").read_bytes())
    counted = Counter(item.schema for item in found if isinstance(item, Record))
    assert counted == {"Sanction": 5526, "Person": 2817, "Organization": 2286, "Vessel": 256, "Airplane": 167}
    assert not aside(found)
    kept = records(found)["15945"].properties
    assert kept["name"] == ("Abu Muhammad AL-JAWLANI",)
    assert kept["birthDate"] == ("1977", "1975", "1976", "1978", "1979")
    assert (kept["nationality"], kept["weakAlias"]) == (("sy",), ("AL-FATIH",))


def test_the_real_sets_are_joined(shared: Path) -> None:
    folder = shared / "status" / "ofac_2019"
    names = ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
    whole = tuple(File(name=name, data=(folder / name).read_bytes()) for name in names)
    assert recognise(whole).name == "ofac-csv"
    found = list(read(whole).items)
    assert Counter(piece.reason for piece in aside(found)) == {"orphan-row": 6}
    kept = records(found)
    assert kept["15945"].properties["alias"] == ("Abu Muhammad AL-GOLANI",)
    assert "HAYAT TAHRIR AL-SHAM" in kept["16937"].properties["alias"]
    assert "Linked To: PROMI FEL, S. DE R.L. DE C.V." in kept["15599/listing"].properties["reason"]


def test_the_real_non_sdn_list_is_told_from_the_sdn_list(shared: Path) -> None:
    folder = shared / "status" / "ofac_cons_2025"
    whole = tuple(File(name=path.name, data=path.read_bytes()) for path in sorted(folder.glob("*.csv")))
    delivery = read(whole)
    assert delivery.header.source == "ofac-cons"
    assert len(records(list(delivery.items))) == 528
