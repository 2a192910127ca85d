"""A brief of one page as PDF: the same told in English and in Arabic, each from its own side, searchable in both.

Letters are joined by HarfBuzz and keep their own characters: what a reader finds and copies is what was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF

_MARGIN, _LINE, _PAGE = 15, 5.2, 210  # millimetres
_BIG, _SMALL, _BODY = 15, 8, 10  # points
_LABEL = 46  # millimetres
_LONGEST = 420  # characters of a value: the rest is on the page of the node


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefSide:
    """One language of a brief. `lines`: what each is called, and what it holds. `foot`: where it comes from."""

    lang: str
    title: str
    lines: Sequence[tuple[str, str]]
    foot: str


def write_brief(sides: Sequence[BriefSide], *, marking: str, made: datetime) -> bytes:
    """The brief as PDF, the same bytes for the same words. `made`: aware, UTC; `marking`: stands on top."""
    page: FPDF = import_module("fpdf").FPDF(format="A4")  # takes half a second: only who writes a brief waits for it
    page.set_creation_date(made)
    page.set_title(sides[0].title if sides else "Jisr")
    page.set_lang(sides[0].lang if sides else "en")
    page.set_margins(_MARGIN, _MARGIN)
    page.set_auto_page_break(True, margin=_MARGIN)  # fpdf's signature
    faces = files("fontpkg_amiri") / "files"
    page.add_font("Amiri", "", str(faces / "Amiri-Regular.ttf"))
    page.add_font("Amiri", "B", str(faces / "Amiri-Bold.ttf"))
    page.set_text_shaping(True)  # fpdf's signature
    page.add_page()
    page.set_font("Amiri", "B", _SMALL)
    page.cell(text=marking, align="C", w=0, h=_LINE, new_x="LMARGIN", new_y="NEXT")
    for side in sides:
        _side(page, side)
    return bytes(page.output())


def _side(page: FPDF, side: BriefSide) -> None:
    right = side.lang == "ar"
    page.set_text_shaping(use_shaping_engine=True, direction="rtl" if right else "ltr", language=side.lang)
    at = "R" if right else "L"
    page.set_font("Amiri", "B", _BIG)
    page.multi_cell(0, _LINE * 1.6, side.title, align=at, new_x="LMARGIN", new_y="NEXT")
    for label, value in side.lines:
        _line(page, label, value if len(value) <= _LONGEST else value[:_LONGEST] + "…", right=right)
    page.set_font("Amiri", "", _SMALL)
    page.multi_cell(0, _LINE, side.foot, align=at, new_x="LMARGIN", new_y="NEXT")
    page.ln(_LINE)


def _line(page: FPDF, label: str, value: str, *, right: bool) -> None:
    width, top = _PAGE - 2 * _MARGIN - _LABEL, page.get_y()
    page.set_font("Amiri", "", _BODY)
    page.set_xy(_MARGIN if right else _MARGIN + _LABEL, top)
    page.multi_cell(width, _LINE, value, align="R" if right else "L", new_x="LMARGIN", new_y="NEXT")
    bottom = page.get_y()
    if bottom < top:  # the value ran over to the next page
        top = _MARGIN
    page.set_font("Amiri", "B", _BODY)
    page.set_xy(_PAGE - _MARGIN - _LABEL if right else _MARGIN, top)
    page.multi_cell(_LABEL, _LINE, label, align="R" if right else "L", new_x="LMARGIN", new_y="NEXT")
    page.set_y(max(bottom, page.get_y()))
