"""Clients of yente 5.5 and OpenRefine speak to a node unchanged: each expectation of theirs, over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import httpx
import pytest
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from jisr.node.actions import people, sign_in
from jisr.node.actions.ingest import Wanted, ingest
from jisr.records import TLP, Marking
from tests.node.conftest import folder
from tests.node.world import ADMINISTRATOR, SUPERVISOR

__all__ = ["folder"]
pytestmark = pytest.mark.django_db(transaction=True)
SET = "club"
PROBE = {"name": ["Salim Kadri Marwan"], "birthDate": ["1971-03-09"], "nationality": ["sy"]}


def entity(key: str, schema: str, **properties: list[str]) -> dict[str, Any]:
    return {"id": key, "schema": schema, "properties": properties, "datasets": [SET]}


WORLD = (
    entity(
        "p-1",
        "Person",
        name=["Salim Qadri Marwan", "سليم قادري مروان"],
        alias=["Saleem Kadri Marouane"],
        weakAlias=["Abu Yusr"],
        birthDate=["1971-03-09"],
        nationality=["sy"],
        passportNumber=["N00998877"],
        topics=["sanction"],
        addressEntity=["a-1", "a-2"],
    )
    | {
        "referents": ["old-1"],
        "first_seen": "2024-01-01T00:00:00",
        "last_change": "2025-01-01T00:00:00",
    },
    entity("p-2", "Person", name=["Salma Qadiri"], birthDate=["1988"], country=["jo"]) | {"last_change": "2025-01-01"},
    entity("p-3", "Person", name=["Karlo Ventresca"], birthDate=["1964-12-01"], country=["it"], topics=["role.pep"])
    | {"last_change": "2025-11-07T00:00:00"},
    entity("o-1", "Organization", name=["Jisr Relief Exchange"], country=["sy"], topics=["sanction"]),
    entity("c-1", "Company", name=["Al Nahr Trading LLC"], jurisdiction=["ae"], registrationNumber=["AE-778812"]),
    entity("v-1", "Vessel", name=["MV Qasioun Star"], flag=["sy"], imoNumber=["IMO9074729"]),
    entity("a-1", "Address", full=["12 Baghdad Street, Damascus"], country=["sy"]),
    entity("a-2", "Address", full=["Port Road, Latakia"], country=["sy"]),
    entity(
        "s-1", "Sanction", entity=["p-1"], authority=["Test Authority"], program=["TEST-1"], startDate=["2014-05-14"]
    ),
    entity("w-1", "Ownership", owner=["p-1"], asset=["c-1"], percentage=["60"]),
    *(entity(f"pay-{n}", "Payment", payer=["c-1"], beneficiary=["o-1"], amount=[str(n)]) for n in range(3)),
)


class Asker(NamedTuple):
    """A program with a key, and one without."""

    keyed: httpx.Client
    bare: httpx.Client

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.keyed.get(path, params=query or None)

    def match(self, queries: Any = None, dataset: str = SET, body: Any = None, **query: Any) -> httpx.Response:
        sent = body if body is not None else {"queries": queries or {"q": {"schema": "Person", "properties": PROBE}}}
        return self.keyed.post(f"/match/{dataset}", params=query or None, json=sent)

    def found(self, schema: str = "Person", query: dict[str, Any] | None = None, **properties: Any) -> list[Any]:
        sent = {"q": {"schema": schema, "properties": properties or PROBE}}
        return list(self.match(sent, **(query or {})).json()["responses"]["q"]["results"])

    def ids(self, path: str, **query: Any) -> list[str]:
        return [one["id"] for one in self.get(path, **query).json()["results"]]

    def reconcile(self, **queries: Any) -> httpx.Response:
        return self.keyed.post(f"/reconcile/{SET}", data={"queries": json.dumps(queries)})

    def extend(self, ids: list[str], *props: Any) -> httpx.Response:
        asked = json.dumps({"ids": ids, "properties": list(props)})
        return self.keyed.post(f"/reconcile/{SET}", data={"extend": asked})


@pytest.fixture
def asker(live_server: LiveServer, folder: object, settings: Settings) -> Iterator[Asker]:
    settings.ALLOWED_HOSTS = ["*"]
    settings.JISR_UPDATE_TOKEN = "letmein"
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in WORLD).encode()
    ingest([("club.ftm.json", lines)], reader=SUPERVISOR)
    people.add(people.Person(name="program"), reader=ADMINISTRATOR)
    key = sign_in.api_token("program", "t", reader=ADMINISTRATOR)
    with (
        httpx.Client(base_url=live_server.url, headers={"Authorization": f"ApiKey {key}"}) as keyed,
        httpx.Client(base_url=live_server.url) as bare,
    ):
        yield Asker(keyed, bare)


def first(asker: Asker, **query: Any) -> Any:
    return asker.found(query=query)[0]


MANY = {f"q{n}": {"schema": "Person", "properties": PROBE} for n in range(101)}
ENTITY_KEYS = {
    *("id", "caption", "schema", "properties", "datasets", "referents", "target"),
    *("first_seen", "last_seen", "last_change"),
}
MUST: dict[str, Callable[[Asker], object]] = {
    # health
    "healthz says ok": lambda a: a.bare.get("/healthz").json() == {"status": "ok"},
    "readyz says ok": lambda a: a.bare.get("/readyz").json() == {"status": "ok"},
    "updatez is posted": lambda a: a.get("/updatez").status_code == 405,
    "updatez without a token is refused": lambda a: a.bare.post("/updatez").status_code == 403,
    "updatez with another token is refused": lambda a: a.bare.post("/updatez?token=x").status_code == 403,
    "updatez with the token works": lambda a: a.bare.post("/updatez?token=letmein&sync=true").status_code == 200,
    # catalogue
    "catalog lists the data set": lambda a: SET in [one["name"] for one in a.get("/catalog").json()["datasets"]],
    "catalog has its keys": lambda a: (
        {"datasets", "current", "outdated", "index_stale"} <= set(a.get("/catalog").json())
    ),
    "a data set is current": lambda a: SET in a.get("/catalog").json()["current"],
    "a data set has a version": lambda a: all(one["version"] for one in a.get("/catalog").json()["datasets"]),
    "manifest is the catalog": lambda a: a.get("/manifest").json() == a.get("/catalog").json(),
    "catalog may be kept": lambda a: "max-age" in a.get("/catalog").headers["Cache-Control"],
    "catalog by its digest": lambda a: (
        a.keyed.get("/catalog", headers={"If-None-Match": a.get("/catalog").headers["ETag"]}).status_code == 304
    ),
    "algorithms have their keys": lambda a: {"algorithms", "default", "best"} <= set(a.get("/algorithms").json()),
    "an algorithm is documented": lambda a: all(
        {"name", "features", "docs", "description"} <= set(one) and one["docs"]["features"]
        for one in a.get("/algorithms").json()["algorithms"]
    ),
    "every algorithm that is told can be asked for": lambda a: all(
        a.match(algorithm=one["name"]).status_code == 200 for one in a.get("/algorithms").json()["algorithms"]
    ),
    # match
    "match finds": lambda a: first(a)["id"] == "p-1",
    "match answers by key": lambda a: set(a.match().json()["responses"]) == {"q"},
    "match tells its limit": lambda a: a.match(limit=7).json()["limit"] == 7,
    "match tells the batch": lambda a: a.match().headers["x-batch-size"] == "1",
    "an answer has its keys": lambda a: (
        {"status", "results", "total", "query"} <= set(a.match().json()["responses"]["q"])
    ),
    "the total counts matches": lambda a: a.match().json()["responses"]["q"]["total"]["relation"] == "eq",
    "the query is told back": lambda a: a.match().json()["responses"]["q"]["query"]["properties"] == PROBE,
    "the program's id is told back": lambda a: (
        a.match({"q": {"id": "mine", "schema": "Person", "properties": PROBE}}).json()["responses"]["q"]["query"]["id"]
        == "mine"
    ),
    "a result is an entity": lambda a: ENTITY_KEYS | {"score", "match", "explanations"} <= set(first(a)),
    "a score lies between 0 and 1": lambda a: 0.7 < first(a)["score"] <= 1,
    "a match is one": lambda a: first(a)["match"] is True,
    "an explanation has its keys": lambda a: all(
        {"score", "detail", "query", "candidate"} <= set(one) for one in first(a)["explanations"].values()
    ),
    "explanations add up to the score": lambda a: (
        min(1.0, sum(one["score"] for one in first(a)["explanations"].values()))
        == pytest.approx(first(a)["score"], abs=1e-3)
    ),
    "another script is the same name": lambda a: a.found(name=["سليم قادري مروان"])[0]["id"] == "p-1",
    "a number alone is found": lambda a: a.found(passportNumber=["n 0099 8877"])[0]["id"] == "p-1",
    "a text is a list of one": lambda a: a.found(name="Karlo Ventresca")[0]["id"] == "p-3",
    "a country may be named": lambda a: (
        a.match({"q": {"schema": "Person", "properties": {"name": "x y", "country": "Syria"}}}).json()["responses"][
            "q"
        ]["query"]["properties"]["country"]
        == ["sy"]
    ),
    "an unknown property is let pass": lambda a: a.found(name=["Karlo Ventresca"], nonsense=["x"])[0]["id"] == "p-3",
    "a company is a legal entity": lambda a: a.found("LegalEntity", name=["Al Nahr Trading"])[0]["id"] == "c-1",
    "a company is an organisation": lambda a: a.found("Organization", name=["Al Nahr Trading LLC"])[0]["id"] == "c-1",
    "a person is no company": lambda a: a.found("Company", name=["Karlo Ventresca"]) == [],
    "a vessel is found": lambda a: a.found("Vessel", name=["Qasioun Star"], imoNumber=["9074729"])[0]["id"] == "v-1",
    "anything may be a thing": lambda a: a.found("Thing", name=["Karlo Ventresca"])[0]["id"] == "p-3",
    "an unknown schema is refused": lambda a: a.match({"q": {"schema": "Ghost", "properties": {}}}).status_code == 400,
    "what is not matched is refused": lambda a: (
        a.match({"q": {"schema": "Payment", "properties": {}}}).status_code == 400
    ),
    "a bad body is told": lambda a: a.match(body={"nothing": 1}).status_code == 422,
    "a bad body is told by place": lambda a: (
        a.match(body={"nothing": 1}).json()["detail"][0]["loc"] == ["body", "queries"]
    ),
    "no JSON is told": lambda a: a.keyed.post(f"/match/{SET}", content=b"{").status_code == 422,
    "an unknown data set is not there": lambda a: a.match(dataset="nowhere").status_code == 404,
    "an error has a detail": lambda a: isinstance(a.match(dataset="nowhere").json()["detail"], str),
    "101 queries are too many": lambda a: a.match(MANY).status_code == 400,
    "no query is none": lambda a: a.match(body={"queries": {}}).status_code == 400,
    "limit is bounded": lambda a: a.match(limit=501).status_code == 422,
    "an unknown algorithm is refused": lambda a: a.match(algorithm="magic").status_code == 400,
    "an unknown setting is refused": lambda a: (
        a.match(body={"queries": {"q": {"schema": "Person", "properties": PROBE}}, "config": {"x": 1}}).status_code
        == 400
    ),
    "a weight counts": lambda a: (
        a.match(
            body={"queries": {"q": {"schema": "Person", "properties": PROBE}}, "weights": {"words-agree": 0.2}},
            cutoff=0.1,
        ).json()["responses"]["q"]["results"][0]["score"]
        < 0.8
    ),
    "cutoff is lowered to the threshold": lambda a: all(
        one["score"] > 0.5 for one in a.found(query={"threshold": 0.5, "cutoff": 0.99}, name=["Salma Marwan"])
    ),
    "a threshold of 1.0 makes fewer matches": lambda a: (
        a.match({"q": {"schema": "Person", "properties": {"name": ["Salma Kadri"]}}}, threshold=1.0, cutoff=0.1).json()[
            "responses"
        ]["q"]["total"]["value"]
        == 0
    ),
    "a data set may be left out": lambda a: a.found(query={"exclude_dataset": SET}) == [],
    "another data set may be wanted": lambda a: a.found(query={"include_dataset": "other"}) == [],
    "a schema may be left out": lambda a: a.found(query={"exclude_schema": "Person"}) == [],
    "topics narrow": lambda a: a.found(query={"topics": "role.pep"}) == [],
    "topics keep": lambda a: a.found(query={"topics": "sanction"})[0]["id"] == "p-1",
    "changed since narrows": lambda a: a.found(query={"changed_since": "2025-06-01"}) == [],
    "changed since keeps": lambda a: (
        a.found(query={"changed_since": "2025-06-01"}, name=["Karlo Ventresca"])[0]["id"] == "p-3"
    ),
    "changed since is a day": lambda a: a.match(changed_since="yesterday").status_code == 422,
    "an id may be left out": lambda a: a.found(query={"exclude_entity_ids": "p-1"}) == [],
    "a former id may be left out": lambda a: a.found(query={"exclude_entity_ids": "old-1"}) == [],
    # search
    "search finds": lambda a: a.ids(f"/search/{SET}", q="ventresca") == ["p-3"],
    "search has its keys": lambda a: (
        {"limit", "offset", "total", "results", "facets"} <= set(a.get(f"/search/{SET}", q="x").json())
    ),
    "search has facets": lambda a: (
        set(a.get(f"/search/{SET}", q="").json()["facets"]) == {"countries", "topics", "datasets"}
    ),
    "a facet has its keys": lambda a: (
        {"name", "label", "count"} <= set(a.get(f"/search/{SET}").json()["facets"]["countries"]["values"][0])
    ),
    "search in Arabic": lambda a: a.ids(f"/search/{SET}", q="مروان") == ["p-1"],
    "search wants every word": lambda a: a.ids(f"/search/{SET}", q="salim ventresca") == [],
    "search by country": lambda a: a.ids(f"/search/{SET}", countries="it") == ["p-3"],
    "search by schema": lambda a: a.ids(f"/search/{SET}", schema="Vessel") == ["v-1"],
    "search by topic, any": lambda a: len(a.ids(f"/search/{SET}", topics=["sanction", "role.pep"])) == 3,
    "search by topic, all": lambda a: a.ids(f"/search/{SET}", topics=["sanction", "role.pep"], filter_op="AND") == [],
    "search by a property": lambda a: a.ids(f"/search/{SET}", filter="properties.birthDate:1988") == ["p-2"],
    "search a filter without a field": lambda a: a.get(f"/search/{SET}", filter="x").status_code == 400,
    "search an unknown schema": lambda a: a.get(f"/search/{SET}", schema="Ghost").status_code == 400,
    "search fuzzily": lambda a: a.ids(f"/search/{SET}", q="ventrexca", fuzzy="true") == ["p-3"],
    "search what is of concern": lambda a: set(a.ids(f"/search/{SET}", target="true")) == {"p-1", "p-3", "o-1"},
    "search pages": lambda a: len(a.ids(f"/search/{SET}", limit=2, offset=1)) == 2,
    "search sorts": lambda a: a.ids(f"/search/{SET}", schema="Person", sort="caption:desc")[0] == "p-2",
    "search bounds its limit": lambda a: a.get(f"/search/{SET}", limit=501).status_code == 422,
    "search bounds its offset": lambda a: a.get(f"/search/{SET}", offset=9500).status_code == 422,
    "search an unknown facet": lambda a: a.get(f"/search/{SET}", facets="ghosts").status_code == 422,
    "a broken search is refused": lambda a: a.get(f"/search/{SET}", q='"salim').status_code == 400,
    "a broken search is searched as it stands where it is simple": lambda a: (
        a.ids(f"/search/{SET}", q='"salim qadri', simple=True)[:1] == ["p-1"]
    ),
    "search an unknown data set": lambda a: a.get("/search/nowhere").status_code == 404,
    "a long address is refused": lambda a: a.get(f"/search/{SET}", q="x" * 60_001).status_code in {414, 431},
    # entities
    "an entity is told": lambda a: set(a.get("/entities/p-1").json()) >= ENTITY_KEYS,
    "an entity by the times of its source": lambda a: (
        a.get("/entities/p-1").json()["first_seen"] == "2024-01-01T00:00:00"
    ),
    "what points to it is nested": lambda a: (
        a.get("/entities/p-1").json()["properties"]["sanctions"][0]["schema"] == "Sanction"
    ),
    "what it points to is nested": lambda a: (
        {one["id"] for one in a.get("/entities/p-1").json()["properties"]["addressEntity"]} == {"a-1", "a-2"}
    ),
    "the far end of what joins two is nested": lambda a: (
        a.get("/entities/p-1").json()["properties"]["ownershipOwner"][0]["properties"]["asset"][0]["id"] == "c-1"
    ),
    "nested can be left out": lambda a: (
        a.get("/entities/p-1", nested="false").json()["properties"]["addressEntity"] == ["a-1", "a-2"]
    ),
    "a former id leads to the new one": lambda a: (
        (a.get("/entities/old-1").status_code, a.get("/entities/old-1").headers["Location"]) == (308, "/entities/p-1")
    ),
    "an unknown id is not there": lambda a: a.get("/entities/nobody").status_code == 404,
    "adjacent by property": lambda a: (
        set(a.get("/entities/p-1/adjacent").json()["adjacent"]) == {"addressEntity", "sanctions", "ownershipOwner"}
    ),
    "adjacent tells the entity": lambda a: a.get("/entities/p-1/adjacent").json()["entity"]["id"] == "p-1",
    "adjacent pages": lambda a: (
        len(a.get("/entities/c-1/adjacent/paymentPayer", limit=2).json()["results"]) == 2
        and a.get("/entities/c-1/adjacent/paymentPayer", limit=2).json()["total"]["value"] == 3
    ),
    "adjacent by an unknown property": lambda a: a.get("/entities/p-1/adjacent/nix").status_code == 404,
    "adjacent by no pointer": lambda a: a.get("/entities/p-1/adjacent/name").status_code == 404,
    "adjacent of nobody": lambda a: a.get("/entities/nobody/adjacent").status_code == 404,
    "adjacent of a former id": lambda a: a.get("/entities/old-1/adjacent").status_code == 308,
    # the same under /api/
    "the API's own base": lambda a: a.get(f"/api/search/{SET}", q="ventresca").json()["results"][0]["id"] == "p-3",
    "a redirect keeps its base": lambda a: a.get("/api/entities/old-1").headers["Location"] == "/api/entities/p-1",
    # reconcile
    "a batch that is no JSON": lambda a: a.keyed.post(f"/reconcile/{SET}", data={"queries": "{"}).status_code == 400,
    "a reconciliation of nothing": lambda a: a.keyed.post(f"/reconcile/{SET}", data={}).status_code == 400,
    "101 reconciliations are too many": lambda a: (
        a.reconcile(**{f"q{n}": {"query": "x"} for n in range(101)}).status_code == 400
    ),
    "reconcile in an unknown data set": lambda a: a.get("/reconcile/nowhere").status_code == 404,
}


def test_every_expectation_holds(asker: Asker) -> None:
    assert len(MUST) >= 64
    wrong = []
    for name, holds in MUST.items():
        try:
            if not holds(asker):
                wrong.append(name)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            wrong.append(f"{name}: {error!r}")
    assert wrong == []


def test_openrefine_goes_through_its_steps(asker: Asker) -> None:
    """Manifest, types guessed, reconciled with a property, a name searched for, previewed, extended (spec 0.2)."""
    manifest = asker.get(f"/reconcile/{SET}").json()
    assert "0.2" in manifest["versions"]
    assert {"name", "identifierSpace", "schemaSpace", "view", "preview", "suggest", "extend", "defaultTypes"} <= set(
        manifest
    )
    assert asker.keyed.options(f"/reconcile/{SET}").headers["Access-Control-Allow-Origin"] == "*"

    guessed = asker.reconcile(
        q0={"query": "Salim Qadri Marwan", "limit": 3}, q1={"query": "Al Nahr Trading LLC"}
    ).json()
    best = guessed["q0"]["result"][0]
    assert {"id", "name", "type", "score", "match"} <= set(best)
    assert best["type"][0]["id"] == "Person"
    assert guessed["q1"]["result"][0]["type"][0]["id"] == "Company"

    typed = {"query": "Salim Kadri", "type": "Person", "properties": [{"pid": "Person:birthDate", "v": "1971-03-09"}]}
    found = asker.reconcile(q0=typed).json()["q0"]["result"]
    assert [one["id"] for one in found][:1] == ["p-1"]

    def service(of: str) -> str:
        place = manifest["suggest"][of]
        return str(place["service_url"] + place["service_path"])

    suggested = asker.keyed.get(service("entity"), params={"prefix": "Karlo Ven"}).json()
    assert [one["id"] for one in suggested["result"]] == ["p-3"]
    kinds = asker.keyed.get(service("type"), params={"prefix": "Pers"}).json()["result"]
    assert kinds[0]["id"] == "Person"
    props = asker.keyed.get(service("property"), params={"prefix": "birth"}).json()["result"]
    assert "Person:birthDate" in [one["id"] for one in props]

    shown = asker.keyed.get(manifest["preview"]["url"].replace("{{id}}", "p-1"))
    assert shown.status_code == 200
    assert "Salim Qadri Marwan" in shown.text
    assert "X-Frame-Options" not in shown.headers

    place = manifest["extend"]["propose_properties"]
    proposed = asker.keyed.get(place["service_url"] + place["service_path"], params={"type": "Person"}).json()
    assert "birthDate" in [one["id"] for one in proposed["properties"]]
    told = asker.extend(["p-1", "ghost"], {"id": "nationality"}, {"id": "name", "settings": {"limit": 1}}).json()
    assert told["meta"] == [{"id": "nationality", "name": "Nationality"}, {"id": "name", "name": "Name"}]
    assert told["rows"]["p-1"]["nationality"] == [{"str": "Syria"}]
    assert len(told["rows"]["p-1"]["name"]) == 1
    assert told["rows"]["ghost"] == {}
    assert asker.extend(["old-1"], {"id": "name"}).status_code == 400


def test_openrefine_brings_its_key_in_the_address(asker: Asker) -> None:
    key = asker.keyed.headers["Authorization"].partition(" ")[2]
    manifest = asker.bare.get(f"/reconcile/{SET}", params={"api_key": key}).json()
    place = manifest["suggest"]["entity"]
    answer = asker.bare.get(place["service_url"] + place["service_path"], params={"prefix": "karlo"})
    assert answer.status_code in {200, 401}
    assert asker.bare.get(place["service_url"] + place["service_path"] + "&prefix=karlo").json()["result"]


def test_without_a_key_nothing_is_told_not_even_a_count(asker: Asker) -> None:
    for path in ("/catalog", "/algorithms", f"/search/{SET}", "/entities/p-1", f"/reconcile/{SET}", "/search/nowhere"):
        answer = asker.bare.get(path)
        assert (answer.status_code, answer.headers.get("ETag")) == (401, None)
    assert asker.bare.get("/catalog", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_public_data_set_tells_what_is_clear_and_nothing_else(asker: Asker, settings: Settings) -> None:
    settings.JISR_PUBLIC_DATASET = SET
    line = json.dumps(entity("x-9", "Person", name=["Wathiq Mansur al-Jazari"])).encode()
    amber = Wanted(source=SET, marking=Marking(tlp=TLP.AMBER))
    ingest([("x.ftm.json", line)], reader=SUPERVISOR, wanted=amber)
    ingest([("y.ftm.json", line)], reader=SUPERVISOR, wanted=Wanted(source="other"))
    assert [one["id"] for one in asker.bare.get(f"/search/{SET}", params={"q": "ventresca"}).json()["results"]] == [
        "p-3"
    ]
    assert asker.bare.get(f"/search/{SET}", params={"q": "wathiq"}).json()["total"]["value"] == 0
    assert [one["name"] for one in asker.bare.get("/catalog").json()["datasets"]] == [SET, "default"]
    assert asker.bare.get("/search/other").status_code == 401
    hidden, absent = asker.bare.get("/entities/x-9"), asker.bare.get("/entities/nobody")
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    before = asker.bare.get("/catalog").headers["ETag"]
    ingest([("z.ftm.json", line + b"\n")], reader=SUPERVISOR, wanted=Wanted(source="third"))
    assert asker.bare.get("/catalog").headers["ETag"] == before, "what is hidden changes no digest"


def test_a_low_key_sees_no_more_than_it_may(asker: Asker) -> None:
    line = json.dumps(entity("x-9", "Person", name=["Wathiq Mansur al-Jazari"])).encode()
    ingest([("x.ftm.json", line)], reader=SUPERVISOR, wanted=Wanted(source="closed", marking=Marking(tlp=TLP.AMBER)))
    people.add(people.Person(name="low", clearance="green"), reader=ADMINISTRATOR)
    key = sign_in.api_token("low", "t", reader=ADMINISTRATOR)
    with httpx.Client(base_url=asker.bare.base_url, headers={"Authorization": f"Bearer {key}"}) as low:
        assert "closed" not in low.get("/catalog").text
        assert low.get("/search/closed").content == low.get("/search/nowhere").content
        sent = {"queries": {"q": {"schema": "Person", "properties": {"name": "Wathiq Mansur al-Jazari"}}}}
        assert low.post("/match/default", json=sent).json()["responses"]["q"]["total"]["value"] == 0
        assert low.get("/entities/x-9").content == low.get("/entities/nobody").content
        assert low.get("/entities/x-9/adjacent").status_code == 404
    assert asker.keyed.get("/search/closed").status_code == 200
