"""One changed byte anywhere: in a log, in the record of what left, in a file for an air gap."""

from __future__ import annotations

import os
import random

import pytest
from django.db import models

from jisr.errors import JisrError
from jisr.exchange.airgap import export, take_file
from jisr.node.models import Egress, LogEntry
from jisr.node.queries.exchange import state_hash, verify_exchange
from tests.exchange.coalition import Node, many, meet

FLIPS = int(os.environ.get("JISR_FLIPS", "60"))


def changed(value: object, dice: random.Random) -> object:
    """The value with one bit of one byte (of one character, of one digit) changed."""
    if isinstance(value, int):
        return value ^ (1 << dice.randrange(8))
    if isinstance(value, str):
        place = dice.randrange(len(value))
        return value[:place] + chr(ord(value[place]) ^ (1 << dice.randrange(6))) + value[place + 1 :]
    assert isinstance(value, (bytes, memoryview))
    data = bytearray(value)
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def somewhere(dice: random.Random) -> tuple[type[models.Model], int, str, object]:
    """A row, a column of it that is not empty, and its value, anywhere by its bytes."""
    model = dice.choice((LogEntry, Egress))
    row = dice.choice(list(model.objects.all()))
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    told = [(name, value) for name in names if (value := getattr(row, name)) not in {"", b"", None}]
    name, value = dice.choices(told, [len(value) if isinstance(value, (str, bytes)) else 8 for _, value in told])[0]
    return model, row.pk, name, value


def test_a_changed_byte_of_a_log_or_of_what_left_is_found_and_its_place_named(three: dict[str, Node]) -> None:
    north, coast, _ = three.values()
    many(north, 6)
    meet(coast, north)
    dice = random.Random(3)  # noqa: S311  # a trial
    for node in (north, coast):
        with node.inside():
            for _ in range(FLIPS):
                model, pk, name, value = somewhere(dice)
                model._default_manager.filter(pk=pk).update(**{name: changed(value, dice)})
                report = verify_exchange(reader=node.reader)
                assert report.fault, f"{model.__name__} {pk} {name}"
                assert report.place
                model._default_manager.filter(pk=pk).update(**{name: value})
            assert verify_exchange(reader=node.reader).fault == ""


def test_a_changed_byte_of_a_file_has_it_refused_whole(three: dict[str, Node]) -> None:
    north, coast, _ = three.values()
    many(north, 6)
    with north.inside():
        file = b"".join(export("coast", reader=north.reader, after=0))
    dice = random.Random(4)  # noqa: S311  # a trial
    seal = file.rindex(b"\n", 0, -1)  # the end has as many tries as all the rest
    with coast.inside():
        before = state_hash(reader=coast.reader)
        for number in range(2 * FLIPS):
            place = dice.randrange(len(file)) if number % 2 else dice.randrange(seal, len(file))
            other = file[:place] + bytes([dice.choice([one for one in range(256) if one != file[place]])])
            with pytest.raises(JisrError):
                take_file((other + file[place + 1 :]).splitlines(keepends=True), reader=coast.reader)
        assert state_hash(reader=coast.reader) == before
        take_file(file.splitlines(keepends=True), reader=coast.reader)
        assert state_hash(reader=coast.reader) != before
