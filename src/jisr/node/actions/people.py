"""Add the people of the node, and let each set how the workspace looks for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from jisr.errors import Conflict, NotFound, WrongUse
from jisr.node import chain, clock
from jisr.node.actions.sign_in import welcome_link
from jisr.node.convert import typed
from jisr.node.models import Member
from jisr.node.store import write
from jisr.records import TLP
from jisr.sharing import Reader, Role, require

_LANGUAGES = frozenset({"ar", "en"})
_WORD = re.compile(r"[\w.@+-]{1,150}")
_OURS = frozenset({"node", "nobody", "public"})  # who the audit says it was when it was no member
_THEMES = frozenset({"auto", "light", "dark"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person to be added. `roles`: words of sharing.Role; `clearance`: of records.TLP."""

    name: str
    full_name: str = ""
    roles: tuple[str, ...] = ("analyst",)
    desks: tuple[str, ...] = ()
    clearance: str = TLP.AMBER_STRICT.value
    language: str = "ar"


def add(person: Person, *, reader: Reader) -> str:
    """Add a member; returns the one-time sign-in token to hand over. Raises `NotAllowed`, `WrongUse`, `Conflict`."""
    require(reader, Role.ADMINISTRATOR)
    _known(person.roles, {role.value for role in Role}, "role")
    _known((person.clearance,), {label.value for label in TLP}, "clearance")
    _known((person.language,), _LANGUAGES, "language")
    _one_word(person.name.strip(), "name")
    for desk in person.desks:
        _one_word(desk, "desk")
    with write():
        if Member.objects.filter(name__iexact=person.name.strip()).exists():
            message = f"there is a member {person.name!r} already"
            raise Conflict(message, name=person.name)
        row = Member(
            name=person.name.strip(),
            full_name=typed(person.full_name)[:200],
            roles=",".join(person.roles),
            desks=",".join(person.desks),
            clearance=person.clearance,
            language=person.language,
            created_at=clock.now(),
        )
        row.set_unusable_password()
        row.save()
        chain.note(reader, "member-add", row.name, roles=row.roles, clearance=row.clearance)
        return welcome_link(row)


def link(name: str, *, reader: Reader) -> str:
    """A new one-time sign-in token for a member. Raises `NotAllowed`, `NotFound`."""
    require(reader, Role.ADMINISTRATOR)
    with write():
        row = _member(name)
        chain.note(reader, "member-link", row.name)
        return welcome_link(row)


def set_active(name: str, *, reader: Reader, active: bool) -> None:
    """Close or open a member's access; their past stays on record. Raises `NotAllowed`, `NotFound`."""
    require(reader, Role.ADMINISTRATOR)
    with write():
        row = _member(name)
        row.is_active = active
        row.save(update_fields=("is_active",))
        chain.note(reader, "member-active", row.name, active=str(active))


def set_password(password: str, *, reader: Reader) -> None:
    """Set one's own password. Raises `WrongUse` with what is weak about it."""
    row = _member(reader.name)
    try:
        validate_password(password, row)
    except ValidationError as error:
        raise WrongUse(" ".join(error.messages), field="password") from error
    with write():
        row.set_password(password)
        row.save(update_fields=("password",))
        chain.note(reader, "member-password", row.name)


def set_preferences(*, reader: Reader, language: str, theme: str, shortcuts: bool) -> None:
    """Set how the workspace looks for oneself. Raises `WrongUse`."""
    _known((language,), _LANGUAGES, "language")
    _known((theme,), _THEMES, "theme")
    with write():
        Member.objects.filter(name=reader.name).update(language=language, theme=theme, shortcuts=shortcuts)


def _member(name: str) -> Member:
    row = Member.objects.filter(name__iexact=name.strip()).first()
    if row is None:
        message = f"no member {name!r}"
        raise NotFound(message, name=name)
    return row


def _one_word(text: str, field: str) -> None:
    """Letters and digits of any script, and .@+_- between: it stands in lists, markings and the audit as one word."""
    if not _WORD.fullmatch(text) or text.lower() in _OURS:
        message = f"{text[:40]!r} cannot be a {field}: one word of letters, digits and . @ + _ -"
        raise WrongUse(message, field=field)


def _known(words: Iterable[str], allowed: Iterable[str], field: str) -> None:
    unknown = sorted(set(words) - set(allowed))
    if unknown or not tuple(words):
        message = f"no {field} {', '.join(unknown) or 'given'}: known are {', '.join(sorted(allowed))}"
        raise WrongUse(message, field=field)
