"""The index of names follows the records: at once, in every process, whatever stopped or broke in between."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jisr.node import models, name_index
from jisr.node.actions.ingest import Wanted, take_in
from jisr.node.queries.check import Checker, check
from jisr.node.queries.clocks import clocks
from jisr.node.values import CheckAnswer, Question
from jisr.records import Marking
from jisr.sharing import Reader, Role
from tests.node.conftest import Load
from tests.node.world import ANALYST, CROWD, SALIM, SUPERVISOR, ftm, person, un, without

NAME = "سليم ياسين القنديل"
THING = f"un:{SALIM.ref}"
OUTSIDER = Reader(name="outsider", member="", roles=frozenset({Role.ANALYST}))


def found(name: str = NAME, reader: Reader = ANALYST) -> list[str]:
    return [hit.party for hit in check(Question(name=name), reader=reader).hits]


def index(folder: Path) -> dict[str, bytes]:
    """The files that bear names."""
    return {path.name: path.read_bytes() for path in (folder / "names-index").glob("*.names")}


def test_it_is_made_once_and_opened_after(load: Load, folder: Path) -> None:
    load(un())
    before = index(folder)
    assert len(before) == 1
    assert name_index.catch_up() == len(name_index.opened().parts[0])
    name_index._read.cache_clear()  # another process
    assert found() == [THING]
    assert index(folder) == before


def test_deliveries_are_added_and_small_files_are_put_together(load: Load, folder: Path) -> None:
    load(un())
    for number in range(3):
        load(ftm(person(f"p{number}", f"Wathiq Mansur {'Badr' * number}")), source=f"member{number}")
        assert found("واثق منصور")
        assert found() == [THING]
    assert len(index(folder)) == 1


def test_a_large_file_stays_as_it_is(load: Load, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_index, "_SMALL", 0)
    load(un())
    before = index(folder)
    load(ftm(person("p1", "Wathiq Mansur")), source="member")
    assert before.items() < index(folder).items()
    assert (found(), found("واثق منصور")) == ([THING], ["member:p1"])


@pytest.mark.parametrize("harm", [b"", b"JISRNIX1", b"no index at all"])
@pytest.mark.parametrize("which", ["*.names", "index.json"])
def test_a_broken_file_is_made_anew_and_told(
    load: Load, folder: Path, caplog: pytest.LogCaptureFixture, which: str, harm: bytes
) -> None:
    load(un())
    for path in (folder / "names-index").glob(which):
        path.write_bytes(harm)
    name_index._read.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert found() == [THING]
    assert "made anew" in caplog.text
    caplog.clear()
    assert found() == [THING]
    assert not caplog.text


@pytest.mark.parametrize("which", ["*.names", "index.json", "*"])
def test_a_lost_file_is_made_anew(load: Load, folder: Path, which: str) -> None:
    load(un())
    for path in (folder / "names-index").glob(which):
        path.unlink()
    name_index._read.cache_clear()
    assert found() == [THING]


def test_what_a_stopped_process_left_is_swept(load: Load, folder: Path) -> None:
    load(un())
    for name in ("9-9.names", "1-2.names.77.part"):
        (folder / "names-index" / name).write_bytes(b"half")
    load(ftm(person("p1", "Wathiq Mansur")), source="member")
    assert not [path for path in (folder / "names-index").iterdir() if path.read_bytes() == b"half"]
    assert (found(), found("واثق منصور")) == ([THING], ["member:p1"])


def test_another_database_beside_the_same_files(load: Load, caplog: pytest.LogCaptureFixture) -> None:
    """A copy of an older day was put back: a batch of the same number is another delivery."""
    load(un())
    models.Batch.objects.update(sha256="f" * 64)
    with caplog.at_level(logging.WARNING):
        assert found() == [THING]
    assert "another database" in caplog.text


def test_it_follows_a_delivery_of_another_process(load: Load) -> None:
    load(un())
    assert found() == [THING]
    take_in((ftm(person("p1", "Wathiq Mansur")),), reader=SUPERVISOR, wanted=Wanted(source="member"))
    assert found("واثق منصور") == ["member:p1"]


def test_as_known_then(load: Load) -> None:
    load(un(), received=datetime(2025, 4, 19, tzinfo=UTC))
    load(un(without(SALIM.ref), "2026-02-27"), received=datetime(2026, 2, 27, tzinfo=UTC))
    load(ftm(person("p1", "Wathiq Mansur")), source="member", received=datetime(2026, 3, 1, tzinfo=UTC))

    def then(known: str, name: str) -> list[str]:
        answer = check(Question(name=name), reader=ANALYST, clocks=clocks(known, known))
        return [hit.party for hit in answer.hits]

    assert then("2025-01-01", NAME) == []
    assert then("2025-06-01", NAME) == [THING]
    assert then("2026-03-02", NAME) == [THING]  # removed: told, and that it no longer stands
    assert (then("2026-02-28", "واثق منصور"), then("2026-03-02", "واثق منصور")) == ([], ["member:p1"])


def test_names_of_other_times_crowd_nobody_out(load: Load, folder: Path) -> None:
    """However many names were like it once: who is known now, and who was known then, is found."""
    many = range(300)
    load(ftm(*(person(f"h{n}", f"Salim Yasin al Qandil {n}") for n in many)), source="m", received=_day(1))
    load(ftm(*(person(f"h{n}", f"Walter Smith {n}") for n in many)), source="m", received=_day(2))
    load(un(), received=_day(3))
    assert found() == [THING]
    then = check(Question(name=NAME), reader=ANALYST, clocks=clocks("2025-01-02", "2025-01-02"))
    assert not then.hits
    first = check(Question(name=NAME), reader=ANALYST, clocks=clocks("2025-01-01", "2025-01-01"))
    assert first.hits
    assert found() == [THING]


def _day(number: int) -> datetime:
    return datetime(2025, 1, number, tzinfo=UTC)


def test_a_folder_that_cannot_be_written_is_done_without(
    load: Load, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "names-index").write_bytes(b"a file where the folder should be")
    with caplog.at_level(logging.WARNING):
        load(un())
        assert found() == [THING]
        assert found() == [THING]
    assert len([line for line in caplog.messages if "cannot be written" in line]) == 1
    (folder / "names-index").unlink()
    assert found() == [THING]
    assert len(index(folder)) == 1


def test_each_marking_has_files_of_its_own(load: Load, folder: Path) -> None:
    """However many hidden names are like it, they crowd no visible one out."""
    hidden = [person(f"h{number}", f"Salim Yasin al Qandil {number}") for number in range(300)]
    load(ftm(*hidden), source="secret", marking=Marking.read("TLP:RED"))
    load(un((SALIM, *CROWD)))
    assert len(index(folder)) == 2
    assert found(reader=OUTSIDER) == [THING]
    shown = {file.marking for file in name_index.opened().files}
    assert len(shown) == 2


def test_many_answers_are_the_single_ones(load: Load) -> None:
    load(un())
    asked = [
        Question(name=NAME, born="1971"),
        Question(name=""),
        Question(name="Salim Yassine El Kandil", kind="person", country="jo"),
        Question(name="Salim", kind="ship"),
        Question(name="Nobody At All"),
        *(Question(name=name) for each in CROWD[:5] for name in each.names),
    ]
    checker = Checker(reader=ANALYST)
    many = checker.answers(asked)
    assert [place for place, one in enumerate(many) if not isinstance(one, CheckAnswer)] == [1, 3]
    for one, question in zip(many, asked, strict=True):
        if isinstance(one, CheckAnswer):
            assert one == checker.answer(question)
