"""Which kinds of things are there, and what can be asked of each?  For programs that offer a choice."""

from __future__ import annotations

from jisr import tables
from jisr.errors import WrongUse
from jisr.node.graph import featured
from jisr.node.values import PropertyRow, TypeRow
from jisr.records import all_schemata, schema
from jisr.sharing import Reader, Role, require
from jisr.tables import cldr

_CASES = (Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE)


def types(names: tuple[str, ...], *, reader: Reader) -> tuple[TypeRow, ...]:
    """These schemata, as a choice. Raises `NotAllowed`."""
    require(reader, *_CASES)
    return tuple(TypeRow(name=name, label=schema(name).label, plural=schema(name).plural) for name in names)


def properties(name: str, *, reader: Reader) -> tuple[PropertyRow, ...]:
    """What can be asked of a thing of this schema: the telling ones first. Raises `NotAllowed`, `WrongUse`."""
    require(reader, *_CASES)
    if name not in all_schemata():
        message = f"Invalid type: {name}"
        raise WrongUse(message, schema=name)
    known = {prop: one for prop, one in schema(name).properties.items() if one.type != "entity"}
    first = [prop for prop in featured(name) if prop in known]
    rest = sorted(known.keys() - set(first), key=lambda prop: known[prop].label)
    return tuple(
        PropertyRow(name=prop, qname=f"{_owner(name, prop)}:{prop}", label=known[prop].label, type=known[prop].type)
        for prop in (*first, *rest)
    )


def _owner(name: str, prop: str) -> str:
    """The most general schema that has it: where the others have it from."""
    having = [one for one in schema(name).ancestors if prop in schema(one).properties]
    return min(having, key=lambda one: (len(schema(one).ancestors), one))


def features(*, reader: Reader) -> tuple[tuple[str, str], ...]:
    """Every reason a comparison may give: its code, and its sentence in English with places for the facts."""
    require(reader, *_CASES)
    of_words = {"words"}  # counted forms of a word, no reason
    return tuple(
        (row["code"], row["en"])
        for table in ("sentences_names", "sentences_identity")
        for row in tables.rows(table)
        if row["code"].partition(".")[0] not in of_words
    )


def value_label(value: str, type_name: str, *, reader: Reader) -> str:
    """A value as people read it: a country by its name. Raises `NotAllowed`."""
    require(reader, *_CASES)
    return cldr.territories("en").get(value, value) if type_name == "country" else value
