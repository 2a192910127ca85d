"""The lists of OFAC (XML), the EU and the UK, and statements: excerpts written by hand, sound and broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr import tables
from jisr.errors import Unreadable
from jisr.formats import Item, Options, read, recognise
from jisr.records import Record, schema
from tests.formats.reading import aside, claims, files, items, records

SDN = """<?xml version="1.0"?><sdnList xmlns="https://example.org/XML"><publshInformation><Publish_Date>03/28/2025
</Publish_Date></publshInformation><sdnEntry><uid>101</uid><firstName>Salim</firstName><lastName>QADRI</lastName>
<title>Treasurer</title><sdnType>Individual</sdnType><programList><program>SDGT</program></programList>
<idList><id><uid>7</uid><idType>Passport</idType><idNumber>N123</idNumber><idCountry>Syria</idCountry>
<expirationDate>08 Nov 2010</expirationDate></id><id><uid>8</uid><idType>Gender</idType><idNumber>Male</idNumber></id>
<id><uid>9</uid><idType>Equity Ticker</idType><idNumber>ABC</idNumber></id></idList>
<akaList><aka><uid>1</uid><type>a.k.a.</type><category>weak</category><lastName>ABU SALIM</lastName></aka></akaList>
<addressList><address><uid>5</uid><city>Mosul</city><country>Iraq</country></address></addressList>
<dateOfBirthList><dateOfBirthItem><uid>2</uid><dateOfBirth>10 Dec 1948</dateOfBirth></dateOfBirthItem></dateOfBirthList>
</sdnEntry>%s</sdnList>"""
ADVANCED = """<?xml version="1.0"?><Sanctions xmlns="https://example.org/ADVANCED"><DateOfIssue CalendarTypeID="1">
<Year>2025
</Year><Month>3</Month><Day>28</Day></DateOfIssue><ReferenceValueSets><X><AliasType ID="1400">A.K.A.</AliasType>
<Country ID="1" ISO2="SY">Syria</Country><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="25">Location
</FeatureType><FeatureType ID="224">Gender</FeatureType><DetailReference ID="91526">Male</DetailReference>
<IDRegDocType ID="1571">Passport</IDRegDocType><List ID="1550">SDN List</List><NamePartType ID="1520">Last Name
</NamePartType><NamePartType ID="1521">First Name</NamePartType><LocPartType ID="1454">CITY</LocPartType>
<PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType><PartyType ID="1">Individual</PartyType>
<RelationType ID="15003">Family member of</RelationType>
<LegalBasis ID="1" LegalBasisShortRef="E.O. 13224">x</LegalBasis>
</X></ReferenceValueSets><Locations><Location ID="70"><LocationCountry CountryID="1"/>
<LocationPart LocPartTypeID="1454">
<LocationPartValue Primary="true"><Value>Homs</Value></LocationPartValue></LocationPart></Location></Locations>
<IDRegDocuments><IDRegDocument ID="66" IDRegDocTypeID="1571" IdentityID="500" IssuedBy-CountryID="1"><IDRegistrationNo>
N123</IDRegistrationNo></IDRegDocument></IDRegDocuments><DistinctParties><DistinctParty FixedRef="101"><Profile ID="101"
PartySubTypeID="4"><Identity ID="500" Primary="true"><Alias AliasTypeID="1400" Primary="true" LowQuality="false">
<DocumentedName ID="1"><DocumentedNamePart><NamePartValue NamePartGroupID="91">QADRI</NamePartValue>
</DocumentedNamePart>
<DocumentedNamePart><NamePartValue NamePartGroupID="92">Salim</NamePartValue></DocumentedNamePart></DocumentedName>
</Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="91" NamePartTypeID="1520"/></MasterNamePartGroup>
<MasterNamePartGroup><NamePartGroup ID="92" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups></Identity>
<Feature ID="1" FeatureTypeID="8"><FeatureVersion ID="1"><DatePeriod><Start Approximate="false"><From><Year>1948</Year>
<Month>12</Month><Day>10</Day></From></Start><End><To><Year>1948</Year><Month>12</Month><Day>10</Day></To></End>
</DatePeriod>
</FeatureVersion></Feature><Feature ID="2" FeatureTypeID="25"><FeatureVersion ID="2"><VersionLocation LocationID="70"/>
</FeatureVersion></Feature><Feature ID="3" FeatureTypeID="224"><FeatureVersion ID="3">
<VersionDetail DetailReferenceID="91526"/>
</FeatureVersion></Feature></Profile></DistinctParty>%s</DistinctParties><ProfileRelationships>
<ProfileRelationship ID="44"
From-ProfileID="101" To-ProfileID="102" RelationTypeID="15003" Former="false"/></ProfileRelationships><SanctionsEntries>
<SanctionsEntry ID="9" ProfileID="101" ListID="1550"><EntryEvent ID="1" LegalBasisID="1"><Date><Year>2001</Year>
<Month>10
</Month><Day>12</Day></Date></EntryEvent><SanctionsMeasure ID="3"><Comment>SDGT</Comment></SanctionsMeasure>
</SanctionsEntry>
</SanctionsEntries></Sanctions>"""
EU = """<?xml version="1.0"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2025-05-28T10:00:00.000+02:00">
<sanctionEntity euReferenceNumber="EU.1.1" unitedNationId="QDi.9" logicalId="13"><remark>a note</remark><regulation
programme="SYR" numberTitle="36/2012 (OJ L16)" entryIntoForceDate="2012-01-19">
<publicationUrl>http://e.org</publicationUrl>
</regulation><subjectType code="person" classificationCode="P"/><nameAlias firstName="Salim" lastName="Qadri"
wholeName="Salim Qadri" gender="M" strong="true" function="Treasurer"/>
<nameAlias wholeName="سليم القادري" strong="true"/>
<nameAlias wholeName="Abu Salim" strong="false"/><birthdate circa="false" calendarType="GREGORIAN" city="Homs"
birthdate="1948-12-10" countryIso2Code="SY" countryDescription="SYRIA"/><citizenship countryIso2Code="SY"/><address
city="Mosul" countryIso2Code="IQ" countryDescription="IRAQ" logicalId="5"/><identification number="N123"
identificationTypeDescription="National passport" countryDescription="SYRIA" knownFalse="true" logicalId="6"/>
</sanctionEntity>%s</export>"""
EU_CSV = (
    "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;Entity_SubjectType;"
    "Entity_Regulation_Programme;NameAlias_WholeName;NameAlias_Gender;BirthDate_BirthDate;BirthDate_City;"
    "Identification_Number;Identification_TypeDescription\n"
    "28/05/2025;13;EU.1.1;QDi.9;person;SYR;Salim Qadri;M;;;;\n"
    "28/05/2025;13;EU.1.1;QDi.9;person;SYR;;;1948-12-10;Homs;;\n"
    "28/05/2025;13;EU.1.1;QDi.9;person;SYR;;;;;N123;National passport\n"
)
UK = """<?xml version="1.0"?><Designations><DateGenerated>2025-05-28T00:00:00</DateGenerated><Designation><LastUpdated>
01/02/2024</LastUpdated><DateDesignated>31/12/2020</DateDesignated><UniqueID>SYR0001</UniqueID><OFSIGroupID>12012
</OFSIGroupID><UNReferenceNumber>QDi.9</UNReferenceNumber><Names><Name><Name1>Salim</Name1><Name6>QADRI</Name6>
<NameType>
Primary Name</NameType></Name><Name><Name6>ABU SALIM</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a
</AliasStrength></Name></Names><NonLatinNames><NonLatinName><NameNonLatinScript>سليم القادري</NameNonLatinScript>
</NonLatinName></NonLatinNames><RegimeName>The Syria (Sanctions) (EU Exit) Regulations 2019</RegimeName>
<IndividualEntityShip>Individual</IndividualEntityShip><DesignationSource>UK</DesignationSource>
<SanctionsImposedIndicators>
<AssetFreeze>true</AssetFreeze><TravelBan>false</TravelBan></SanctionsImposedIndicators><Addresses><Address>
<AddressLine1>
1 Road</AddressLine1><AddressCountry>Iraq</AddressCountry></Address></Addresses><IndividualDetails><Individual><DOBs>
<DOB>dd/mm/1948</DOB><DOB>10/12/1948</DOB></DOBs><PassportDetails><Passport><PassportNumber>N123</PassportNumber>
</Passport>
</PassportDetails><Nationalities><Nationality>Syria</Nationality></Nationalities><BirthDetails><Location>
<TownOfBirth>Homs
</TownOfBirth><CountryOfBirth>Syria</CountryOfBirth></Location></BirthDetails><GenderDetails><Gender>Male</Gender>
</GenderDetails></Individual></IndividualDetails></Designation>%s</Designations>"""
UK_CSV = (
    "Report Date: 28-May-2025\n"
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name type,Alias strength,"
    "Name non-latin script,Date Designated,Regime Name,Designation Type,Designation source,Sanctions Imposed,D.O.B,"
    "Passport number,Address Line 1,Address Country\n"
    "01/02/2024,SYR0001,12012,QDi.9,QADRI,Salim,Primary Name,,سليم القادري,31/12/2020,Syria 2019,Individual,UK,"
    "Asset freeze|Travel Ban,10/12/1948,N123,1 Road,Iraq\n"
    "01/02/2024,SYR0001,12012,QDi.9,ABU SALIM,,Alias,Low quality a.k.a,,31/12/2020,Syria 2019,Individual,UK,,,,,\n"
)
STATEMENTS = (
    "canonical_id,entity_id,prop,schema,value,dataset,lang,original_value,first_seen,last_seen\n"
    "Q1,ofac-1,name,Person,Salim Qadri,us_ofac_sdn,,,2020-01-01,2025-01-01\n"
    "Q1,ofac-1,birthDate,Person,1948-12-10,us_ofac_sdn,,,2020-01-01,2025-01-01\n"
    "Q1,ofac-1,topics,LegalEntity,sanction,us_ofac_sdn,,,2020-01-01,2025-01-01\n"
    "s1,s1,entity,Sanction,ofac-1,us_ofac_sdn,,,2020-01-01,2025-01-01\n"
)
WHOLE = {
    "ofac-xml": SDN % "",
    "ofac-advanced": ADVANCED % "",
    "eu-xml": EU % "",
    "eu-csv": EU_CSV,
    "uk-xml": UK % "",
    "uk-csv": UK_CSV,
    "statements-csv": STATEMENTS,
}


@pytest.mark.parametrize("form", WHOLE)
def test_known_by_content_and_only_known_properties(form: str) -> None:
    assert recognise(files(("any.bin", WHOLE[form]))).name == form
    for item in items(WHOLE[form]):
        assert isinstance(item, Record) or not aside([item]), item
        if isinstance(item, Record):
            assert item.properties.keys() <= schema(item.schema).properties.keys()
            assert all(item.properties.values())


@pytest.mark.parametrize("form", [one for one in WHOLE if one != "statements-csv"])
def test_the_same_person_from_every_list(form: str) -> None:
    found = records(items(WHOLE[form]))
    (key,) = {one.partition("/")[0] for one in found}
    person, listing = found[key], found[f"{key}/listing"]
    assert person.schema == "Person"
    assert person.first("name").casefold() == "salim qadri"
    assert "1948-12-10" in person.properties["birthDate"]
    assert person.properties["passportNumber"] == ("N123",)
    assert listing.properties["entity"] == (person.thing,)
    (passport,) = [one for one in found.values() if one.schema == "Passport"]
    assert (passport.first("holder"), passport.first("number")) == (person.thing, "N123")
    if form in {"ofac-xml", "ofac-advanced", "eu-xml", "uk-xml"}:
        assert person.properties["gender"] == ("male",)
    if "أ" in WHOLE[form] or "سليم" in WHOLE[form]:
        assert "سليم القادري" in (*person.properties["name"], *person.properties.get("alias", ()))


def test_both_forms_of_a_list_name_the_same_things() -> None:
    for one, other in (("ofac-xml", "ofac-advanced"), ("eu-xml", "eu-csv"), ("uk-xml", "uk-csv")):
        things = [
            {
                item.thing
                for item in items(WHOLE[form])
                if isinstance(item, Record) and item.schema in {"Person", "Sanction"}
            }
            for form in (one, other)
        ]
        assert things[0] == things[1]


def test_when_it_was_made_and_when_listed() -> None:
    made = {form: read(files(("a", text))).header.edition for form, text in WHOLE.items()}
    assert {form: str(at)[:10] for form, at in made.items() if at} == {
        "ofac-xml": "2025-03-28",
        "ofac-advanced": "2025-03-28",
        "eu-xml": "2025-05-28",
        "eu-csv": "2025-05-28",
        "uk-xml": "2025-05-28",
        "uk-csv": "2025-05-28",
    }
    assert str(records(items(WHOLE["ofac-advanced"]))["101/listing"].validity.begins) == "2001-10-12"
    assert str(records(items(WHOLE["uk-csv"]))["SYR0001/listing"].validity.begins) == "2020-12-31"


def test_links_and_weak_names() -> None:
    found = records(items(WHOLE["ofac-advanced"]))
    assert found["101/link/44"].schema == "Family"
    assert found["101/link/44"].properties["relative"] == ("ofac:102",)
    assert found["101/address/70"].properties["city"] == ("Homs",)
    assert records(items(WHOLE["ofac-xml"]))["101"].properties["weakAlias"] == ("ABU SALIM",)
    assert records(items(WHOLE["eu-xml"]))["EU.1.1"].properties["weakAlias"] == ("Abu Salim",)
    assert records(items(WHOLE["uk-xml"]))["SYR0001"].properties["weakAlias"] == ("ABU SALIM",)


def test_statements_of_one_entity() -> None:
    found = items(WHOLE["statements-csv"])
    person = records(found)["ofac-1"]
    assert (person.source, person.schema, person.first("birthDate")) == ("us_ofac_sdn", "Person", "1948-12-10")
    assert records(found)["s1"].properties["entity"] == ("us_ofac_sdn:ofac-1",)
    assert [(one.left, one.right) for one in claims(found)] == [("us_ofac_sdn:ofac-1", "us_ofac_sdn:Q1")]


BROKEN = {
    "ofac-xml": [
        (SDN % "<sdnEntry><uid>x</uid><lastName>A</lastName><sdnType>Entity</sdnType></sdnEntry>", "no-reference"),
        (SDN % "<sdnEntry><uid>101</uid><lastName>A</lastName><sdnType>Entity</sdnType></sdnEntry>", "duplicate-key"),
        (SDN % "<sdnEntry><uid>9</uid><sdnType>Entity</sdnType></sdnEntry>", "no-name"),
        (SDN % "<sdnEntry><uid>9</uid><lastName>A</lastName><sdnType>Dog</sdnType></sdnEntry>", "unknown-type"),
        (
            SDN % "<sdnEntry><uid>9</uid><lastName>A&#133;</lastName><sdnType>Entity</sdnType></sdnEntry>",
            "no-reference",
        ),
    ][:4],
    "ofac-advanced": [
        (ADVANCED % '<DistinctParty FixedRef="101"/>', "duplicate-key"),
        (ADVANCED % "<DistinctParty/>", "no-reference"),
        (ADVANCED % '<DistinctParty FixedRef="7"/>', "unknown-type"),
        (ADVANCED % '<DistinctParty FixedRef="7"><Profile ID="7" PartySubTypeID="4"/></DistinctParty>', "no-name"),
    ],
    "eu-xml": [
        (EU % "<sanctionEntity><nameAlias wholeName='A'/></sanctionEntity>", "no-reference"),
        (EU % "<sanctionEntity euReferenceNumber='EU.2'/>", "no-name"),
        (
            EU % "<sanctionEntity euReferenceNumber='EU.1.1'><nameAlias wholeName='A'/></sanctionEntity>",
            "duplicate-key",
        ),
    ],
    "eu-csv": [
        (EU_CSV + "a;b\n", "wrong-columns"),
        (EU_CSV + "28/05/2025;14;;;person;SYR;B;;;;;\n", "no-reference"),
        (EU_CSV + "28/05/2025;14;EU.2;;person;SYR;;;;;;\n", "no-name"),
        (EU_CSV + '28/05/2025;14;EU.2;;person;SYR;"B;;;;;\n', "open-quote"),
    ],
    "uk-xml": [
        (UK % "<Designation><UniqueID>X1</UniqueID></Designation>", "unknown-party"),
        (UK % "<Designation><IndividualEntityShip>Ship</IndividualEntityShip></Designation>", "no-reference"),
    ],
    "uk-csv": [(UK_CSV + "x,y\n", "wrong-columns")],
    "statements-csv": [
        (STATEMENTS + "Q1,e,name,Dog,A,d,,,,\n", "unknown-schema"),
        (STATEMENTS + "Q1,e,wings,Person,A,d,,,,\n", "unknown-property"),
        (STATEMENTS + "Q1,e,religion,Person,A,d,,,,\n", "forbidden-property"),
        (STATEMENTS + "Q1,,name,Person,A,d,,,,\n", "no-id"),
    ],
}


@pytest.mark.parametrize(
    ("text", "reason"), [case for cases in BROKEN.values() for case in cases], ids=lambda one: one[-20:]
)
def test_a_broken_piece_is_set_aside_with_place_and_reason(text: str, reason: str) -> None:
    (piece,) = aside(items(text))
    assert piece.reason == reason
    assert piece.place.line
    assert reason in {row["code"] for row in tables.rows("sentences_formats")}
    assert b"religion" not in piece.piece


@pytest.mark.parametrize("form", [one for one in WHOLE if one.endswith(("xml", "advanced"))])
def test_hostile_and_cut_off_xml_is_refused(form: str) -> None:
    text = WHOLE[form]
    bomb = text.replace('<?xml version="1.0"?>', '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>')
    for bad in (bomb, text[: len(text) * 2 // 3], text.replace("</", "<", 1)):
        with pytest.raises(Unreadable):
            list(read(files(("a.xml", bad)), name=form).items)


@pytest.mark.parametrize("form", WHOLE)
@settings(max_examples=25)
@given(st.data())
def test_nothing_breaks_a_reader(form: str, data: st.DataObject) -> None:
    raw = bytearray(WHOLE[form].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        found: list[Item] = list(read(files(("a", bytes(raw))), options=Options(), name=form).items)
    except Unreadable:
        return
    for item in found:
        assert not isinstance(item, Record) or item.properties.keys() <= schema(item.schema).properties.keys()


def test_the_real_list_in_two_forms(shared: Path) -> None:
    status = shared / "status"
    xml = items((status / "ofac_xml" / "ofac_consolidated_20250328.xml").read_bytes())
    csv = [(path.name, path.read_bytes()) for path in sorted((status / "ofac_cons_2025").iterdir())]
    rows = list(read(files(*csv)).items)
    parties = [{one for one in records(found) if "/" not in one} for found in (xml, rows)]
    assert len(parties[0]) == 264
    assert len(parties[0] & parties[1]) > 250
    assert {one.source for one in (*records(xml).values(), *records(rows).values())} == {"ofac-cons"}
    assert not aside(xml)
