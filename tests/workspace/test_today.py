"""Today: filters in the address, several decided at once and taken back, what is due."""

from __future__ import annotations

from jisr.node.queries.findings import findings
from jisr.sharing import Reader
from tests.workspace.conftest import SignedIn


def test_several_are_decided_with_one_reason_and_taken_back(world: Reader, signed_in: SignedIn) -> None:
    client = signed_in("analyst", "supervisor", language="ar")
    chosen = [row.id for row in findings(reader=world)[:3]]
    before = len(findings(reader=world))
    assert client.post("/findings/bulk", {"number": chosen, "verdict": "dismissed", "why": " "}).status_code == 400
    assert client.post("/findings/bulk", {"verdict": "dismissed", "why": "x"}).status_code == 400
    assert len(findings(reader=world)) == before
    client.post("/findings/bulk", {"number": chosen, "verdict": "dismissed", "why": "وُلد بعد ذلك بثلاثين سنة"})
    assert not set(chosen) & {row.id for row in findings(reader=world)}
    page = client.get("/").content.decode()
    assert 'name="undo"' in page
    client.post("/findings/bulk", {"undo": "1"})
    assert set(chosen) <= {row.id for row in findings(reader=world)}
    assert 'name="undo"' not in client.get("/").content.decode()


def test_filters_stand_in_the_address(world: Reader, signed_in: SignedIn) -> None:
    client = signed_in("analyst", "supervisor")
    row = findings(reader=world)[0]
    page = client.get("/", {"desk": row.desk, "q": row.subject}).content.decode()
    assert f"/findings/{row.id}" in page
    assert f'<option value="{row.desk}" selected' in page
    nothing = client.get("/", {"q": "qqwzx"}).content.decode()
    assert "Nothing fits the filter" in nothing
    assert "Nothing waits" not in nothing


def test_what_is_due_is_said(world: Reader, signed_in: SignedIn) -> None:
    del world
    page = signed_in("analyst", "supervisor").get("/").content.decode()
    assert "/commitments/" in page
