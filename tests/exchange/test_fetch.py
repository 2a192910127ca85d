"""Lists from an address: what is taken in, what is refused, and what is never downloaded twice."""

from __future__ import annotations

import httpx
import pytest
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from jisr.errors import NotAllowed, NotFound
from jisr.exchange import fetch as room
from jisr.exchange import fetch_job
from jisr.exchange.fetch import NotFetched, fetch
from jisr.node.models import AuditEntry, Batch, Fetched, Record
from jisr.node.queries.slots import slot, slots
from jisr.sharing import Reader
from tests.exchange.list_server import Answer, Server
from tests.node.world import ADMINISTRATOR, ANALYST, AUDITOR, EVERYONE, STRANGER, SUPERVISOR, sdn, un

UN = "/un/un_consolidated.xml"
ROWS = [(str(n), f"QANDIL, N{n}", "individual", "SDGT", f"DOB 19{n + 10}.") for n in range(40)]
CONS = [(str(n), f"KANDIL, N{n}", "individual", "NS-PLC", "") for n in range(40)]


def ofac(lists: Server, rows: list[tuple[str, ...]] = ROWS, *, slot: str = "ofac", etag: str = "") -> None:
    """A whole set of OFAC's files at its addresses."""
    names = (
        ("sdn", "alt", "add", "sdn_comments")
        if slot == "ofac"
        else ("cons_prim", "cons_alt", "cons_add", "cons_comments")
    )
    beside = (b'0,1,"aka","KADRI, Saleem",-0- \n', b'0,1,"1 Road","Mosul","Iraq",-0- \n', b'0,"more"\n')
    for name, body in zip(names, (sdn(*rows)[1], *beside), strict=True):
        lists.answers[f"/{slot}/{name}.csv"] = Answer(body=body, headers={"ETag": f'"{name}{etag}"'})


def nothing_came() -> None:
    assert not Record.objects.exists()
    assert not Fetched.objects.exclude(loaded_at=None).exists()


def test_fetched_and_not_again(lists: Server) -> None:
    lists.answers[UN] = Answer(body=un()[1], headers={"ETag": '"a"', "Last-Modified": "Sat, 19 Apr 2025 00:00:00 GMT"})
    row = fetch("un", reader=SUPERVISOR)
    assert row
    assert (row.state, row.source, row.added) == ("loaded", "un", 2 * len(EVERYONE))
    kept = Fetched.objects.get()
    assert (kept.etag, kept.sha256) == ('"a"', row.sha256)
    assert fetch("un", reader=SUPERVISOR) is None
    assert lists.asked[1][1]["If-None-Match"] == '"a"'
    assert lists.asked[1][1]["If-Modified-Since"] == "Sat, 19 Apr 2025 00:00:00 GMT"
    assert Batch.objects.count() == 1
    acts = list(AuditEntry.objects.filter(act__startswith="fetch").order_by("number").values_list("act", flat=True))
    assert acts == ["fetch-taken", "fetch-same"]


def test_the_same_bytes_without_an_etag_change_nothing(lists: Server) -> None:
    lists.answers[UN] = Answer(body=un()[1])
    fetch("un", reader=SUPERVISOR)
    assert fetch("un", reader=SUPERVISOR) is None
    assert Batch.objects.count() == 1


def test_a_set_of_which_one_file_changed(lists: Server) -> None:
    ofac(lists)
    row = fetch("ofac", reader=SUPERVISOR)
    assert row
    assert (row.state, row.source) == ("loaded", "ofac")
    lists.answers["/ofac/sdn.csv"] = Answer(body=sdn(*ROWS[:-1])[1], headers={"ETag": '"new"'})
    again = fetch("ofac", reader=SUPERVISOR)
    assert again
    assert (again.state, again.removed, again.changed) == ("loaded", 2, 0)  # the aliases beside it were still read


def test_a_redirection_is_followed_a_loop_is_not(lists: Server) -> None:
    lists.answers[UN] = Answer(status=302, headers={"Location": f"{lists.address}/there"})
    lists.answers["/there"] = Answer(body=un()[1])
    assert fetch("un", reader=SUPERVISOR)
    lists.answers["/there"] = Answer(status=302, headers={"Location": UN})
    with pytest.raises(NotFetched, match="redirections"):
        fetch("un", reader=SUPERVISOR, anew=True)


BROKEN = {
    "an error": Answer(status=500, body=b"no"),
    "not there": Answer(status=404),
    "nothing changed, says one that never gave it": Answer(status=304),
    "broken off": Answer(body=un()[1], cut=1000),
    "elsewhere without https": Answer(status=302, headers={"Location": "http://example.org/un.xml"}),
    "a file of this machine": Answer(status=302, headers={"Location": "file:///etc/passwd"}),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=[*BROKEN])
def test_what_does_not_come_whole_changes_nothing_and_is_noted(lists: Server, answer: Answer) -> None:
    lists.answers[UN] = answer
    with pytest.raises(NotFetched) as told:
        fetch("un", reader=SUPERVISOR)
    nothing_came()
    assert slot("un", reader=AUDITOR).problem == str(told.value)
    assert AuditEntry.objects.order_by("-number").values_list("act", flat=True)[0] == "fetch-failed"


def test_too_large_and_too_slow(lists: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    lists.answers[UN] = Answer(body=un()[1], wait=0.4)
    monkeypatch.setattr(room, "MOST_BYTES", 1000)
    with pytest.raises(NotFetched, match="more than 1000 bytes"):
        fetch("un", reader=SUPERVISOR)
    monkeypatch.setattr(room, "MOST_BYTES", 10_000_000)
    monkeypatch.setattr(room, "MOST_SECONDS", 0.0)
    with pytest.raises(NotFetched, match="not done after"):
        fetch("un", reader=SUPERVISOR)
    monkeypatch.setattr(room, "_TIMEOUT", httpx.Timeout(0.05))
    with pytest.raises(NotFetched, match="ReadTimeout"):
        fetch("un", reader=SUPERVISOR)
    nothing_came()


@pytest.mark.parametrize(
    "body",
    [b"<html><body>Service unavailable</body></html>", b"", un()[1][: len(un()[1]) // 2], sdn(*ROWS)[1]],
    ids=["a page", "empty", "half", "another list"],
)
def test_what_is_not_the_list_is_refused(lists: Server, body: bytes) -> None:
    lists.answers[UN] = Answer(body=body, headers={"ETag": '"x"'})
    row = fetch("un", reader=SUPERVISOR)
    assert row
    assert row.state == "refused"
    nothing_came()
    assert slot("un", reader=AUDITOR).problem


def test_a_list_in_the_wrong_slot_is_refused(lists: Server) -> None:
    ofac(lists, CONS)
    row = fetch("ofac", reader=SUPERVISOR)
    assert row
    assert (row.state, row.source) == ("refused", "ofac")
    assert "ofac-cons" in dict(row.facts)["message"]
    ofac(lists, ROWS, slot="ofac-consolidated")
    other = fetch("ofac-consolidated", reader=SUPERVISOR)
    assert other
    assert other.state == "refused"
    nothing_came()


def test_a_short_list_is_held_and_asked_for_again(lists: Server) -> None:
    lists.answers[UN] = Answer(body=un()[1], headers={"ETag": '"a"'})
    fetch("un", reader=SUPERVISOR)
    lists.answers[UN] = Answer(body=un(EVERYONE[:10], "2026-01-01")[1], headers={"ETag": '"b"'})
    row = fetch("un", reader=SUPERVISOR)
    assert row
    assert (row.state, row.reason) == ("held", "short")
    assert Fetched.objects.get().etag == '"a"'
    again = fetch("un", reader=SUPERVISOR)
    assert again
    assert (again.id, again.again) == (row.id, True)


def test_without_a_mirror_only_https_is_asked(lists: Server, settings: Settings) -> None:
    settings.JISR_MIRROR = ""
    for one in slots(reader=SUPERVISOR):
        assert all(address.url.startswith("https://") for address in one.addresses)
    with pytest.raises(NotFetched, match="only https"):
        room._allowed(httpx.URL(f"{lists.address}/un"), "")


@pytest.mark.parametrize("reader", [STRANGER, ADMINISTRATOR, AUDITOR], ids=lambda reader: reader.name)
def test_who_may_not_fetch(lists: Server, reader: Reader) -> None:
    lists.answers[UN] = Answer(body=un()[1])
    with pytest.raises(NotAllowed):
        fetch("un", reader=reader)
    with pytest.raises(NotAllowed):
        fetch_job.ask("un", reader=reader)
    nothing_came()


def test_an_unknown_slot(lists: Server) -> None:
    with pytest.raises(NotFound, match="ofac-consolidated"):
        fetch("moon", reader=SUPERVISOR)


def test_in_the_background_and_each_night(lists: Server, settings: Settings) -> None:
    assert not fetch_job.plan()
    settings.JISR_FETCH_DAILY = "un, ofac"
    lists.answers[UN] = Answer(body=un()[1])
    fetch_job.daily.call()
    assert Record.objects.filter(source="un").exists()
    assert slot("ofac", reader=ANALYST).problem  # the server has none; the other was fetched all the same
    assert DBTaskResult.objects.filter(task_path=fetch_job.daily.module_path).count() == 1
    assert not fetch_job.plan()
    fetch_job.ask("un", reader=SUPERVISOR)
    assert DBTaskResult.objects.filter(task_path=fetch_job.run.module_path).count() == 1
