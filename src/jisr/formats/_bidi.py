"""Letters in the order the eye sees them -> in the order they are read.

The other way round than the Unicode Bidirectional Algorithm (UAX 9), for lines of a page without its codes: words of
Latin letters and numbers keep their order, all else in a line of Arabic is turned.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_RIGHT = re.compile("[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_DIGITS = re.compile(r"\d")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_EDGE = re.compile(r"(\W*)(.*?)(\W*)", re.DOTALL)
# Of a line to the right, turned: Latin words with what stands among them and a number beside them.
_LEFT_RUN = re.compile("N?L(?:[LNP]*L)?N?")
_RIGHT_RUN = re.compile("R(?:[RNP]*R)?")


def plain(text: str) -> str:
    """Without presentation forms: each letter as it is typed (NFKC of those alone)."""
    return _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found.group()).lstrip(" "), text)


def is_right_to_left(text: str) -> bool:
    """Whether most of its letters are of a script written from right to left."""
    right = len(_RIGHT.findall(text))
    return right > 0 and right >= len(_LATIN.findall(text))


def read_order(glyphs: Sequence[str], *, right: bool) -> str:
    """A line's glyphs from left to right, a ligature being one of several letters -> the line as it is read."""
    words = _words(glyphs)
    if not right:
        kinds = "".join(map(_kind, words))
        for found in _RIGHT_RUN.finditer(kinds):
            words[found.start() : found.end()] = words[found.start() : found.end()][::-1]
        return " ".join(_word(word) if _kind(word) == "R" else "".join(word) for word in words)
    words.reverse()
    out: list[str] = []
    at = 0
    for found in _LEFT_RUN.finditer("".join(map(_kind, words))):
        out += [_word(word) for word in words[at : found.start()]]
        at = found.end()
        out.append(_edges_turned(" ".join("".join(word) for word in words[found.start() : at][::-1])))
    return " ".join([*out, *(_word(word) for word in words[at:])])


def _words(glyphs: Sequence[str]) -> list[list[str]]:
    words: list[list[str]] = [[]]
    for glyph in glyphs:
        if glyph.isspace():
            words.append([])
        else:
            words[-1].append(glyph)
    return [word for word in words if word]


def _kind(word: list[str]) -> str:
    """R: right to left, L: Latin, N: a number, P: signs alone."""
    text = "".join(word)
    if _RIGHT.search(text):
        return "R"
    return "L" if _LATIN.search(text) else "N" if _DIGITS.search(text) else "P"


def _word(glyphs: list[str]) -> str:
    """One word of a line to the right: its letters turned, its numbers and Latin letters never."""
    text = "".join(glyphs)
    if not _RIGHT.search(text):
        return _edges_turned(text)
    out: list[str] = []
    kept: list[str] = []
    for glyph in reversed(glyphs):
        if _DIGITS.search(glyph) or _LATIN.search(glyph) or (kept and glyph in ".,:/-٫٬"):
            kept.append(glyph)
            continue
        out += _kept(kept)
        kept = []
        out.append(glyph if _RIGHT.search(glyph) else glyph.translate(_MIRRORED))
    return "".join(out + _kept(kept))


def _edges_turned(text: str) -> str:
    """Latin words or a number as they are; the signs around them belong to the line to the right."""
    found = _EDGE.fullmatch(text)
    before, core, after = found.groups() if found else ("", text, "")
    return _turned(after) + core + _turned(before)


def _kept(glyphs: list[str]) -> list[str]:
    """Digits turned back; signs that only followed them stay behind."""
    end = len(glyphs)
    while end and not glyphs[end - 1].isalnum():
        end -= 1
    return glyphs[:end][::-1] + glyphs[end:]


def _turned(signs: str) -> str:
    return signs[::-1].translate(_MIRRORED)
