"""At a terminal: who would see what, what waits, and the exit codes a script goes by."""

from __future__ import annotations

import json
from pathlib import Path

from jisr.node.models import Egress, Sent
from tests.cli.conftest import Terminal, join_river


def test_a_party_is_shared_and_waits(terminal: Terminal, folder: Path) -> None:
    assert terminal("read", "un_20250419.xml", "--received", "2025-04-19").code == 0
    join_river()
    looked = terminal("share", "un:QDi.317", "--dry-run", "--json")
    assert [row["code"] for row in looked.lines] == ["", ""]
    assert "no." not in terminal("receipts", "--waiting").out
    assert terminal("share", "un:QDi.317", "--to", "river").code == 0
    waits = terminal("receipts", "--waiting", "--json").lines
    assert {(row["member"], row["why"]) for row in waits} == {("river", "not-fetched")}
    back = terminal("share", "un:QDi.317", "--withdraw", "--why", "it was another man")
    assert back.code == 0, back
    assert terminal("receipts", "--missing", "--fail-on-missing").code == 1


def test_what_goes_is_written_as_stix(terminal: Terminal, folder: Path) -> None:
    assert terminal("read", "un_20250419.xml", "--received", "2025-04-19").code == 0
    join_river()
    assert terminal("share", "un:QDi.317", "--to", "river", "--as", "stix", "-o", "out.json").code == 0
    types = [body["type"] for body in json.loads((folder / "out.json").read_bytes())["objects"]]
    assert {"designation", "identity"} <= set(types)
    assert terminal("read", "out.json").code == 0


def test_each_partner_gets_a_file_of_its_own_and_each_is_chained(terminal: Terminal, folder: Path) -> None:
    assert terminal("read", "un_20250419.xml", "--received", "2025-04-19").code == 0
    join_river()
    join_river(name="coast", kinds=("Person",))
    assert terminal("share", "un:QDi.317", "--as", "stix", "-o", "out").code == 0
    types = {
        name: {body["type"] for body in json.loads((folder / "out" / f"{name}.stix.json").read_bytes())["objects"]}
        for name in ("river", "coast")
    }
    assert "designation" in types["river"]
    assert "designation" not in types["coast"]
    assert sorted(file.name for file in (folder / "out").iterdir()) == ["coast.stix.json", "river.stix.json"]
    left = list(Egress.objects.filter(origin="file:stix").values_list("peer", flat=True))
    assert sorted(set(left)) == ["coast", "river"]
    assert terminal("audit", "verify").code == 0
    last = Egress.objects.order_by("-number").first()
    assert last is not None
    Egress.objects.filter(pk=last.pk).update(facts=last.facts + " ")
    assert terminal("audit", "verify").code != 0


def test_a_dry_run_writes_no_file(terminal: Terminal, folder: Path) -> None:
    assert terminal("read", "un_20250419.xml", "--received", "2025-04-19").code == 0
    join_river()
    assert terminal("share", "un:QDi.317", "--dry-run", "--as", "stix", "-o", "out.json").code == 2
    assert not (folder / "out.json").exists()
    assert not Egress.objects.exists()


def test_what_went_in_a_file_is_corrected_too(terminal: Terminal, folder: Path) -> None:
    assert terminal("read", "un_20250419.xml", "--received", "2025-04-19").code == 0
    join_river()
    assert terminal("share", "un:QDi.317", "--to", "river", "--as", "stix", "-o", "out.json").code == 0
    assert set(Sent.objects.values_list("delivered", flat=True)) == {True}


def test_stix_that_came_goes_on_as_it_came(terminal: Terminal, folder: Path) -> None:
    body = (
        '{"type": "identity", "id": "identity--6513270e-269e-4d37-b2a7-4de452e6b438", "spec_version": "2.1", '
        '"created":"2024-01-01T00:00:00.000Z","modified": "2024-01-01T00:00:00.000Z", "name": "Sālim", '
        '"identity_class": "individual", "x_odd": [1.50]}'
    )
    (folder / "in.json").write_text(f'{{"type":"bundle","id":"bundle--1","objects":[{body}]}}', encoding="utf-8")
    assert terminal("read", "in.json", "--source", "tool").code == 0
    join_river()
    key = "tool:identity--6513270e-269e-4d37-b2a7-4de452e6b438"
    assert terminal("share", key, "--to", "river", "--as", "stix", "-o", "out.json").code == 0
    assert body in (folder / "out.json").read_text(encoding="utf-8")


def test_what_no_agreement_covers_stays_and_says_why(terminal: Terminal) -> None:
    assert terminal("read", "un_20250419.xml", "--received", "2025-04-19").code == 0
    join_river(agreed=False)
    said = terminal("share", "un:QDi.317", "--dry-run", "--lang", "ar")
    assert "لا يشمل الاتفاق" in said.out
    assert {row["code"] for row in terminal("share", "un:QDi.317", "--json").lines} == {"agreement-kind"}
    assert terminal("receipts", "--waiting", "--json").lines == []


def test_a_file_goes_out_for_one_member(terminal: Terminal, folder: Path) -> None:
    join_river()
    assert terminal("request", "ask", "river", "s", "q?").code == 0
    assert terminal("export", "river", "-o", "out.jisr").code == 0
    assert (folder / "out.jisr").exists()
    again = terminal("import", "out.jisr")  # it is not for us
    assert again.code in {2, 3}
    assert "fault" not in again.err
