"""Check a file of names in the background: it shows its progress, survives a restart, and gives the file back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import orjson
from django.conf import settings
from django_tasks import task

from jisr import tables
from jisr.errors import NotFound, Unreadable, WrongUse
from jisr.node import chain, clock, deliveries, jobs, sheets
from jisr.node.actions.keep_check import keep
from jisr.node.models import Job
from jisr.node.queries.check import Checker
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.queries.jobs import job as job_row
from jisr.node.queries.reader import reader_of, terminal
from jisr.node.store import write
from jisr.node.values import CheckAnswer, Clocks, JobRow, Question
from jisr.sharing import Reader, Role, require

KIND = "check-file"
_STEP = 50
_MANY = 500  # rows that are answered at once, compiled


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One row of a checked file: `row` counts from 1 below the heading; `problem` says why it was not checked."""

    row: int
    name: str
    score: float = 0.0
    party: str = ""
    caption: str = ""
    standing: str = ""  # "un:delisted since 2025-11-06; us:listed"
    reasons: tuple[str, ...] = ()
    lists: str = ""
    problem: str = ""


def start(file: tuple[str, bytes], *, reader: Reader, clocks: Clocks | None = None, keep_hits: bool = False) -> JobRow:
    """Queue the check of a CSV or XLSX file with a column for names. Raises `NotAllowed`, `Unreadable`, `WrongUse`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    name, data = file
    questions = questions_of(name, data)
    times = clocks or read_clocks()
    args = {
        "file": name,
        "sha256": deliveries.keep(data),
        "on": times.on.isoformat(),
        "known": times.known.isoformat(),
        "keep": "1" if keep_hits else "",
    }
    with write():
        job = jobs.create(KIND, by=reader.name, total=len(questions), args=args)
        run.enqueue(job_id=job.pk)
        chain.note(reader, "check-file", name, rows=str(len(questions)), sha256=args["sha256"])
    return jobs.row_of(job)


@task()
def run(job_id: int) -> None:
    """Check the file's rows, in the background."""
    jobs.work(job_id, _step)


def questions_of(name: str, data: bytes) -> list[Question]:
    """The questions of a file's rows. Raises `Unreadable` if no column holds names."""
    heading, *rows = sheets.read(name, data)
    fields = {row["heading"]: row["field"] for row in tables.rows("check_columns")}
    columns = {fields.get(" ".join(cell.lower().replace("_", " ").split()), ""): i for i, cell in enumerate(heading)}
    if "name" not in columns:
        if len(heading) > 1:
            raise Unreadable(source=name, place="line 1", wanted='a column headed "name" (or "الاسم")')
        columns, rows = {"name": 0}, [heading, *rows]  # a bare column of names
    if not rows:
        raise Unreadable(source=name, place="line 2", wanted="at least one name below the heading")

    def cell(row: Sequence[str], field: str) -> str:
        at = columns.get(field)
        return row[at] if at is not None and at < len(row) else ""

    return [
        Question(name=cell(row, "name"), born=cell(row, "born"), country=cell(row, "country"), kind=cell(row, "kind"))
        for row in rows
    ]


def results(job_id: int, *, reader: Reader) -> tuple[Checked, ...]:
    """The rows checked so far, in the order of the file. Only for who started it: they hold what that person may see.

    Raises `NotFound`.
    """
    if job_row(job_id, reader=reader).by != reader.name:
        message = f"no job {job_id}"
        raise NotFound(message, job=str(job_id))
    parts = sorted(folder(job_id).glob("*.jsonl"))
    rows = [orjson.loads(line) for part in parts for line in part.read_bytes().splitlines()]
    return tuple(Checked(**{**row, "reasons": tuple(row["reasons"])}) for row in rows)


def _step(job: Job) -> int:
    """Check the next rows. Their part of the result is written whole or not at all; done again, it is the same."""
    args = orjson.loads(job.args)
    questions = _questions(args["file"], args["sha256"])
    reader = _reader(job.by)
    checker = Checker(reader=reader, clocks=read_clocks(args["on"], args["known"]))
    part = questions[job.done : job.done + (_STEP if len(questions) < _MANY else _MANY)]
    keeper = reader if args["keep"] else None
    lines = [
        orjson.dumps(_checked(number, asked.name, answer, keeper))
        for number, (asked, answer) in enumerate(_answers(checker, part), start=job.done + 1)
    ]
    deliveries.write_whole(folder(job.pk) / f"{job.done:09}.jsonl", b"\n".join(lines) + b"\n")
    return len(part)


@lru_cache(maxsize=1)
def _questions(name: str, sha256: str) -> list[Question]:
    return questions_of(name, deliveries.read(sha256))


def _answers(checker: Checker, asked: Sequence[Question]) -> Iterator[tuple[Question, CheckAnswer | WrongUse]]:
    """Many at once where there are many: compiling takes half a minute, once on a machine."""
    if len(asked) >= _MANY:
        yield from zip(asked, checker.answers(asked), strict=True)
        return
    for each in asked:
        try:
            yield each, checker.answer(each)
        except WrongUse as error:
            yield each, error


def _checked(number: int, name: str, answer: CheckAnswer | WrongUse, keeper: Reader | None) -> Checked:
    if isinstance(answer, WrongUse):
        return Checked(row=number, name=name, problem=str(answer))
    if keeper is not None and answer.hits:
        keep(answer, reader=keeper)
    return _row(number, answer)


def _row(number: int, answer: CheckAnswer) -> Checked:
    lists = "; ".join(f"{one.source} {one.edition.date().isoformat()}" for one in answer.editions)
    if not answer.hits:
        return Checked(row=number, name=answer.name, lists=lists)
    best = answer.hits[0]
    said = (f"{one.jurisdiction}:{one.state}" + (f" since {one.since}" if one.since else "") for one in best.standings)
    return Checked(
        row=number,
        name=answer.name,
        score=best.score,
        party=best.party,
        caption=best.caption,
        standing="; ".join(said),
        reasons=tuple(reason.code for reason in best.reasons),
        lists=lists,
    )


def _reader(name: str) -> Reader:
    return terminal(name.removeprefix("terminal:")) if name.startswith("terminal:") else reader_of(name)


def folder(job_id: int) -> Path:
    """Where the results of a checked file lie."""
    return Path(settings.JISR_DATA) / "jobs" / str(job_id)


def table(rows: Sequence[Checked], *, headings: Sequence[str], as_: str, right_to_left: bool) -> bytes:
    """The result as a file people open: `as_` csv or xlsx; `headings` in their language, nine of them."""
    body = [
        [
            *(str(row.row), row.name, f"{row.score:.2f}" if row.party else "", row.party, row.caption, row.standing),
            *(" ".join(row.reasons), row.lists, row.problem),
        ]
        for row in rows
    ]
    if as_ == "xlsx":
        return sheets.write_xlsx([headings, *body], title=clock.today().isoformat(), right_to_left=right_to_left)
    return sheets.write_csv([headings, *body])
