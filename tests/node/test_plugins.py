"""Readers of others: they add proposals under their own name, override nothing, link nobody, and may fail."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jisr.node import models, plugins
from jisr.node.actions.after_ingest import catch_up
from jisr.node.actions.review import review
from jisr.node.queries.findings import findings
from jisr.node.queries.reading import rules
from jisr.node.queries.timeline import Wish, timeline
from tests.node.conftest import Load
from tests.node.world import ANALYST, SALIM, article, un

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "documents.md"
EXAMPLE = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[0]
BOLD = """
from jisr.desks.documents import Added


class Bold:
    name, version = "bold", "9"

    def annotate(self, text, *, published, language):
        at = text.index("signed")
        yield Added(kind="event", type="ATTACK", state="actual", start=at, end=at + 6, score=1.0)
        yield Added(kind="event", type="SAID", state="certain", start=0, end=4)
        yield Added(kind="event", type="FAR", state="actual", start=0, end=10**9)
        yield Added(kind="event", type="GHOST", state="actual", start=0, end=4, parts={"actor": ("nobody there",)})
        yield Added(kind="finding", type="LINK", state="actual", start=0, end=4)
        name = "Salim Yasin al-Qandil"
        where = text.index(name)
        yield Added(kind="proposal", type="listed", state="listed", start=0, end=4, parts={"subj": (name,)}, score=1.0)


reader = Bold()
"""
BROKEN = """
class Broken:
    name, version = "broken", "1"

    def annotate(self, text, *, published, language):
        raise RuntimeError("no model")


reader = Broken()
"""
TEXT = (
    "Iraq signs with Jordan\n\n17 November 2025\n\n"
    "Iraq and Jordan signed an agreement in Baghdad on 15 November 2025 during a strike of the port workers. "
    "Salim Yasin al-Qandil came by to look at the calm sea, as he had done every autumn for many years.\n"
)

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Puts a package where Python finds it, with its entry point: as pip would."""

    def put(module: str, code: str) -> None:
        (tmp_path / f"{module}.py").write_text(code, encoding="utf-8")
        told = tmp_path / f"{module}-0.1.dist-info"
        told.mkdir()
        (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 0.1\n", encoding="utf-8")
        (told / "entry_points.txt").write_text(f"[{plugins.GROUP}]\n{module} = {module}:reader\n", encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        plugins.installed.cache_clear()

    yield put
    plugins.installed.cache_clear()
    for name in ("strike_reader", "bold_reader", "broken_reader"):
        sys.modules.pop(name, None)


def test_the_example_of_the_guide_adds_under_its_own_name(load: Load, install: Install) -> None:
    load(article(TEXT))
    install("strike_reader", EXAMPLE)
    catch_up()
    told = models.Telling.objects.get(type="STRIKE")
    assert (told.producer, TEXT[told.start : told.end]) == ("strike-reader 0.1", "strike")
    assert "STRIKE" not in {one.type for one in timeline(Wish(), reader=ANALYST).happenings}
    review(told.pk, reader=ANALYST, verdict="right")
    assert "STRIKE" in {one.type for one in timeline(Wish(), reader=ANALYST).happenings}
    assert ("strike-reader 0.1", 1.0) in {(row.producer, row.precision) for row in rules(reader=ANALYST).rules}


def test_it_overrides_nothing_and_links_nobody(load: Load, install: Install) -> None:
    load(un((SALIM,)))
    load(article(TEXT))
    before = {(row.kind, row.title) for row in findings(reader=ANALYST)}
    install("bold_reader", BOLD)
    catch_up()
    added = models.Telling.objects.exclude(producer="")
    assert {row.type for row in added} == {"listed"}
    assert {one.known for row in added for one in row.participants.all()} == {""}
    assert {(row.kind, row.title) for row in findings(reader=ANALYST)} == before
    assert models.Telling.objects.filter(type="AGREE", producer="").exists()


def test_one_that_fails_is_told_and_the_reading_goes_on(
    load: Load, install: Install, acted: Callable[[], list[str]]
) -> None:
    install("broken_reader", BROKEN)
    load(article(TEXT))
    assert models.Telling.objects.filter(type="AGREE").exists()
    assert "reader-failed" in acted()
