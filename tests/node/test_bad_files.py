"""The fifteen broken deliveries of the field, each against the true list and against an empty node."""

from __future__ import annotations

from pathlib import Path

import pytest

from jisr import tables
from jisr.node import models
from jisr.node.queries.batches import batch
from jisr.node.queries.check import Checker
from jisr.node.values import BatchRow, Question
from tests.node.conftest import Load
from tests.node.world import ANALYST, Delivery

ROOT = Path(__file__).resolve().parent.parent.parent
BAD = ROOT.parent / "shared" / "data" / "status" / "bad"
FILES = sorted(path.name for path in BAD.iterdir()) if BAD.is_dir() else []
SENTENCES = {row["code"] for name in tables.tables("sentences") for row in tables.rows(name)}

pytestmark = pytest.mark.skipif(not FILES, reason="no ../shared/data beside the repository")

# What each comes to where the true list is loaded: state and reason.
EXPECTED = {
    "sdn_duplicate_ent.csv": ("held", "unread-entries"),
    "sdn_empty.csv": ("refused", "unreadable"),
    "sdn_half_missing.csv": ("held", "short"),
    "sdn_html_error.csv": ("refused", "unreadable"),
    "sdn_pipes_tail.csv": ("held", "short"),
    "sdn_renumbered_column.csv": ("refused", "unreadable"),
    "sdn_sub_byte_tail.csv": ("held", "short"),
    "sdn_truncated.csv": ("held", "unread-entries"),
    "un_control_chars.xml": ("held", "short"),
    "un_entity_bomb.xml": ("refused", "unreadable"),
    "un_external_entity.xml": ("refused", "unreadable"),
    "un_latin1_declared_utf8.xml": ("held", "unread-entries"),
    "un_no_reference.xml": ("held", "unread-entries"),
    "un_older_than_current.xml": ("held", "older-than-loaded"),
    "un_truncated.xml": ("refused", "unreadable"),
}
# Nothing in them is wrong by itself: only beside the true list do they show. (The third holds no apostrophe to damage.)
WHOLE = {"sdn_half_missing.csv", "un_older_than_current.xml", "un_control_chars.xml"}


def good(name: str) -> list[Delivery]:
    """The true list that a broken one was made of, by its first entries."""
    folder = BAD.parent
    if name.startswith("un_"):
        return [("un.xml", (folder / "un" / "un_20260227.xml").read_bytes())]
    return [("sdn.csv", (folder / "ofac_sdn_history" / "base.csv").read_bytes())]


def content() -> list[tuple[object, ...]]:
    return list(
        models.Record.objects.order_by("pk").values_list("pk", "version", "known_to", "closed_why", "closed_by")
    )


def explained(row: BatchRow) -> bool:
    """Refused, held, or with pieces set aside: always with a reason that can be said in two languages."""
    if row.state in {"refused", "held"}:
        return row.reason in SENTENCES and bool(row.facts)
    pieces = batch(row.id, reader=ANALYST).pieces
    return row.quarantined > 0 and all(piece.reason in SENTENCES and piece.place for piece in pieces)


@pytest.mark.parametrize("name", FILES)
def test_against_the_true_list_nothing_changes(load: Load, name: str) -> None:
    for file in good(name):
        assert load(file).state == "loaded"
    before = content()
    row = load((name, (BAD / name).read_bytes()))
    assert (row.state, row.reason) == EXPECTED[name]
    assert explained(row)
    assert (row.added, row.changed, row.removed) == (0, 0, 0)
    assert content() == before


@pytest.mark.parametrize("name", FILES)
def test_on_an_empty_node_it_is_explained_or_whole(load: Load, name: str) -> None:
    row = load((name, (BAD / name).read_bytes()))
    assert name in WHOLE or explained(row)
    assert row.state == "loaded" or not models.Record.objects.exists()
    Checker(reader=ANALYST).answer(Question(name="Salim Qandil"))
