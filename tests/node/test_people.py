"""Who comes in, and how: one-time links, passwords, roles; and every try on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from jisr.errors import Conflict, NotAllowed, NotFound, WrongUse
from jisr.node import clock, models
from jisr.node.actions import people
from jisr.node.actions.people import Person
from jisr.node.actions.sign_in import sign_in, sign_out, welcome
from jisr.node.queries.people import me
from jisr.node.queries.people import people as everyone
from jisr.node.queries.reader import reader_of, terminal
from jisr.records import TLP
from jisr.sharing import Reader, Role
from tests.node.world import ADMINISTRATOR, ANALYST, AUDITOR, STRANGER, SUPERVISOR

Acted = Callable[[], list[str]]
PASSWORD = "a bridge of seven arches"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> str:
    """The one-time token of a new member."""
    with clock.moved_to(NOON):
        return people.add(Person(name="lina", roles=("analyst", "auditor"), clearance="amber"), reader=ADMINISTRATOR)


def test_added(link: str, acted: Acted) -> None:
    reader = reader_of("lina")
    assert reader.roles == {Role.ANALYST, Role.AUDITOR}
    assert reader.clearance is TLP.AMBER
    assert acted() == ["member-add"]
    assert link not in str(list(models.Welcome.objects.values()))
    assert link not in str(list(models.AuditEntry.objects.values()))


def test_a_link_lets_in_once(link: str, acted: Acted) -> None:
    with clock.moved_to(NOON):
        member = welcome(link)
        assert member is not None
        assert (member.name, member.last_login) == ("lina", NOON)
        assert welcome(link) is None
    assert acted() == ["member-add", "sign-in", "welcome-refused"]


@pytest.mark.parametrize(
    ("after", "let_in"),
    [(timedelta(hours=23, minutes=59), True), (timedelta(hours=24), False), (timedelta(days=9), False)],
)
def test_a_link_lives_a_day(link: str, after: timedelta, let_in: object) -> None:
    with clock.moved_to(NOON + after):
        assert (welcome(link) is not None) is let_in


@pytest.mark.parametrize("token", ["", "x", "\ud800", "é" * 1000])
def test_another_token_lets_nobody_in(link: str, token: str) -> None:
    with clock.moved_to(NOON):
        assert welcome(token) is None
        assert welcome(link + token if token else link[:-1]) is None


def test_a_closed_member_stays_out(link: str, acted: Acted) -> None:
    people.set_active("lina", reader=ADMINISTRATOR, active=False)
    with clock.moved_to(NOON):
        assert welcome(link) is None
    with pytest.raises(NotFound):
        reader_of("lina")
    people.set_active("LINA", reader=ADMINISTRATOR, active=True)
    with clock.moved_to(NOON):
        assert welcome(link) is not None
    assert acted() == ["member-add", "member-active", "welcome-refused", "member-active", "sign-in"]


def test_by_password(link: str, acted: Acted) -> None:
    assert sign_in("lina", "") is None  # none was set
    people.set_password(PASSWORD, reader=reader_of("lina"))
    assert sign_in("lina", PASSWORD) is not None
    assert sign_in(" LINA ", PASSWORD) is not None
    assert sign_in("lina", PASSWORD + " ") is None
    assert sign_in("nobody", PASSWORD) is None
    assert sign_in("\ud800\0", PASSWORD) is None
    people.set_active("lina", reader=ADMINISTRATOR, active=False)
    assert sign_in("lina", PASSWORD) is None
    assert acted()[1:] == [
        *("sign-in-refused", "member-password", "sign-in", "sign-in"),
        *("sign-in-refused", "sign-in-refused", "sign-in-refused", "member-active", "sign-in-refused"),
    ]
    assert PASSWORD not in str(list(models.AuditEntry.objects.values()))
    assert PASSWORD not in str(list(models.Member.objects.values()))


def test_guessing_at_a_name_is_stopped_for_a_while(link: str) -> None:
    people.set_password(PASSWORD, reader=reader_of("lina"))
    for minute in range(10):
        with clock.moved_to(NOON + timedelta(minutes=minute)):
            assert sign_in("Lina", "no") is None
    with clock.moved_to(NOON + timedelta(minutes=14)):
        assert sign_in("lina", PASSWORD) is None
        assert welcome(link) is not None
    with clock.moved_to(NOON + timedelta(minutes=16)):
        assert sign_in("lina", PASSWORD) is not None


@pytest.mark.parametrize("password", ["", "short", "password1234", "123456789012", "lina lina lina"])
def test_a_weak_password_is_refused_with_the_reason(link: str, password: str) -> None:
    if password == "lina lina lina":
        password = "lina"
    with pytest.raises(WrongUse) as error:
        people.set_password(password, reader=reader_of("lina"))
    assert str(error.value)


def test_a_new_link(link: str) -> None:
    with clock.moved_to(NOON):
        other = people.link("lina", reader=ADMINISTRATOR)
        assert other != link
        assert welcome(other) is not None
    with pytest.raises(NotFound):
        people.link("nobody", reader=ADMINISTRATOR)


@pytest.mark.parametrize("reader", [ANALYST, SUPERVISOR, AUDITOR, STRANGER], ids=lambda reader: reader.name)
def test_only_an_administrator_makes_members(link: str, reader: Reader) -> None:
    for work in (
        lambda: people.add(Person(name="x"), reader=reader),
        lambda: people.link("lina", reader=reader),
        lambda: people.set_active("lina", reader=reader, active=False),
    ):
        with pytest.raises(NotAllowed):
            work()
    assert models.AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    "person",
    [
        Person(name=""),
        Person(name="   "),
        Person(name="terminal:root"),
        Person(name="  terminal:root"),
        Person(name="Terminal:root"),
        Person(name="source:un"),
        Person(name="node"),
        Person(name="node:daily"),
        Person(name="nobody"),
        Person(name="a,b"),
        Person(name="x" * 151),
        Person(name="a\0b"),
        Person(name="a\nb"),
        Person(name="x", roles=()),
        Person(name="x", roles=("analyst", "king")),
        Person(name="x", clearance="secret"),
        Person(name="x", language="fr"),
        Person(name="x", desks=("a,b",)),
    ],
)
def test_who_cannot_be_a_member(person: Person) -> None:
    with pytest.raises(WrongUse):
        people.add(person, reader=ADMINISTRATOR)
    assert not models.Member.objects.exists()


def test_a_name_is_one_persons(link: str) -> None:
    for name in ("lina", "Lina", " LINA "):
        with pytest.raises(Conflict):
            people.add(Person(name=name), reader=ADMINISTRATOR)


def test_an_arabic_name(acted: Acted) -> None:
    with clock.moved_to(NOON):
        member = welcome(people.add(Person(name="لينا"), reader=ADMINISTRATOR))
    assert member is not None
    assert reader_of("لينا").name == "لينا"


def test_preferences(link: str) -> None:
    people.set_preferences(reader=reader_of("lina"), language="en", theme="dark", shortcuts=False)
    row = me(reader=reader_of("lina"))
    assert row is not None
    assert (row.language, row.theme, row.shortcuts) == ("en", "dark", False)
    for language, theme in (("fr", "dark"), ("en", "pink")):
        with pytest.raises(WrongUse):
            people.set_preferences(reader=reader_of("lina"), language=language, theme=theme, shortcuts=True)


def test_who_sees_the_list(link: str) -> None:
    for reader in (ADMINISTRATOR, SUPERVISOR, AUDITOR):
        assert [row.name for row in everyone(reader=reader)] == ["lina"]
    for reader in (ANALYST, STRANGER):
        with pytest.raises(NotAllowed):
            everyone(reader=reader)
    assert me(reader=terminal("root")) is None


def test_sign_out(link: str, acted: Acted) -> None:
    sign_out(reader_of("lina"))
    assert acted()[-1] == "sign-out"
