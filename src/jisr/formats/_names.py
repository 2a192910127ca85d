"""How do lists write names?  Natural order from `LAST, First`, and several names inside one cell."""

from __future__ import annotations

import re
from functools import lru_cache

from jisr.formats._text import tidy

_QUOTES = ' ,"“”„«»'
_BETWEEN = re.compile(r"[;؛،]|(?:^|\s)[a-hA-H]\)\s")
_INNER = re.compile(r"\s\(((?:[^()]|\([^()]*\))*)\)")
_REMARKS = re.compile(
    r"\((?:original script|in Arabic)[^()]*\)|-\s*sub-unit name|\(?transliterations?[^():;]*\)?:?", re.IGNORECASE
)
_SHORT = re.compile(r"[A-Z][A-Za-z]?[A-Z/&.-]{0,10}[A-Z]")
_LONGEST = 4096  # characters of a cell that are looked into; a longer one stays whole
_NOT_A_NAME = re.compile(r"\d|\b(?:born|passport|listed|translation|nom de guerre|branch|located)\b", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_OTHER = re.compile(r"[\u0370-\u1cff\u2c00-\ud7ff\uf900-\ufefc]")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_IN_SCRIPT = re.compile(r"(?:original script|in Arabic)\s*:\s*([^;()]+)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def natural(written: str) -> tuple[str, str, str]:
    """A person's `LAST, First` as (natural order, first, last); what has no comma stays, with no parts."""
    last, comma, first = written.partition(",")
    last, first = last.strip(), first.strip(" ,")
    if not comma or not last or not first:
        return tidy(written.strip(" ,")), "", ""
    return f"{first} {last}", first, last


def split(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names and the abbreviations in one cell of a list, in order, each once.

    `شيخ الفاتح ، الفاتح` holds two names; `Hay’at Tahrir al-Sham (HTS) (هيئة تحرير الشام; Assembly …)` three and `HTS`.
    What stands in brackets is a name when it is a list or in another script than what stands before it; else it stays.
    """
    cell = tidy(cell)
    if len(cell) > _LONGEST:
        return (cell,), ()
    names: dict[str, None] = {}
    short: dict[str, None] = {}
    base = cell
    for found in _INNER.finditer(cell):
        inner = _REMARKS.sub(" ", found.group(1))
        if _is_short(inner.strip(), cell[: found.start()]):
            short[inner.strip()] = None
        elif not _lists_names(inner, cell[: found.start()]):
            continue
        else:
            names.update(dict.fromkeys(_parts(inner)))
        base = base.replace(found.group(0), " ", 1)
    first = dict.fromkeys(_parts(base))
    return tuple(first | names), tuple(short)


def in_note(note: str, alias: str) -> tuple[str, ...]:
    """The names a note beside an alias holds: transliterations, the original script, or a plain list of spellings."""
    note = tidy(note)[:_LONGEST]
    found = dict.fromkeys(tidy(text.strip(_QUOTES)) for text in _IN_SCRIPT.findall(note))
    listed = ""
    if "transliteration" in note.lower():
        listed = re.split(r"\)\s*\(|\(\s*Translation", _REMARKS.sub(" ", note))[0].replace(",", ";").strip(" ()")
    elif (inner := _BRACKETS.search(note)) and ";" in inner.group(1):
        listed = inner.group(1)
    elif ";" in note and _OTHER.search(alias) and not _OTHER.search(note):
        listed = note
    if listed and not _NOT_A_NAME.search(listed):
        found |= dict.fromkeys(_parts(listed))
    return tuple(name for name in found if name)


def _parts(text: str) -> tuple[str, ...]:
    pieces = (tidy(piece.strip(_QUOTES)) for piece in _BETWEEN.split(text))
    return tuple(piece for piece in pieces if re.search(r"\w", piece))


def _is_short(inner: str, before: str) -> bool:
    return bool(_SHORT.fullmatch(inner)) and len(tidy(before)) > len(inner) and not _OTHER.search(before)


def _lists_names(inner: str, before: str) -> bool:
    if _NOT_A_NAME.search(inner):
        return False
    latin_then_other = bool(_LATIN.search(before)) and bool(_OTHER.search(inner))
    other_then_latin = bool(_OTHER.search(before)) and not _OTHER.search(inner)
    return ";" in inner or latin_then_other or other_then_latin
