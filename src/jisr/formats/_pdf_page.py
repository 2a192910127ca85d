"""What stands on a page of a PDF, from where its letters stand: columns, lines, paragraphs.

How a PDF orders its letters says nothing of how they are read (ISO 32000-1, 14.8.2.3); where they stand does.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from jisr.formats import _bidi

_SAME_LINE = 0.5  # of a letter's height
_COLUMN_GAP = 1.8  # heights between two columns at least
_WORD_GAP = 0.22  # heights between two words where blanks are not written
_WIDE_GAP = 0.9  # heights that part words in any case
_BLANKS = 0.05  # share of blanks from which on they are written
_LEAST_LINES = 3  # of a column
_PARAGRAPH_GAP = 1.45  # usual distances of lines
_EARLY = 0.85  # of the width: a narrower line ends a paragraph
_OTHER_SIZE = 1.15
_BIN = 16.0  # points: marks look for their letter so near


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """A letter or ligature and its box; y grows upwards."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """Of the box."""
        return max(self.top - self.bottom, 0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Glyphs of one line of one column, from left to right, blanks between words among them."""

    glyphs: tuple[str, ...]
    left: float
    right: float
    middle: float
    height: float

    @property
    def text(self) -> str:
        """As the glyphs stand, from left to right."""
        return "".join(self.glyphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Text of lines that belong together. `height`: of its letters."""

    text: str
    height: float


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of a page, in reading order: columns from the right where most letters are Arabic."""
    rows = _rows(list(glyphs))
    lines = [line for row in rows for line in _segments(row)]
    right = _bidi.is_right_to_left("".join(line.text for line in lines))
    return list(_in_order(lines, right=right))


def paragraphs(lines: Sequence[Line], *, seen: bool) -> Iterator[Paragraph]:
    """`seen`: glyphs stand as the eye sees them, so Arabic is turned; else from left to right is how they are read."""
    right = _bidi.is_right_to_left("".join(line.text for line in lines))
    usual = _usual_gap(lines)
    held: list[Line] = []
    for line in lines:
        if held and _breaks(held, line, usual=usual):
            yield _paragraph(held, right=right, seen=seen)
            held = []
        held.append(line)
    if held:
        yield _paragraph(held, right=right, seen=seen)


def _paragraph(lines: list[Line], *, right: bool, seen: bool) -> Paragraph:
    parts = [_bidi.read_order(line.glyphs, right=right) if seen else " ".join(line.text.split()) for line in lines]
    text = _bidi.plain(" ".join(parts)).replace("\u00ad ", "").replace("\u00ad", "")
    return Paragraph(text=text, height=median(line.height for line in lines))


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs of the same height on the page; what is drawn twice on the spot (as bold) once."""
    rows: list[list[Glyph]] = []
    marks = [glyph for glyph in glyphs if _is_mark(glyph.text)]
    glyphs = _with_marks([glyph for glyph in glyphs if not _is_mark(glyph.text)], marks)
    for glyph in sorted(glyphs, key=lambda one: (-(one.top + one.bottom), one.left)):
        middle = (glyph.top + glyph.bottom) / 2
        last = rows[-1][0] if rows else None
        if last is not None and abs((last.top + last.bottom) / 2 - middle) < _SAME_LINE * max(
            last.height, glyph.height
        ):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [list(_once(sorted(row, key=lambda one: (one.left + one.right, one.left)))) for row in rows]


def _is_mark(text: str) -> bool:
    return all(unicodedata.combining(char) for char in text)


def _with_marks(glyphs: list[Glyph], marks: list[Glyph]) -> list[Glyph]:
    """Each mark joined to the letter it stands on; one that stands on none says nothing."""
    if not marks:
        return glyphs
    near: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(glyphs):
        if not one.text.isspace():
            for place in range(int(one.left // _BIN) - 1, int(one.right // _BIN) + 2):
                near[place].append(at)
    on: dict[int, str] = {}
    for mark in marks:
        centre, level = (mark.left + mark.right) / 2, (mark.bottom + mark.top) / 2
        distances = (
            (abs((glyphs[at].left + glyphs[at].right) / 2 - centre), at)
            for at in near[int(centre // _BIN)]
            if abs((glyphs[at].bottom + glyphs[at].top) / 2 - level) < glyphs[at].height
        )
        found = min(distances, default=None)
        if found:
            on[found[1]] = on.get(found[1], "") + mark.text
    return [replace(one, text=one.text + on[at]) if at in on else one for at, one in enumerate(glyphs)]


def _once(row: list[Glyph]) -> Iterator[Glyph]:
    before: Glyph | None = None
    for glyph in row:
        twice = before is not None and before.text == glyph.text and abs(before.left - glyph.left) < glyph.height * 0.08
        if not twice:
            yield glyph
        before = glyph


def _segments(row: list[Glyph]) -> Iterator[Line]:
    """A row cut where a gap is as wide as between columns."""
    held: list[Glyph] = []
    for glyph in row:
        if glyph.text.isspace() and (not held or held[-1].text.isspace()):
            continue
        end = max((one.right for one in held if not one.text.isspace()), default=glyph.left)
        if held and not glyph.text.isspace() and glyph.left - end > _COLUMN_GAP * glyph.height:
            yield _line(held)
            held = []
        held.append(glyph)
    if any(not glyph.text.isspace() for glyph in held):
        yield _line(held)


def _line(row: list[Glyph]) -> Line:
    written = sum(glyph.text.isspace() for glyph in row) >= _BLANKS * len(row)
    gap = _WIDE_GAP if written else _WORD_GAP
    glyphs: list[str] = []
    end = row[0].left
    for glyph in row:
        if glyph.left - end > gap * glyph.height and glyphs and not glyphs[-1].isspace():
            glyphs.append(" ")
        glyphs.append(" " if glyph.text.isspace() else glyph.text)
        end = max(end, glyph.right)
    solid = [glyph for glyph in row if not glyph.text.isspace()]
    return Line(
        glyphs=tuple(glyphs),
        left=min(glyph.left for glyph in solid),
        right=max(glyph.right for glyph in solid),
        middle=median((glyph.top + glyph.bottom) / 2 for glyph in solid),
        height=median(glyph.height for glyph in solid),
    )


def _in_order(lines: list[Line], *, right: bool) -> Iterator[Line]:
    """From top to bottom; where a gutter runs down between columns, one column after the other."""
    for start in range(len(lines)):
        if start and lines[start].middle == lines[start - 1].middle:
            continue
        gutter = _gutter(lines[start:])
        if gutter is None:
            continue
        left = [line for line in lines[start:] if line.right <= gutter]
        other = [line for line in lines[start:] if line.right > gutter]
        yield from lines[:start]
        for column in (other, left) if right else (left, other):
            yield from _in_order(column, right=right)
        return
    yield from lines


def _gutter(lines: list[Line]) -> float | None:
    """Where no line stands, with several lines on both sides; None without such a place."""
    if len(lines) < 2 * _LEAST_LINES:
        return None
    reached = min(line.right for line in lines)
    for line in sorted(lines, key=lambda one: one.left):
        if line.left - reached > line.height:
            sides = sum(one.right <= reached for one in lines)
            if min(sides, len(lines) - sides) >= _LEAST_LINES and _side_by_side(lines, reached):
                return reached
        reached = max(reached, line.right)
    return None


def _side_by_side(lines: list[Line], gutter: float) -> bool:
    """Whether the two sides share a height of the page: else they are one above the other."""
    left = [line.middle for line in lines if line.right <= gutter]
    other = [line.middle for line in lines if line.right > gutter]
    return min(max(left), max(other)) > max(min(left), min(other))


def _usual_gap(lines: Sequence[Line]) -> float:
    gaps = [one.middle - two.middle for one, two in pairwise(lines) if one.middle > two.middle]
    return median(gaps) if gaps else 0.0


def _breaks(held: list[Line], line: Line, *, usual: float) -> bool:
    """Whether a paragraph ends before this line."""
    last = held[-1]
    larger, smaller = max(last.height, line.height), min(last.height, line.height)
    gap = last.middle - line.middle
    if gap <= 0:  # the next column: its first line goes on with the sentence
        return last.text.rstrip()[-1:] in ".!؟?:" or last.text.lstrip()[:1] in ".!؟?:"
    if larger > _OTHER_SIZE * smaller or gap > _PARAGRAPH_GAP * usual:
        return True
    start, end = min(one.left for one in (*held, line)), max(one.right for one in (*held, line))
    return last.right - last.left < _EARLY * (end - start)
