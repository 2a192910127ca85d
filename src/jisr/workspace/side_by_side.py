"""How do several sources' words about one party stand beside each other?"""

from __future__ import annotations

from dataclasses import dataclass

from jisr.node.values import Fact, PartyPage, Source

_FIRST = (
    *("name", "alias", "weakAlias", "previousName", "firstName", "secondName", "middleName", "lastName", "gender"),
    *(
        "birthDate",
        "birthPlace",
        "birthCountry",
        "nationality",
        "citizenship",
        "country",
        "passportNumber",
        "idNumber",
        "imoNumber",
    ),
    *("flag", "type", "position", "address", "topics", "keywords", "notes", "remarks"),
)
_NOT_SHOWN = frozenset({"bodyText", "indexText", "addressEntity"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One property: `cells` holds each column's values, in the order of the columns."""

    fact: Fact
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A column for each record, a row for each property; contested rows are marked."""

    columns: tuple[Source, ...]
    rows: tuple[Row, ...]

    @property
    def contested(self) -> int:
        """How many properties the sources disagree on."""
        return sum(row.fact.contested for row in self.rows)


def side_by_side(page: PartyPage) -> Table:
    """The facts of a party by record, the telling ones first; contested ones before all but the names."""
    seen: dict[int, Source] = {}
    for fact in page.facts:
        for value in fact.values:
            seen.update({source.record: source for source in value.sources})
    columns = tuple(sorted(seen.values(), key=lambda source: (_place(page, source.thing), source.record)))
    facts = sorted((fact for fact in page.facts if fact.name not in _NOT_SHOWN), key=_order)
    return Table(columns=columns, rows=tuple(Row(fact=fact, cells=_cells(fact, columns)) for fact in facts))


def _cells(fact: Fact, columns: tuple[Source, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(value.text for value in fact.values if any(source.record == column.record for source in value.sources))
        for column in columns
    )


def _order(fact: Fact) -> tuple[bool, int, str]:
    rank = _FIRST.index(fact.name) if fact.name in _FIRST else len(_FIRST)
    return (fact.name != "name" and not fact.contested, rank, fact.name)


def _place(page: PartyPage, thing: str) -> int:
    return page.things.index(thing) if thing in page.things else len(page.things)
