"""What a client reads. Each test bears the number of its check in the list of checks of TAXII 2.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.exchange.conftest import Running, Shelf, identity, listening

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
FIRST, LAST = "x-taxii-date-added-first", "x-taxii-date-added-last"
DAYS = [f"2024-0{month}-01T00:00:00.000Z" for month in (1, 2, 3)]


@pytest.fixture
def three(shelf: Shelf) -> tuple[Shelf, str]:
    """One object in three versions."""
    one = identity()
    for day in DAYS:
        shelf.post({**one, "modified": day, "name": day})
    return shelf, str(one["id"])


def added(shelf: Shelf, **query: object) -> list[str]:
    return [one["date_added"] for one in shelf.get("manifest/", **query).json().get("objects", [])]


def names(shelf: Shelf, **query: object) -> list[str]:
    return [one["name"] for one in shelf.get(**query).json().get("objects", [])]


def walk(shelf: Shelf, what: str, **query: object) -> Iterator[str]:
    more: dict[str, object] = {}
    while True:
        said = shelf.get(what, **query, **more).json()
        yield from (one["id"] for one in said.get("objects", []))
        if not said.get("more"):
            return
        more = {"next": said["next"]}


def test_g01_an_envelope_holds_no_empty_list(shelf: Shelf) -> None:
    assert shelf.get().json() == shelf.get("manifest/").json() == {}
    shelf.post(identity(), identity())
    said = shelf.get(limit=1).json()
    assert said["more"] is True
    assert isinstance(said["next"], str)
    assert len(said["objects"]) == 1


def test_g02_g03_the_headers_are_the_dates_of_first_and_last(shelf: Shelf) -> None:
    one = identity()
    shelf.post(one, identity(), identity())
    dates = added(shelf)
    for what in ("objects/", "manifest/"):
        said = shelf.get(what)
        assert (said.headers[FIRST], said.headers[LAST]) == (dates[0], dates[-1])
    for what in (f"objects/{one['id']}/", f"objects/{one['id']}/versions/"):
        said = shelf.get(what)
        assert said.headers[FIRST] == said.headers[LAST] == dates[0]
        assert STAMP.fullmatch(dates[0])


def test_g04_g16_m04_each_version_has_a_date_of_its_own_in_one_order(shelf: Shelf) -> None:
    shelf.post(*(identity() for _ in range(20)))
    shelf.post(*(identity() for _ in range(20)))
    dates = added(shelf)
    assert dates == sorted(set(dates))
    assert len(dates) == 40
    assert shelf.ids() == shelf.ids("manifest/")


def test_g05_g06_g07_m03_matches(shelf: Shelf) -> None:
    some = [identity() for _ in range(3)]
    other = {**identity(), "type": "campaign", "id": "campaign--00000000-0000-4000-8000-000000000001"}
    shelf.post(*some, other)
    ids = [str(one["id"]) for one in (*some, other)]
    unknown = "identity--00000000-0000-4000-8000-ffffffffffff"
    for what in ("objects/", "manifest/"):
        assert shelf.ids(what, match_id=ids[1]) == [ids[1]]
        assert shelf.ids(what, match_id=f"{ids[2]},{ids[0]},{unknown}") == [ids[0], ids[2]]
        assert shelf.ids(what, match_id=unknown) == []
        assert shelf.ids(what, match_type="campaign") == [ids[3]]
        assert shelf.ids(what, match_type="campaign,identity,malware") == ids
        assert shelf.ids(what, match_type="malware") == shelf.ids(what, match_type="x-unheard-of") == []
        assert shelf.ids(what, match_type="campaign", match_id=ids[0]) == []
        assert shelf.ids(what, match_type="identity", match_id=ids[0], match_version="all") == [ids[0]]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (None, [2]),
        ("last", [2]),
        ("first", [0]),
        ("all", [0, 1, 2]),
        (DAYS[1], [1]),
        (f"first,{DAYS[1]}", [0, 1]),
        ("first,last", [0, 2]),
        (f"{DAYS[0]},last", [0, 2]),
        ("2024-02-01T00:00:00Z", [1]),  # G09: instants, not text
        ("2024-02-01T00:00:00.000000000Z", [1]),
        ("2024-02-02T00:00:00Z", []),
    ],
)
def test_g08_g09_versions(three: tuple[Shelf, str], asked: str | None, wanted: list[int]) -> None:
    query = {"match_version": asked} if asked else {}
    assert names(three[0], **query) == [DAYS[number] for number in wanted]


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=-1", "limit=x", "limit=1.5", "limit=", "limit=1&limit=2", "limit=%D9%A1"),
        *("added_after=x", "added_after=", "added_after=2024-01-01T00:00:00", "added_after=2024-13-01T00:00:00Z"),
        *("match[version]=x", "match[version]=2024", "next=x", "next=-1", "next=999999999999999999999"),
        "added_after=2024-01-01T00:00:00Z&added_after=2024-01-01T00:00:00Z",  # G11 from here
        *("match[version]=all,last", "match[version]=last,last", "match[version]=all&match[version]=all"),
    ],
)
def test_g10_g11_what_is_malformed_is_refused(shelf: Shelf, query: str) -> None:
    for what in ("objects/", "manifest/"):
        assert shelf.client.get(f"{shelf.path}{what}?{query}").status_code == 400


def test_g12_after_is_strictly_after(shelf: Shelf) -> None:
    shelf.post(*(identity() for _ in range(3)))
    dates = added(shelf)
    assert added(shelf, added_after=dates[0]) == dates[1:]
    assert added(shelf, added_after=dates[2]) == []


def test_g13_limit(shelf: Shelf) -> None:
    shelf.post(*(identity() for _ in range(3)))
    assert [len(shelf.ids(limit=limit)) for limit in (1, 2, 3, 4)] == [1, 2, 3, 3]
    assert [shelf.get(limit=limit).json().get("more", False) for limit in (1, 2, 3, 4)] == [True, True, False, False]


@pytest.mark.parametrize("limit", [1, 3, 10])
@pytest.mark.parametrize("what", ["objects/", "manifest/"])
def test_g14_walking_gives_each_once(shelf: Shelf, what: str, limit: int) -> None:
    every = [identity() for _ in range(20)]
    shelf.post(*every)
    assert list(walk(shelf, what, limit=limit)) == [one["id"] for one in every]


def test_g15_walking_by_dates_gives_each_once(shelf: Shelf) -> None:
    every = [identity() for _ in range(25)]
    shelf.post(*every)
    found: list[str] = []
    query: dict[str, object] = {}
    while (said := shelf.get(limit=4, **query)).json():
        found += [one["id"] for one in said.json()["objects"]]
        query = {"added_after": said.headers[LAST]}
    assert found == [one["id"] for one in every]


def test_g17_the_same_next_gives_the_same_page(shelf: Shelf) -> None:
    shelf.post(*(identity() for _ in range(6)))
    following = shelf.get(limit=2).json()["next"]
    pages = [shelf.get(limit=2, next=following).content for _ in range(3)]
    assert len(set(pages)) == 1


def test_g18_next_is_a_number_that_stays_good(node: Running, shelf: Shelf) -> None:
    """Nothing is kept of a walk by the server: a server that never saw its beginning goes on with it, to its end."""
    posted = [identity() for _ in range(7)]
    shelf.post(*posted)
    said = shelf.get(limit=2)
    following, rest = said.json()["next"], shelf.ids(added_after=added(shelf)[1])
    with listening(node.data) as base, replace(node, base=base).client() as client:
        other = Shelf(client=client, uid=shelf.uid)
        again = other.get(limit=2, next=following)
        found = [one["id"] for one in again.json()["objects"]]
        while again.json().get("more"):
            again = other.get(limit=2, next=again.json()["next"])
            found += [one["id"] for one in again.json()["objects"]]
    assert found == rest == [str(one["id"]) for one in posted[2:]]
    assert shelf.ids(limit=2, next=following) == rest[:2]


def test_next_may_come_with_a_moved_added_after(shelf: Shelf) -> None:
    shelf.post(*(identity() for _ in range(6)))
    following, dates, ids = shelf.get(limit=2).json()["next"], added(shelf), shelf.ids()
    assert shelf.ids(next=following, added_after=dates[3]) == ids[4:]
    assert shelf.ids(next=following, added_after=dates[0]) == ids[2:]


def test_g19_a_next_with_other_filters_is_as_asked(shelf: Shelf) -> None:
    shelf.post(*(identity() for _ in range(6)))
    following = shelf.get(limit=2).json()["next"]
    assert shelf.ids(next=following, match_type="malware") == []


def test_g20_what_comes_while_a_client_pages_is_met_once(shelf: Shelf) -> None:
    first = [identity() for _ in range(6)]
    shelf.post(*first)
    said = shelf.get(limit=4)
    late = [identity() for _ in range(7)]
    shelf.post(*late)
    found = [one["id"] for one in said.json()["objects"]]
    found += shelf.ids(added_after=said.headers[LAST])
    assert found == [one["id"] for one in (*first, *late)]


def test_g21_specifications(shelf: Shelf) -> None:
    shelf.post(identity())
    counts = [len(shelf.ids(match_spec_version=which)) for which in ("2.1", "2.0", "2.0,2.1")]
    assert counts == [1, 0, 1]


def test_g21_the_latest_among_the_specifications_asked_for(shelf: Shelf) -> None:
    old = identity(spec_version="2.0")
    shelf.post(old, {**old, "spec_version": "2.1", "modified": DAYS[2]})
    assert [one["modified"] for one in shelf.get(match_spec_version="2.0").json()["objects"]] == [DAYS[0]]
    assert [one["modified"] for one in shelf.get(match_spec_version="2.0,2.1").json()["objects"]] == [DAYS[2]]


def test_g22_reading_changes_nothing(shelf: Shelf) -> None:
    sco = b'{"type":"url","id":"url--30038539-3eb6-44bc-a59e-d0d3fe84695a","value":"http://x/"}'
    shelf.post(sco)
    one = "objects/url--30038539-3eb6-44bc-a59e-d0d3fe84695a/"
    for _ in range(2):
        for what in ("objects/", one):
            assert shelf.get(what).content == b'{"objects":[' + sco + b"]}"
        assert shelf.get(f"{one}versions/").json() == {"versions": ["1970-01-01T00:00:00.000000Z"]}
        assert shelf.get("manifest/").json()["objects"][0]["version"] == "1970-01-01T00:00:00.000000Z"
        assert shelf.get(match_version="all").status_code == 200


ODD = [
    *(
        "limit=99999999999999999999999",
        "limit=%00",
        "next=%00",
        "match[id]=%00",
        "match[id]=",
        "match[id]=,",
        "match[]=x",
    ),
    *("match[type]='", "match[type]=%27%3B--", "match[type]=*", "match=x", "foo=bar", "=", "&&&", "match[version]="),
    *(
        "match[spec_version]=x",
        "match[spec_version]=3",
        "match[spec_version]=2.1,2.1",
        "added_after=9999-12-31T23:59:59Z",
    ),
    *("added_after=0001-01-01T00:00:00Z", "added_after=2024-01-01T00:00:00+00:00", "added_after=2024-01-01", "%ff=%fe"),
    *("match[id]=" + "a" * 4000, "match[id]=" + ",".join(["a"] * 400), "match[type]=" + ",".join(["a"] * 600)),
    *(
        "next=9223372036854775807",
        "next=9223372036854775808",
        "next=0",
        "next=00001",
        "limit=0001",
        "limit=+1",
        "limit= 1",
    ),
    *(
        "match[version]=0001-01-01T00:00:00Z",
        "match[version]=9999-12-31T23:59:59.999999Z",
        "match[version]=first,first",
    ),
    *("a=1&" * 150, "a=1&" * 300, "match[id]=\u0627", "match%5Bid%5D=x", "added_after=%2B", "limit=1e3"),
]


def test_g23_odd_questions_are_no_fault(shelf: Shelf) -> None:
    shelf.post(identity())
    one = "objects/identity--00000000-0000-4000-8000-000000000001/"
    paths = [shelf.path + what for what in ("objects/", "manifest/", one, one + "versions/")]
    asked = [f"{path}?{query}" for path in paths for query in ODD]
    assert [(url, said) for url in asked if (said := shelf.client.get(url).status_code) >= 500] == []


def test_g24_large_pages_are_compressed(shelf: Shelf) -> None:
    shelf.post(*(identity() for _ in range(50)))
    said = shelf.get()
    assert said.headers["content-encoding"] == "gzip"
    assert len(said.json()["objects"]) == 50


def test_m01_m02_manifests(shelf: Shelf) -> None:
    marking = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": "marking-definition--00000000-0000-4000-8000-000000000001",
        "created": "2017-01-20T00:00:00.000Z",
        "definition_type": "statement",
        "definition": {"statement": "x"},
    }
    shelf.post(identity(modified=DAYS[1]), marking)
    types = shelf.client.get(shelf.path).json()["media_types"]
    records = shelf.get("manifest/").json()["objects"]
    assert [one["version"] for one in records] == ["2024-02-01T00:00:00.000000Z", "2017-01-20T00:00:00.000000Z"]
    assert all(one["media_type"] in types and STAMP.fullmatch(one["date_added"]) for one in records)


def test_o01_o02_one_object(three: tuple[Shelf, str]) -> None:
    shelf, stix_id = three
    one = f"objects/{stix_id}/"
    assert [body["name"] for body in shelf.get(one).json()["objects"]] == [DAYS[2]]
    assert [body["name"] for body in shelf.get(one, match_version="all").json()["objects"]] == DAYS
    assert [body["name"] for body in shelf.get(one, match_version=DAYS[0]).json()["objects"]] == DAYS[:1]
    assert shelf.get(one, match_version="2020-01-01T00:00:00Z").json() == {}
    assert shelf.get("objects/identity--00000000-0000-4000-8000-ffffffffffff/").status_code == 404


def test_v01_v02_versions(three: tuple[Shelf, str]) -> None:
    shelf, stix_id = three
    what = f"objects/{stix_id}/versions/"
    wanted = [day.replace(".000Z", ".000000Z") for day in DAYS]
    assert shelf.get(what).json() == {"versions": wanted}
    assert shelf.get("objects/identity--00000000-0000-4000-8000-ffffffffffff/versions/").status_code == 404
    first = shelf.get(what, limit=2).json()
    assert first["versions"] == wanted[:2]
    assert shelf.get(what, limit=2, next=first["next"]).json() == {"versions": wanted[2:]}


def delete(shelf: Shelf, stix_id: str, query: str = "") -> int:
    return shelf.client.delete(f"{shelf.path}objects/{stix_id}/{query}").status_code


def test_x01_one_version_goes_the_others_stay(three: tuple[Shelf, str]) -> None:
    shelf, stix_id = three
    assert delete(shelf, stix_id, f"?match[version]={DAYS[2]}") == 200
    assert names(shelf) == [DAYS[1]]
    assert names(shelf, match_version="all") == DAYS[:2]
    assert delete(shelf, stix_id, "?match[version]=first") == 200
    assert names(shelf, match_version="first") == [DAYS[1]]


@pytest.mark.parametrize("query", ["", "?match[version]=all"])
def test_x02_x03_x04_a_whole_object_goes(three: tuple[Shelf, str], query: str) -> None:
    shelf, stix_id = three
    assert delete(shelf, stix_id, query) == 200
    assert shelf.get(f"objects/{stix_id}/").status_code == 404
    assert shelf.get("manifest/", match_version="all").json() == shelf.get(match_version="all").json() == {}
    assert delete(shelf, stix_id, query) == 404


def test_a_date_is_not_given_twice_after_a_deletion(shelf: Shelf) -> None:
    one = identity()
    shelf.post(one)
    before = added(shelf)
    delete(shelf, str(one["id"]))
    shelf.post(one)
    assert added(shelf) > before
