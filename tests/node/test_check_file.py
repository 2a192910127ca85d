"""A file of names is checked in the background, to its end, whatever stops in between."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from django_tasks_db.models import DBTaskResult

from jisr.errors import NotAllowed, NotFound, Unreadable, WrongUse
from jisr.node import clock, jobs, models
from jisr.node.actions import check_file, people
from jisr.node.actions.resume_jobs import resume_jobs
from jisr.node.queries.clocks import clocks
from jisr.node.queries.findings import findings
from jisr.node.queries.jobs import job
from jisr.node.queries.jobs import jobs as job_rows
from jisr.node.queries.reader import reader_of, terminal
from jisr.records import Marking
from jisr.sharing import Reader
from tests.node.conftest import Load
from tests.node.world import ADMINISTRATOR, ANALYST, AUDITOR, SALIM, STRANGER, SUPERVISOR, ftm, person, un, without

NAMES = "name,born\nسليم القنديل,1971\nNobody At All,\n,1980\nSalim Yassine El Kandil,1971\n" + "".join(
    f"Stranger Number{chr(97 + n % 26)}{chr(97 + n // 26)},\n" for n in range(140)
)
FILE = ("names.csv", NAMES.encode())
TOTAL = 143  # the row without a name counts: it is told as a problem
pytestmark = pytest.mark.django_db


@pytest.fixture
def lina(db: None) -> Reader:
    people.add(people.Person(name="lina"), reader=ADMINISTRATOR)
    return reader_of("lina")


def finish(number: int) -> None:
    """What a worker does."""
    check_file.run.call(job_id=number)


def test_to_its_end(load: Load, lina: Reader) -> None:
    load(un())
    row = check_file.start(FILE, reader=lina)
    assert (row.state, row.done, row.total, row.by) == ("queued", 0, TOTAL + 1, "lina")
    assert DBTaskResult.objects.count() == 1
    assert check_file.results(row.id, reader=lina) == ()
    finish(row.id)
    row = job(row.id, reader=lina)
    assert (row.state, row.done) == ("done", row.total)
    found = check_file.results(row.id, reader=lina)
    assert [each.row for each in found] == list(range(1, row.total + 1))
    assert [each.row for each in found if each.party] == [1, 4]
    assert {each.party for each in found if each.party} == {f"un:{SALIM.ref}"}
    assert found[0].standing == "un:listed since 2013-07-24"
    assert found[0].lists == "un 2025-04-19"
    assert found[2].problem
    assert all(each.lists for each in found if not each.problem)


def test_on_record(load: Load, lina: Reader) -> None:
    check_file.start(FILE, reader=lina)
    (line,) = models.AuditEntry.objects.filter(act="check-file")
    assert (line.actor, line.subject) == ("lina", "names.csv")
    assert f'"rows":"{TOTAL + 1}"' in line.facts


class Stop(BaseException):
    """The machine goes down."""


@pytest.mark.parametrize("at", [0, 1, 2])
def test_stopped_half_way_it_goes_on(load: Load, lina: Reader, at: int) -> None:
    load(un())
    whole = check_file.start(FILE, reader=lina)
    finish(whole.id)
    row = check_file.start(FILE, reader=lina)
    steps = 0

    def step(task: models.Job) -> int:
        nonlocal steps
        steps += 1
        done = check_file._step(task)
        if steps > at:
            raise Stop  # after the result was written, before it was counted
        return done

    with pytest.raises(Stop):
        jobs.work(row.id, step)
    assert job(row.id, reader=lina).state == "running"
    with clock.moved_to(datetime(2031, 1, 1, tzinfo=UTC)):
        assert resume_jobs() == 1
    finish(row.id)
    assert job(row.id, reader=lina).state == "done"
    assert check_file.results(row.id, reader=lina) == check_file.results(whole.id, reader=lina)


def test_a_half_written_part_is_no_result(load: Load, lina: Reader, folder: Path) -> None:
    load(un())
    row = check_file.start(FILE, reader=lina)
    part = folder / "jobs" / str(row.id) / "000000000.jsonl.77.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b'{"row": 1, "na')
    assert check_file.results(row.id, reader=lina) == ()
    finish(row.id)
    assert len(check_file.results(row.id, reader=lina)) == row.total


def test_done_twice_is_done_once(load: Load, lina: Reader) -> None:
    load(un())
    row = check_file.start(FILE, reader=lina)
    finish(row.id)
    before = check_file.results(row.id, reader=lina)
    finish(row.id)
    assert check_file.results(row.id, reader=lina) == before
    assert resume_jobs() == 0


def test_a_job_at_work_is_left_alone(load: Load, lina: Reader) -> None:
    row = check_file.start(FILE, reader=lina)
    models.Job.objects.filter(pk=row.id).update(state="running", beat_at=clock.now())
    assert resume_jobs() == 0


def test_as_of_its_clocks_however_late_it_runs(load: Load, lina: Reader) -> None:
    load(un(), received=datetime(2025, 4, 19, tzinfo=UTC))
    row = check_file.start(FILE, reader=lina, clocks=clocks("2025-06-01", "2025-06-01"))
    load(un(without(SALIM.ref), "2026-02-27"), received=datetime(2026, 2, 27, tzinfo=UTC))
    finish(row.id)
    assert check_file.results(row.id, reader=lina)[0].standing == "un:listed since 2013-07-24"
    later = check_file.start(FILE, reader=lina)
    finish(later.id)
    assert check_file.results(later.id, reader=lina)[0].standing == "un:delisted since 2026-02-27"


def test_hits_are_kept_if_asked_and_once(load: Load, lina: Reader) -> None:
    load(un())
    for keep_hits, number in ((False, 0), (True, 2), (True, 2)):
        row = check_file.start(FILE, reader=lina, keep_hits=keep_hits)
        finish(row.id)
        assert len(findings(reader=lina)) == number


def test_it_sees_what_its_person_sees_when_it_runs(load: Load, lina: Reader) -> None:
    load(ftm(person("p1", "Salim Yassine El Kandil")), source="member", marking=Marking.read("TLP:AMBER"))
    load(un((SALIM,)))
    row = check_file.start(FILE, reader=lina)
    models.Member.objects.filter(name="lina").update(clearance="clear")
    finish(row.id)
    assert {each.party for each in check_file.results(row.id, reader=lina)} == {"", f"un:{SALIM.ref}"}


def test_who_was_closed_gets_nothing(load: Load, lina: Reader) -> None:
    row = check_file.start(FILE, reader=lina)
    people.set_active("lina", reader=ADMINISTRATOR, active=False)
    finish(row.id)
    done = job(row.id, reader=SUPERVISOR)
    assert (done.state, done.done) == ("failed", 0)
    assert "lina" in done.message


def test_a_fault_is_told_and_not_repeated_for_ever(load: Load, lina: Reader) -> None:
    row = check_file.start(FILE, reader=lina)

    def step(_task: models.Job) -> int:
        return 1 // 0

    with pytest.raises(ZeroDivisionError):
        jobs.work(row.id, step)
    assert job(row.id, reader=lina).state == "failed"
    with clock.moved_to(datetime(2031, 1, 1, tzinfo=UTC)):
        assert resume_jobs() == 0


def test_from_the_terminal(load: Load) -> None:
    load(un())
    me = terminal("root")
    row = check_file.start(FILE, reader=me)
    finish(row.id)
    assert check_file.results(row.id, reader=me)[0].party == f"un:{SALIM.ref}"


def test_whose_jobs_and_results(load: Load, lina: Reader) -> None:
    row = check_file.start(FILE, reader=lina)
    finish(row.id)
    assert [each.id for each in job_rows(reader=lina)] == [row.id]
    assert [each.id for each in job_rows(reader=SUPERVISOR)] == [row.id]
    other = Reader(name="omar", member=lina.member, roles=lina.roles)
    assert job_rows(reader=other) == ()
    for reader in (other, STRANGER):
        with pytest.raises(NotFound):
            job(row.id, reader=reader)
        with pytest.raises(NotFound):
            check_file.results(row.id, reader=reader)
    for reader in (SUPERVISOR, AUDITOR):  # may see less than lina
        assert job(row.id, reader=reader).total == row.total
        with pytest.raises(NotFound):
            check_file.results(row.id, reader=reader)
    with pytest.raises(NotFound):
        check_file.results(row.id + 99, reader=lina)


@pytest.mark.parametrize("reader", [AUDITOR, ADMINISTRATOR, STRANGER], ids=lambda reader: reader.name)
def test_who_may_not_check_a_file(db: None, reader: Reader) -> None:
    with pytest.raises(NotAllowed):
        check_file.start(FILE, reader=reader)
    assert not models.Job.objects.exists()


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", "the whole file"),
        (b"person,year\nAhmad,1980\n", "line 1"),
        (b"name,born\n", "line 2"),
        (b"\0\0\0", "the whole file"),
        (b"PK\x03\x04", "the workbook"),
    ],
)
def test_what_is_no_file_of_names(lina: Reader, data: bytes, place: str) -> None:
    with pytest.raises(Unreadable) as error:
        check_file.start(("x.csv", data), reader=lina)
    assert error.value.facts["place"] == place
    assert not models.Job.objects.exists()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ahmad\nSalim\n", ["Ahmad", "Salim"]),
        ("Full Name;DOB\nAhmad;1980\n", ["Ahmad"]),
        ("الاسم,الجنسية\nأحمد,jo\n", ["أحمد"]),
        ("id,FULL_NAME\n1,Ahmad\n2\n", ["Ahmad", ""]),
    ],
)
def test_headings(text: str, names: list[str]) -> None:
    assert [each.name for each in check_file.questions_of("x.csv", text.encode())] == names


def test_given_back_as_a_file(load: Load, lina: Reader) -> None:
    load(un())
    row = check_file.start(("x.csv", b"name\n=1+1 Salim\nSalim Yasin al-Qandil\n"), reader=lina)
    finish(row.id)
    rows = check_file.results(row.id, reader=lina)
    headings = [*"abcdefghi"]
    text = check_file.table(rows, headings=headings, as_="csv", right_to_left=False).decode("utf-8-sig")
    assert text.splitlines()[0] == "a,b,c,d,e,f,g,h,i"
    assert "\n1,'=1+1 Salim" in text.replace("\r", "")
    book = openpyxl.load_workbook(io.BytesIO(check_file.table(rows, headings=headings, as_="xlsx", right_to_left=True)))
    assert book.active.sheet_view.rightToLeft
    assert book.active["E3"].value == "SALIM YASIN AL-QANDIL"


def test_wrong_clocks_are_told_at_once(lina: Reader) -> None:
    with pytest.raises(WrongUse):
        check_file.start(FILE, reader=lina, clocks=clocks("soon"))
    assert ANALYST.name == lina.name
