"""Who does what where, by a sheet (3W, 4W): what stands twice, who shares a task at a place, where is nobody?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jisr import tables
from jisr.desks.programmes._bodies import folded
from jisr.errors import Unreadable

NEEDED = ("cluster",)
PLACED = ("code", "place", "zone", "region")  # the first that a row fills says where
_LOOK = 20  # rows in which the heading is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One place and cluster (and activity): who is there. `lines`: in the file, of the first row of each pair."""

    place: str
    name: str
    cluster: str
    activity: str
    donors: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A sheet taken apart.

    `rows`: with anything in them; `repeats`: rows, empty ones too, that stand word for word before; `blank`: the empty
    ones; `empty`: clusters of the sheet that a place lacks.
    `clusters`: cells of place and cluster; `tasks`: cells of place, cluster and activity; `apart`: (line, why) of rows
    that have no place or no cluster.
    """

    fields: tuple[str, ...]
    rows: int
    repeats: int
    blank: int
    clusters: tuple[Cell, ...]
    tasks: tuple[Cell, ...]
    empty: tuple[tuple[str, str, tuple[str, ...]], ...]
    apart: tuple[tuple[int, str], ...]

    def shared(self) -> tuple[Cell, ...]:
        """Tasks that several pairs of donor and partner have at one place: an overlap to look at."""
        return tuple(one for one in self.tasks if len(one.pairs) > 1)


def presence(rows: Sequence[Sequence[str]], *, source: str) -> Presence:
    """Take a sheet apart: rows of cells as text, a heading among the first. Raises `Unreadable`."""
    at, columns = _heading(rows, source)
    body = [(line, tuple(row)) for line, row in enumerate(rows[at:], start=at + 1) if any(row)]
    blank = len(rows) - at - len(body)
    seen: dict[tuple[str, ...], int] = {}
    for line, row in body:
        seen.setdefault(row, line)
    apart: list[tuple[int, str]] = []
    clusters: dict[tuple[str, str], _Grown] = {}
    tasks: dict[tuple[str, str, str], _Grown] = {}
    names: dict[str, str] = {}
    for row, line in seen.items():
        told = {name: row[number].strip() if number < len(row) else "" for name, number in columns.items()}
        where = next((told[name] for name in PLACED if told.get(name)), "")
        what = told.get("cluster", "")
        if not where or not what:
            apart.append((line, "presence-no-place" if not where else "presence-no-cluster"))
            continue
        names.setdefault(where, next((told[name] for name in PLACED[1:] if told.get(name)), where))
        clusters.setdefault((where, what), _Grown()).add(told, line)
        tasks.setdefault((where, what, told.get("activity", "")), _Grown()).add(told, line)
    return Presence(
        fields=tuple(columns),
        rows=len(body),
        repeats=len(body) - len(seen) + max(0, blank - 1),
        blank=blank,
        clusters=tuple(one.cell((*key, ""), names) for key, one in sorted(clusters.items())),
        tasks=tuple(one.cell(key, names) for key, one in sorted(tasks.items())),
        empty=tuple(_empty(clusters, names)),
        apart=tuple(apart),
    )


class _Grown:
    """Grows while rows of one cell are read."""

    __slots__ = ("donors", "pairs")

    def __init__(self) -> None:
        self.donors: dict[str, None] = {}
        self.pairs: dict[tuple[str, str], int] = {}

    def add(self, told: Mapping[str, str], line: int) -> None:
        donor = told.get("donor", "")
        if donor:
            self.donors[donor] = None
        self.pairs.setdefault((donor, told.get("partner") or told.get("programme", "")), line)

    def cell(self, key: tuple[str, str, str], names: Mapping[str, str]) -> Cell:
        return Cell(
            place=key[0],
            name=names[key[0]],
            cluster=key[1],
            activity=key[2],
            donors=tuple(self.donors),
            pairs=tuple(self.pairs),
            lines=tuple(self.pairs.values()),
        )


def _empty(
    clusters: Mapping[tuple[str, str], _Grown], names: Mapping[str, str]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Places of the sheet and the clusters of the sheet that nobody tells of there; most missing first."""
    every = sorted({what for _where, what in clusters})
    there: defaultdict[str, set[str]] = defaultdict(set)
    for where, what in clusters:
        there[where].add(what)
    lacks = [(where, names[where], tuple(one for one in every if one not in some)) for where, some in there.items()]
    yield from sorted((one for one in lacks if one[2]), key=lambda one: (-len(one[2]), one[1]))


def _heading(rows: Sequence[Sequence[str]], source: str) -> tuple[int, dict[str, int]]:
    """The row after the heading, and the column of each field; a row of HXL tags is the surer one."""
    by_tag, by_name = _tags(), _names()
    for at, row in enumerate(rows[:_LOOK]):
        tagged = [(by_tag.get(_tag(cell)), number) for number, cell in enumerate(row)]
        found = _columns(tagged) if sum(cell.strip().startswith("#") for cell in row) > 1 else {}
        if _enough(found):
            return at + 1, found
    for at, row in enumerate(rows[:_LOOK]):
        found = _columns((by_name.get(folded(cell)), number) for number, cell in enumerate(row))
        if _enough(found):
            skip = 2 if at + 1 < len(rows) and sum(cell.strip().startswith("#") for cell in rows[at + 1]) > 1 else 1
            return at + skip, found
    wanted = "a heading with a cluster (or sector) and a place, or a row of HXL tags"
    raise Unreadable(source=source, place=f"the first {_LOOK} rows", wanted=wanted)


def _columns(cells: Iterable[tuple[tuple[int, str] | None, int]]) -> dict[str, int]:
    """The best column of each field: the name that the table holds first wins."""
    best: dict[str, tuple[int, int]] = {}
    for told, number in cells:
        if told:
            best[told[1]] = min(best.get(told[1], (99, number)), (told[0], number))
    return {name: number for name, (_rank, number) in best.items()}


def _enough(found: Mapping[str, int]) -> bool:
    return all(name in found for name in NEEDED) and any(name in found for name in PLACED)


def _tag(cell: str) -> str:
    head, *more = cell.strip().lower().replace(" ", "").split("+")
    return "+".join((head, *sorted(more)))


def _tags() -> Mapping[str, tuple[int, str]]:
    rows = tables.rows("presence_columns")
    return {_tag(tag): (rank, row["field"]) for row in rows for rank, tag in enumerate(row["tags"].split(";"))}


def _names() -> Mapping[str, tuple[int, str]]:
    rows = tables.rows("presence_columns")
    return {name: (rank, row["field"]) for row in rows for rank, name in enumerate(row["headings"].split(";"))}
