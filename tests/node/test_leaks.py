"""What a rule did not allow is not there: for a reader without the right, the node with secrets is the node without."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.db.models import QuerySet

from jisr.errors import JisrError, NotFound
from jisr.node import actions, clock, models, queries
from jisr.node.actions.decide import decide, undo
from jisr.node.actions.judge import judge, retract
from jisr.node.actions.keep_check import keep
from jisr.node.actions.settle_delivery import approve, reject
from jisr.node.queries.audit import audit
from jisr.node.queries.batches import batch, batches, record
from jisr.node.queries.check import check
from jisr.node.queries.documents import document, documents, mentions_in
from jisr.node.queries.findings import finding, findings
from jisr.node.queries.party import find, party, standings
from jisr.node.queries.reader import visible_markings
from jisr.node.queries.today import today
from jisr.node.values import Question
from jisr.records import TLP, Marking
from jisr.sharing import Reader, Role
from tests.node.conftest import Load
from tests.node.world import ADMINISTRATOR, CROWD, NODE, SALIM, STRANGER, acts, article, ftm, person, un

RED = Marking(tlp=TLP.RED, releasable_to=("zara",))
ZARA = Reader(
    name="zara", member=NODE, roles=frozenset({Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR}), clearance=TLP.RED
)
OTHERS = {
    "no clearance": Reader(name="nour", member=NODE, roles=ZARA.roles, clearance=TLP.AMBER_STRICT),
    "not named": Reader(name="nour", member=NODE, roles=ZARA.roles, clearance=TLP.RED),
    "low": Reader(name="nour", member=NODE, roles=ZARA.roles, clearance=TLP.CLEAR),
}
SECRET = "Wathiq Mansur al-Jazari"
TEXT = (
    "قال السياسي الأردني سليم ياسين القنديل، من مواليد 1971، إن العمل مستمر مع الجميع في هذه الأيام كما كان. "
    "وأضاف واثق منصور الجزري، وهو أردني من مواليد 1969، أن الزيارة ستستغرق ثلاثة أيام كاملة.\n"
)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
THING = f"un:{CROWD[0].ref}"


@contextmanager
def at_noon() -> Iterator[None]:
    with clock.moved_to(NOON):
        yield


def public(load: Load) -> None:
    """What everybody may see."""
    load(un(CROWD), received=NOON)
    load(article(TEXT), received=NOON)
    answer = check(Question(name="Badr Mirwahi"), reader=ZARA)
    keep(answer, reader=ZARA)


def secret(load: Load) -> None:
    """What only one person may see, tied to the public things in every way there is."""
    load(
        ftm(
            person("s1", SECRET, "واثق منصور الجزري", birthDate=["1969"], nationality=["jo"]),
            person("s2", "Badr Mirwahi"),
        ),
        source="aaa",
        marking=RED,
        received=NOON,
    )
    load(un((SALIM,)), source="secret-list", marking=RED, received=NOON)
    load(acts({"id": "x1", "subject_refs": [THING]}), marking=RED, received=NOON)
    load(article(TEXT.replace("العمل", "الأمر")), marking=RED, received=NOON)
    load(("broken.xml", b"<CONSOLIDATED_LIST dateGenerated='2025-01-01T00:00:00Z'>"), marking=RED, received=NOON)
    load(un((), "2026-02-01"), source="secret-list", marking=RED, received=NOON)
    judge(THING, "aaa:s2", reader=ZARA, verdict="same", why="a source told us")
    keep(check(Question(name=SECRET), reader=ZARA), reader=ZARA)
    keep(check(Question(name="Badr Mirwahi"), reader=ZARA), reader=ZARA)
    for row in findings(reader=ZARA):
        if row.marking != "TLP:CLEAR":
            decide(row.id, reader=ZARA, verdict="confirmed", why="seen")


def tried(work: Callable[[], object]) -> object:
    try:
        return work()
    except JisrError as error:
        return type(error).__name__, str(error), error.facts


def everything(reader: Reader) -> list[object]:
    """The answer of every query there is, for the things that both worlds have, and for hidden ones by name."""
    names = (SECRET, "واثق الجزري", "Badr Mirwahi", "Salim Yasin al-Qandil")
    things = (THING, "aaa:s1", "aaa:s2", "acts:x1", "secret-list:QDi.900")
    return [
        *(tried(partial(check, Question(name=name), reader=reader)) for name in names),
        *(tried(partial(find, name, reader=reader)) for name in (*names, *things)),
        *(tried(partial(query, thing, reader=reader)) for query in (party, standings) for thing in things),
        tried(partial(batches, reader=reader)),
        tried(partial(batches, reader=reader, state="held")),
        tried(lambda: [batch(row.id, reader=reader) for row in batches(reader=reader)]),
        tried(partial(findings, reader=reader, state="")),
        tried(lambda: [finding(row.id, reader=reader) for row in findings(reader=reader, state="")]),
        tried(partial(documents, reader=reader)),
        tried(lambda: [document(row.thing, reader=reader) for row in documents(reader=reader)]),
        tried(partial(mentions_in, TEXT, reader=reader)),
        tried(partial(today, reader=reader)),
    ]


@pytest.mark.parametrize("reader", OTHERS.values(), ids=[*OTHERS])
def test_for_a_reader_without_the_right_there_is_no_difference(load: Load, reader: Reader) -> None:
    with at_noon():
        public(load)
        before = everything(reader)
        secret(load)
        after = everything(reader)
        named = everything(ZARA)
    for one, other in zip(before, after, strict=True):
        assert other == one
    assert all(mine != theirs for mine, theirs in zip(named[:3], after[:3], strict=True))


def hidden(kind: str) -> list[tuple[Callable[..., object], int | str]]:
    """Queries of one thing, with the ids of what the reader may not know of."""
    of: dict[str, tuple[Callable[..., object], QuerySet[Any], str]] = {
        "record": (record, models.Record.objects.all(), "pk"),
        "batch": (batch, models.Batch.objects.all(), "pk"),
        "finding": (finding, models.Finding.objects.all(), "pk"),
        "document": (document, models.Record.objects.filter(schema="Article"), "thing"),
    }
    query, rows, key = of[kind]
    return [(query, number) for number in rows.exclude(marking__tlp="clear").values_list(key, flat=True)]


@pytest.mark.parametrize("kind", ["record", "batch", "finding", "document"])
def test_the_same_error_as_for_what_does_not_exist(load: Load, kind: str) -> None:
    with at_noon():
        public(load)
        secret(load)
        assert hidden(kind)
        for query, number in hidden(kind):
            missing = "article:0000" if isinstance(number, str) else 999_999
            there = tried(partial(query, number, reader=OTHERS["low"]))
            not_there = tried(partial(query, missing, reader=OTHERS["low"]))
            assert "NotFound" in repr(there)
            assert repr(there) == repr(not_there).replace(str(missing), str(number))
            query(number, reader=ZARA)


def test_nor_can_it_be_acted_upon(load: Load) -> None:
    low = OTHERS["no clearance"]
    with at_noon():
        public(load)
        secret(load)
        held = models.Batch.objects.get(state="held")
        secret_finding = models.Finding.objects.exclude(marking__tlp="clear").first()
        judged = models.Judgement.objects.get(left=THING)
        assert secret_finding is not None
        before = models.AuditEntry.objects.count()
        for work in (
            lambda: approve(held.pk, reader=low, sha256=held.sha256, why="x"),
            lambda: reject(held.pk, reader=low, sha256=held.sha256, why="x"),
            lambda: decide(secret_finding.pk, reader=low, verdict="dismissed"),
            lambda: undo(secret_finding.pk, reader=low),
            lambda: judge(THING, "aaa:s1", reader=low, verdict="same", why="x"),
            lambda: retract(judged.pk, reader=low, why="x"),
        ):
            with pytest.raises(NotFound):
                work()
        assert models.AuditEntry.objects.count() == before
        assert models.Judgement.objects.get(pk=judged.pk).retracted_at is None


@pytest.mark.parametrize("reader", [ADMINISTRATOR, STRANGER], ids=lambda reader: reader.name)
def test_without_a_role_for_cases_there_is_nothing(load: Load, reader: Reader) -> None:
    with at_noon():
        public(load)
        told = repr(everything(reader))
    for word in ("Badr", "Mirwahi", "MIRWAHI", "un.xml", "القنديل"):
        asked = word in {"Badr", "Mirwahi"}
        assert word not in told or asked, word
    assert visible_markings(reader) == []


def test_after_the_last_day_nobody_sees_it(load: Load) -> None:
    with at_noon():
        load(un(CROWD), marking=Marking.read("TLP:CLEAR UNTIL 2026-03-02"), received=NOON)
        assert check(Question(name="Badr Mirwahi"), reader=ZARA).hits
    with clock.moved_to(datetime(2026, 3, 2, tzinfo=UTC)):
        assert check(Question(name="Badr Mirwahi"), reader=ZARA).hits == ()
        assert batches(reader=ZARA) == ()


def test_a_marking_of_unknown_words_hides(load: Load) -> None:
    with at_noon():
        public(load)
        models.Marking.objects.update(tlp="ultraviolet")
        assert visible_markings(ZARA) == []
        assert check(Question(name="Badr Mirwahi"), reader=ZARA).hits == ()


def test_each_sees_their_own_audit_lines_only(load: Load) -> None:
    analyst = Reader(name="nour", member=NODE, roles=frozenset({Role.ANALYST}))
    with at_noon():
        public(load)
        check(Question(name="Badr Mirwahi"), reader=analyst)
        page = audit(reader=analyst)
    assert [(row.actor, row.act) for row in page.rows] == [("nour", "check")]
    assert (page.acts, page.actors) == (("check",), ("nour",))


# A walk over every function: who asks is said each time, by name, and never assumed.

FREE = {
    # says nothing of the node
    "clocks.clocks": "reads two dates",
    "common.fields": "reads a table of the product",
    # makes the reader
    "entities.Moved": "an answer",
    "reliefs.speaking_of": "inside the night's job",
    "reader.public": "makes the reader",
    "reader.reader_of": "makes the reader",
    "reader.terminal": "makes the reader",
    **dict.fromkeys(
        ("text_index.begins", "text_index.group", "text_index.lines", "text_index.looking_for"), "of rows seen"
    ),
    "news.due_sources": "the node itself",
    "news.told_by": "makes a value of a row",
    "news.next_due": "the node itself",
    "commitments.step_row": "makes a value of a row",
    "stix.originals": "inside another query, of rows it let through",
    "taxii.caller_of": "makes the caller",
}


def functions(package: ModuleType) -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function of the room's files, and what makes its classes that are no plain values."""
    for file in pkgutil.iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{file.name}")
        for name, found in vars(module).items():
            if getattr(found, "__module__", "") != module.__name__ or name.startswith("_"):
                continue
            if inspect.isfunction(found):
                yield f"{file.name}.{name}", found
            elif inspect.isclass(found) and not is_dataclass(found):
                yield f"{file.name}.{name}", found.__init__


def case_id(case: object) -> str:
    return case if isinstance(case, str) else ""


def takes_a_row(function: Callable[..., object]) -> bool:
    """A helper that makes a value of a database row, which a query has let through already."""
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return first is not None and first.name == "row"


@pytest.mark.parametrize(("name", "function"), [*functions(queries)], ids=case_id)
def test_every_query_says_whom_it_answers(name: str, function: Callable[..., object]) -> None:
    if name in FREE or takes_a_row(function):
        return
    reader = asks(function)
    assert reader is not None, f"{name} takes no reader"
    assert reader.default is inspect.Parameter.empty
    assert reader.kind is inspect.Parameter.KEYWORD_ONLY or name.startswith("reader.")


def asks(function: Callable[..., object]) -> inspect.Parameter | None:
    """Who asks: a person, or a partner's program that showed its secret."""
    named = inspect.signature(function).parameters
    return named.get("reader") or named.get("caller")


NOT_BY_A_READER = {
    "after_ingest.coming": "the node itself",
    "after_ingest.catch_up": "the node itself",
    "daily.plan": "the node itself",
    "find.find": "inside another action",
    "carry.read_end": "a member's seal",
    "carry.seal_end": "inside another action",
    "ingest.apply": "inside another action",
    "ingest.keep_pieces": "inside another action",
    "meet.recovering": "about the node alone",
    "meet.stopped": "about the node alone",
    "misp_events.number_of": "reads an id",
    "partners.met": "the node itself, after a round",
    "shelve.catch_up": "a member, by its name",
    "taxii_take.plan": "the node itself",
    "taxii_take.take": "inside another action",
    "taxii_take.withdraw": "a member, by its name",
    "serve.heads": "a member, by its name",
    "serve.own_last": "about the node alone",
    "serve.own_origin": "about the node alone",
    "serve.own_page": "a member, by its name",
    "serve.page": "a member, by its name",
    "take_page.drop": "inside another action",
    "partner_acts.agree": "inside another action",
    "partner_acts.hold": "inside another action",
    "partner_acts.overtake": "inside another action",
    "partner_acts.waiting": "inside another action",
    "take_page.take": "a member, by its name",
    "ingest.loaded_of": "inside another action",
    "join_copies.catch_up": "the node itself",
    "journeys.catch_up": "the node itself",
    "journeys.look": "inside another action",
    "money_watch.catch_up": "the node itself",
    "screen_partners.catch_up": "the node itself",
    "news_sources.inbox": "about the node alone",
    "resume_jobs.resume_jobs": "the node itself",
    "sign_in.sign_in": "nobody yet",
    "sign_in.by_token": "nobody yet",
    "sign_in.welcome": "nobody yet",
    "sign_in.welcome_link": "inside another action",
    "sign_in.sign_out": "says who",
    "check_file.questions_of": "reads a file",
    "good_guy.review": "the node itself",
    "re_examine.re_examine": "the node itself",
    "remind.remind": "the node itself",
    "vetting.allowed": "which steps a case may take",
    "watch.again": "the node itself",
    "watch.catch_up": "the node itself",
    "watch.look_at_all_again": "the node itself",
    "watch.live": "inside another action",
    "watch.touched": "inside another action",
    "remind_watchers.remind_watchers": "the node itself",
    "join_copies.prune": "the node itself",
    "check_file.folder": "names a folder",
    "check_file.table": "writes a file",
}


@pytest.mark.parametrize(("name", "function"), [*functions(actions)], ids=case_id)
def test_every_action_says_who_acts(name: str, function: Callable[..., object]) -> None:
    if name in NOT_BY_A_READER:
        return
    reader = asks(function)
    assert reader is not None, f"{name} takes no reader"
    assert reader.default is inspect.Parameter.empty
    assert reader.kind is inspect.Parameter.KEYWORD_ONLY
