"""PDFs of one text, made in the three ways the Arabic press makes them: for tests and for the bench."""

from __future__ import annotations

import io
from importlib.resources import files

import arabic_reshaper
from bidi.algorithm import get_display
from fpdf import FPDF
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_SIZE = 14
_LEADING = 24
_MARGIN = 60


def face() -> str:
    """The path of an Arabic face."""
    return str(files("fontpkg_amiri") / "files" / "Amiri-Regular.ttf")


def by_fpdf(text: str, *, shaping: bool) -> bytes:
    """fpdf2, with HarfBuzz or without it."""
    pdf = FPDF()
    pdf.add_page()
    pdf.add_font("face", fname=face())
    pdf.set_font("face", size=_SIZE)
    pdf.set_text_shaping(use_shaping_engine=shaping)
    for line in text.split("\n"):
        pdf.multi_cell(w=0, h=9, text=line, align="R", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def by_reportlab(text: str) -> bytes:
    """reportlab, letters already in their presentation forms and in the order the eye sees them."""
    pdfmetrics.registerFont(TTFont("face", face()))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    width, height = A4
    at = height - _MARGIN
    canvas.setFont("face", _SIZE)
    for paragraph in text.split("\n"):
        for line in simpleSplit(arabic_reshaper.reshape(paragraph), "face", _SIZE, width - 2 * _MARGIN) or [""]:
            canvas.drawRightString(width - _MARGIN, at, get_display(line))
            at -= _LEADING
            if at < _MARGIN:
                canvas.showPage()
                canvas.setFont("face", _SIZE)
                at = height - _MARGIN
    canvas.save()
    return out.getvalue()
