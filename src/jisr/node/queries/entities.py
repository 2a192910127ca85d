"""What is this entity, what stands beside it, and what is there at all?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from jisr.errors import NotFound, WrongUse
from jisr.node import chain
from jisr.node.convert import properties_of, rank
from jisr.node.graph import is_edge, reverse_of, reverses
from jisr.node.models import Record, RecordKey
from jisr.node.queries.shelf import Shelf
from jisr.node.values import Adjacent, Dataset, Entity
from jisr.records import schema
from jisr.sharing import Reader

_CHUNK = 400


class Moved(NotFound):
    """The entity goes by another id now: `facts["entity"]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A page: at most `limit`, from `offset` on."""

    limit: int = 10
    offset: int = 0


WHOLE = Window(limit=9999)


def datasets(*, reader: Reader) -> tuple[Dataset, ...]:
    """The data sets of the reader: every source, then the collection of all."""
    return tuple(_by_rank(Shelf(reader=reader).datasets()))


def schemata(dataset: str, *, reader: Reader) -> tuple[str, ...]:
    """The schemata of a data set that are matched, and what they are kinds of. Raises `NotFound`."""
    view = Shelf(reader=reader)
    rows = view.current().filter(source__in=list(view.sources(dataset)), about="")
    there = [name for name in set(rows.values_list("schema", flat=True)) if schema(name).matchable]
    return tuple(sorted({ancestor for name in there for ancestor in schema(name).ancestors}))


def entity(wanted: str, *, reader: Reader, nested: bool = True) -> Entity:
    """One entity, with what stands beside it put into its properties. Raises `NotFound`, `Moved`. Audited."""
    view = Shelf(reader=reader)
    found = _one(wanted, view, reader)
    return _Beside(view, found).nested() if nested else found


def adjacent(wanted: str, *, reader: Reader, window: Window) -> tuple[Entity, dict[str, Adjacent]]:
    """The entity, and by property a page of what stands beside it. Raises `NotFound`, `Moved`. Audited."""
    view = Shelf(reader=reader)
    found = _one(wanted, view, reader)
    beside = _Beside(view, found).by_property()
    return found, {name: _page(values, window) for name, values in sorted(beside.items()) if values}


def adjacent_by(wanted: str, prop: str, *, reader: Reader, window: Window) -> Adjacent:
    """A page of what stands beside an entity by one property. Raises `NotFound`, `Moved`. Audited."""
    view = Shelf(reader=reader)
    found = _one(wanted, view, reader)
    own = schema(found.schema).properties.get(prop)
    if not (own and own.type == "entity") and prop not in reverses(found.schema):
        message = "No such property!"
        raise NotFound(message, property=prop)
    return _page(_Beside(view, found).by_property().get(prop, ()), window)


def these(wanted: Sequence[str], *, reader: Reader) -> dict[str, Entity]:
    """Those of these ids that are there. Raises `WrongUse` for one that goes by another id now."""
    view = Shelf(reader=reader)
    found: dict[str, Entity] = {}
    for one in dict.fromkeys(wanted):
        try:
            found[one] = _one(one, view, reader)
        except Moved as error:
            message = "Please specify the canonical entity ID, not a referent"
            raise WrongUse(message, entity=one) from error
        except NotFound:
            continue
    return found


def _one(wanted: str, view: Shelf, reader: Reader) -> Entity:
    party = view.party_of(wanted)
    found = view.entities((party,))[party]
    if found.id != wanted:
        message = f"{wanted} goes by another id now"
        raise Moved(message, entity=found.id)
    chain.note(reader, "read-entity", party)
    return found


def _page(values: Sequence[str | Entity], window: Window) -> Adjacent:
    start = max(0, window.offset)
    return Adjacent(results=tuple(values[start : start + max(0, window.limit)]), total=len(values))


class _Beside:
    """What stands beside one entity: what it points to, what points to it, and the far ends of what joins two."""

    def __init__(self, view: Shelf, root: Entity) -> None:
        self._view, self._root = view, root
        self._pointing = self._inbound()
        near = self._load([*self._pointing, *_pointed(root)])
        far = self._load([one for entity in near.values() if is_edge(entity.schema) for one in _pointed(entity)])
        self._known: Mapping[str, Entity] = {**far, **near}

    def by_property(self) -> dict[str, tuple[str | Entity, ...]]:
        """Property of the root -> what it leads to."""
        found: dict[str, dict[str, str | Entity]] = defaultdict(dict)
        for thing, props in self._pointing.items():
            beside = self._known.get(thing)
            for prop in sorted(props) if beside is not None else ():
                if beside is not None and (name := reverse_of(beside.schema, prop)):
                    found[name][thing] = self._inside(beside)
        for name, values in self._root.properties.items():
            if _is_pointer(self._root.schema, name):
                found[name].update({str(value): self._shown(str(value)) for value in values})
        return {name: tuple(values.values()) for name, values in found.items()}

    def nested(self) -> Entity:
        """The root with all of it among its properties."""
        beside = self.by_property()
        kept = {name: values for name, values in self._root.properties.items() if name not in beside}
        return replace(self._root, properties=kept | {name: values for name, values in beside.items() if values})

    def _shown(self, entity_id: str) -> str | Entity:
        beside = self._known.get(entity_id)
        return self._inside(beside) if beside is not None else entity_id

    def _inside(self, beside: Entity) -> Entity:
        """An entity beside the root: its own pointers shown, but never back to the root."""
        properties: dict[str, tuple[str | Entity, ...]] = {}
        for name, values in beside.properties.items():
            if _is_pointer(beside.schema, name):
                others = [str(value) for value in values if value != self._root.id]
                if others:
                    properties[name] = tuple(self._known.get(one, one) for one in others)
            else:
                properties[name] = values
        return replace(beside, properties=properties)

    def _inbound(self) -> dict[str, set[str]]:
        """Entity id -> by which of its properties it points to the root."""
        mine = {thing for one in (self._root.id, *self._root.referents) for thing in self._view.things_of(one)}
        keys = [f"to:{thing}" for thing in sorted(mine)]
        rows = self._view.current().filter(pk__in=RecordKey.objects.filter(key__in=keys).values("record_id"))
        ids = {self._view.id_of(thing) for thing in mine}
        found: dict[str, set[str]] = {}
        for row in rows.order_by("pk"):
            found[self._view.id_of(row.thing)] = _by_which(row, mine | ids)
        return found

    def _load(self, wanted: Sequence[str]) -> dict[str, Entity]:
        things = {thing: one for one in wanted for thing in self._view.things_of(one)}
        names = sorted(things)
        there: dict[str, str] = {}
        for start in range(0, len(names), _CHUNK):
            rows = self._view.current().filter(thing__in=names[start : start + _CHUNK])
            there.update({thing: self._view.parties.party_of(thing) for thing in rows.values_list("thing", flat=True)})
        entities = self._view.entities(there.values())
        return {things[thing]: entities[party] for thing, party in there.items() if party in entities}


def _by_which(row: Record, wanted: set[str]) -> set[str]:
    said = properties_of(row)
    return {name for name, values in said.items() if _is_pointer(row.schema, name) and not wanted.isdisjoint(values)}


def _pointed(entity: Entity) -> list[str]:
    return [
        str(value) for name, values in entity.properties.items() if _is_pointer(entity.schema, name) for value in values
    ]


def _is_pointer(schema_name: str, prop: str) -> bool:
    known = schema(schema_name).properties.get(prop)
    return known is not None and known.type == "entity"


def _by_rank(datasets: Iterable[Dataset]) -> list[Dataset]:
    """The best-known source first."""
    return sorted(datasets, key=lambda one: (bool(one.children), rank(one.name), one.name))
