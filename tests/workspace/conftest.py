"""A node with a little in it, and people who look at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import Settings

from jisr.node.actions import demo, people
from jisr.node.queries.reader import terminal
from jisr.sharing import Reader

SignedIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.JISR_DATA = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def keeper(db: None) -> Reader:
    """The terminal of the node's own machine."""
    return terminal("test")


@pytest.fixture
def world(keeper: Reader) -> Reader:
    """The demo world, as its terminal sees it."""
    demo.fill(reader=keeper)
    return keeper


@pytest.fixture
def signed_in(keeper: Reader) -> SignedIn:
    """A client of a member with these roles, in this language."""

    def client(*roles: str, name: str = "layla", language: str = "en") -> Client:
        person = people.Person(name=name, full_name="Layla Haddad", roles=roles or ("analyst",), language=language)
        people.add(person, reader=keeper)
        found = Client(headers={"accept-language": language})
        found.force_login(get_user_model().objects.get(name=name))
        return found

    return client
