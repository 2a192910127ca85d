"""STIX 2.1 (OASIS Standard, 10 June 2021): bundles, TAXII envelopes and one object a line, read and written.

An object another node wrote comes back as the record it was; one a foreign tool wrote becomes the record its type
stands for, and a type this node has no schema for a `ForeignObject`. The bytes of each stay where they came (`cut`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from jisr.errors import Unreadable
from jisr.formats import _json, _stix_fields, _stix_marking, _stix_split
from jisr.formats._base import (
    File,
    Format,
    Header,
    Item,
    Options,
    Quarantined,
    Reading,
    Withdrawn,
    only_file,
    set_aside,
)
from jisr.formats._stix_ids import extension, is_id, is_stamp
from jisr.formats._stix_split import Piece
from jisr.records import Place, Record, SameAs, Validity, When, all_schemata, is_forbidden, schema

NAME = "stix21"
TITLE = "STIX 2.1 objects: a bundle, a TAXII envelope, or one a line"
SOURCE = "stix"
_SAMPLE = 20
_SHAPES = {
    "date": re.compile(r"\d{4}(-\d{2}(-\d{2}([T ]\d{2}(:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?"),
    "country": re.compile(r"[a-z]{2,4}(-[a-z0-9]{1,4})?"),
}
_SAME = frozenset({"duplicate-of", "same-as"})
_STAMPS = ("created", "modified")
_FILLED = frozenset({"name", "published"})  # STIX asks for them: written though the record does not say them
_HEAD = re.compile(rb'"objects"\s*:|"id"\s*:\s*"[a-z][a-z0-9-]*--')


def recognise(files: tuple[File, ...]) -> bool:
    """One file: an object with `objects`, or lines, whose objects have STIX ids."""
    if len(files) != 1 or not _HEAD.search(files[0].data[: 64 * 1024]):
        return False
    head = files[0].data.lstrip()[:1]
    if head not in {b"{", b"\xef"}:
        return False
    try:
        found = _stix_split.pieces(files[0])
        some = [piece for piece, _ in zip(found, range(_SAMPLE), strict=False)]
    except Unreadable:
        return False
    return any(isinstance(piece, Piece) and is_id(piece.body.get("id"), piece.body.get("type")) for piece in some)


def read(files: tuple[File, ...], options: Options) -> Reading:
    """Each object as a record. Not a snapshot: what is absent was not said. Raises `Unreadable`."""
    file = only_file(files, options)
    found = list(_stix_split.pieces(file))
    if not any(isinstance(piece, Piece) for piece in found):
        raise Unreadable(source=file.name, place="line 1", wanted="a STIX 2.1 object with type and id")
    source = options.source or _origin(found)
    return Reading(header=Header(format=NAME, source=source), items=_items(found, source, options))


def read_object(raw: bytes, *, options: Options, definitions: _stix_marking.Definitions | None = None) -> list[Item]:
    """What one object says: its record first, then claims and pieces. `definitions`: marking definitions by id."""
    piece = _stix_split.one(raw.decode("utf-8"), Place(file="object", line=1))
    if isinstance(piece, Quarantined):
        return [piece]
    known = {**(definitions or {}), **_definitions([piece])}
    return list(_object(piece, options.source or _origin([piece]), options, known))


def cut(data: bytes, place: Place, *, name: str = "stix") -> bytes:
    """The very bytes of the object that stood at `place` of a file. Raises `Unreadable`."""
    return cuts(data, [place], name=name)[0]


def cuts(data: bytes, places: Sequence[Place], *, name: str = "stix") -> list[bytes]:
    """The same for many objects of one file, in the order of `places`. Raises `Unreadable`."""
    return _stix_split.cuts(data, places, name=name)


def references(body: Mapping[str, object]) -> tuple[str, ...]:
    """Every STIX id the object names, however deep, but its own, its author's and its markings'."""
    found: dict[str, None] = {}
    for name, value in body.items():
        if name not in {"id", "created_by_ref", "object_marking_refs", "granular_markings"}:
            found |= dict.fromkeys(text for text in _json.texts(value) if is_id(text))
    return tuple(one for one in found if not one.startswith(("extension-definition--", "marking-definition--")))


def _origin(found: list[Piece | Quarantined]) -> str:
    """The node that wrote the first object of ours; else what a foreign delivery is called."""
    for piece in found:
        said = _extension(piece.body, "provenance") if isinstance(piece, Piece) else None
        if said and isinstance(said.get("origin"), str):
            return re.sub(r"[^\w.-]+", "-", str(said["origin"])).strip("-") or SOURCE
    return SOURCE


def _definitions(found: list[Piece | Quarantined]) -> dict[str, Mapping[str, object]]:
    return {
        str(piece.body["id"]): piece.body
        for piece in found
        if isinstance(piece, Piece) and piece.body.get("type") == "marking-definition" and "id" in piece.body
    }


def _items(found: list[Piece | Quarantined], source: str, options: Options) -> Iterator[Item]:
    """The newest version of each id; what stands twice the same way is read once."""
    definitions = _definitions(found)
    newest: dict[str, Piece] = {}
    for piece in found:
        if isinstance(piece, Quarantined):
            yield piece
            continue
        problem = _problem(piece)
        if problem is not None:
            yield problem
            continue
        key = str(piece.body["id"])
        before = newest.get(key)
        if before is None:
            newest[key] = piece
            continue
        old, new = (before, piece) if _version(piece) > _version(before) else (piece, before)
        newest[key] = new
        code = "stix-older" if _version(old) != _version(new) else "duplicate-key"
        yield set_aside(old.place, code, _kept(old), entry=False, key=key)
    for piece in newest.values():
        yield from _object(piece, source, options, definitions)


def _version(piece: Piece) -> str:
    text = str(piece.body.get("modified", piece.body.get("created", "")))
    whole, _dot, rest = text.removesuffix("Z").partition(".")
    return f"{whole}.{rest:0<9}"


def _problem(piece: Piece) -> Quarantined | None:
    """What keeps an object from being read at all."""
    type_, key = piece.body.get("type"), piece.body.get("id")
    if not isinstance(type_, str) or not isinstance(key, str):
        return set_aside(piece.place, "no-id", _kept(piece))
    if not is_id(key, type_):
        return set_aside(piece.place, "stix-bad-id", _kept(piece), value=key)
    for name in _STAMPS:
        if name in piece.body and not is_stamp(piece.body[name]):
            return set_aside(
                piece.place, "stix-bad-time", _kept(piece), key=key, field=name, value=str(piece.body[name])
            )
    if piece.body.get("spec_version", "2.1") != "2.1":
        return set_aside(piece.place, "stix-version", _kept(piece), key=key, value=str(piece.body.get("spec_version")))
    return None


def _kept(piece: Piece) -> bytes:
    clean = _json.without_forbidden(piece.body)
    return piece.text.encode() if clean == piece.body else _json.encode(clean)


def _object(
    piece: Piece, source: str, options: Options, definitions: Mapping[str, Mapping[str, object]]
) -> Iterator[Item]:
    if problem := _problem(piece):
        yield problem
        return
    key = str(piece.body["id"])
    try:
        marking = _stix_marking.read(piece.body, definitions, default=options.marking)
    except _stix_marking.UnknownMarking as error:
        marked = _json.encode({"id": key, "object_marking_refs": piece.body.get("object_marking_refs")})
        yield set_aside(piece.place, "stix-unknown-marking", marked, key=key, value=str(error))
        return
    entity = _extension(piece.body, "entity")
    ours = _ours(entity, source) if entity else None
    if piece.body.get("revoked") is True:
        yield Withdrawn(thing=f"{source}:{ours[1] if ours else key}", place=piece.place)
        return
    found = _Found(piece, source, ours, entity or {})
    properties = found.properties()
    yield from found.pieces
    name = ours[0] if ours else _stix_fields.schema_of(piece.body)
    validity, announced = found.times(properties, name)
    yield from found.pieces[found.told :]
    yield Record(
        source=source,
        key=ours[1] if ours else key,
        schema=name,
        properties=properties,
        place=piece.place,
        validity=validity,
        marking=marking,
        announced=announced,
    )
    yield from _claims(piece, source, ours[1] if ours else key, entity)


def _extension(body: Mapping[str, object], name: str) -> Mapping[str, object] | None:
    extensions = body.get("extensions")
    found = extensions.get(extension(name)) if isinstance(extensions, dict) else None
    return found if isinstance(found, dict) else None


def _ours(entity: Mapping[str, object], source: str) -> tuple[str, str] | None:
    """Schema and key of a record a node wrote; what another said keeps its sayer before its key."""
    name, said, key = entity.get("schema"), entity.get("source"), entity.get("key")
    if not (isinstance(name, str) and isinstance(said, str) and isinstance(key, str) and said and key):
        return None
    if name not in all_schemata():
        return None
    return name, key if said == source else f"{said}:{key}"


def _claims(piece: Piece, source: str, key: str, entity: Mapping[str, object] | None) -> Iterator[Item]:
    """What others call it: the same thing where a node tells what another said, a duplicate where a tool says so."""
    said, name = (entity or {}).get("source"), (entity or {}).get("key")
    if isinstance(said, str) and isinstance(name, str) and said != source:
        yield SameAs(left=f"{source}:{key}", right=f"{said}:{name}", why=f"{source} passes it on", place=piece.place)
    body = piece.body
    if body.get("type") == "relationship" and body.get("relationship_type") in _SAME:
        left, right = body.get("source_ref"), body.get("target_ref")
        if is_id(left) and is_id(right):
            why = str(body["relationship_type"])
            yield SameAs(left=f"{source}:{left}", right=f"{source}:{right}", why=why, place=piece.place)


class _Found:
    """One object while it is read: its properties, and the pieces that could not be."""

    __slots__ = ("_entity", "_ours", "_piece", "_source", "pieces", "told")

    def __init__(self, piece: Piece, source: str, ours: tuple[str, str] | None, entity: Mapping[str, object]) -> None:
        self._piece, self._source, self._ours, self._entity = piece, source, ours, entity
        self.pieces: list[Quarantined] = []
        self.told = 0

    def properties(self) -> dict[str, tuple[str, ...]]:
        """What the extension says, and where a field of STIX says otherwise, that field: somebody changed it."""
        name = self._ours[0] if self._ours else _stix_fields.schema_of(self._piece.body)
        kept = self._said(name) if self._ours else {}
        body = self._piece.body
        for one in _stix_fields.fields(str(body["type"]), name):
            if one.name in body and one.property in schema(name).properties:
                self._field(one, kept)
        if not self._ours:
            self._foreign(name, kept)
        self.told = len(self.pieces)
        return {prop: values for prop, values in kept.items() if values}

    def _said(self, name: str) -> dict[str, tuple[str, ...]]:
        """The properties of the entity extension that hold."""
        said = self._entity.get("properties")
        kept: dict[str, tuple[str, ...]] = {}
        for prop, value in said.items() if isinstance(said, dict) else ():
            known = schema(name).properties.get(prop)
            if known is None:
                self._aside("forbidden-property" if is_forbidden(prop) else "unknown-property", prop, value)
                continue
            values = value if isinstance(value, list) else [value]
            shape = _SHAPES.get(known.type)
            good = [one for one in values if isinstance(one, str) and one and (not shape or shape.fullmatch(one))]
            if len(good) != len(values):
                self._aside("bad-value", prop, [one for one in values if one not in good])
            kept[prop] = tuple(dict.fromkeys(good))
        return kept

    def _field(self, one: _stix_fields.Field, kept: dict[str, tuple[str, ...]]) -> None:
        value = self._piece.body[one.name]
        before = kept.get(one.property, ())
        if before and (one.kind.startswith("ref") or _stix_fields.write_value(one.kind, before, {}) == value):
            return
        if self._ours and (one.kind.startswith("ref") or (not before and one.name in _FILLED)):
            return
        try:
            new = _stix_fields.read_value(one.kind, value, source=self._source)
        except ValueError:
            self._aside("bad-value", one.name, value)
            return
        rest = before[1:] if one.kind not in _stix_fields.LISTS else ()
        kept[one.property] = tuple(dict.fromkeys((*new, *rest)))

    def _foreign(self, name: str, kept: dict[str, tuple[str, ...]]) -> None:
        """A foreign object's name, and what it is and points at, where no field of its type is known."""
        body, known = self._piece.body, schema(name).properties
        for prop, value in (("name", body.get("name") or body.get("value")), ("description", body.get("description"))):
            if isinstance(value, str) and value.strip() and prop in known and prop not in kept:
                kept[prop] = (value.strip(),)
        if name == "ForeignObject":
            kept["objectType"] = (str(body["type"]),)
            kept["refersTo"] = tuple(f"{self._source}:{one}" for one in references(body))
        if name in {"Instrument", "Commitment"} and "title" not in kept:
            words = (str(body.get(field, "")) for field in ("name", "kind", "action", "type"))
            kept["title"] = (next(filter(None, words), name),)

    def times(self, properties: Mapping[str, tuple[str, ...]], name: str) -> tuple[Validity, When | None]:
        """When it is true, as its node said; for a foreign interval, its own beginning and end."""
        said = _extension(self._piece.body, "provenance") or {}
        if self._ours:
            begins, ends = (self._when(said.get(bound), bound) for bound in ("valid_from", "valid_to"))
            return Validity(begins=begins, ends=ends), self._when(self._entity.get("announced"), "announced")
        if not schema(name).is_a("Interval"):
            return Validity(), None
        if name == "Sanction" and properties.get("status") == ("delisted",) and "endDate" not in properties:
            modified = self._piece.body.get("modified")  # ended by then at the latest: no day is said
            listed = next(iter(properties.get("listingDate", ())), None)
            return Validity(begins=self._when(listed, "listed_on"), ends=self._when(modified, "modified")), None
        starts = ("startDate", "listingDate", "date")
        first = next((properties[prop][0] for prop in starts if prop in properties), None)
        last = next(iter(properties.get("endDate", ())), None)
        return Validity(begins=self._when(first, "startDate"), ends=self._when(last, "endDate")), None

    def _when(self, text: object, field: str) -> When | None:
        if text is None:
            return None
        try:
            return When.read(str(text))
        except Unreadable:
            self._aside("bad-value", field, text)
            return None

    def _aside(self, code: str, name: str, value: object) -> None:
        facts = {"property": name, "value": str(value), "schema": str(self._entity.get("schema", ""))}
        clean = _json.encode(_json.without_forbidden({name: value}))
        key = str(self._piece.body["id"])
        self.pieces.append(set_aside(self._piece.place, code, clean, entry=False, key=key, **facts))


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
