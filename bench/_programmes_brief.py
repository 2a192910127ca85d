"""A brief: how soon when warm, how large, and whether a reader finds its Arabic words as they were written."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from pypdf import PdfReader

from bench import Board, median_of
from jisr.formats.brief_pdf import BriefSide, write_brief

FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
WORDS = "تُحفر أربعون بئرا وتتولى القرى صيانتها بنفسها وتلزم الاتفاقية الأطراف بالإبلاغ عن كل تأخير في الوادي الأعلى"
SIDES = (
    BriefSide(
        lang="en",
        title="Wells for the upper valley",
        lines=[("Publisher", "Bridge Fund"), ("Paid", "1,200,000 USD"), ("Words", "Forty wells are dug. " * 12)],
        foot="Jisr",
    ),
    BriefSide(
        lang="ar",
        title="آبار للوادي الأعلى",
        lines=[("الناشر", "صندوق الجسر Bridge Fund"), ("مدفوع", "1,200,000 USD"), ("بكلماته", WORDS)],
        foot="جسر",
    ),
)


def text_of(data: bytes) -> tuple[str, str]:
    """The words of a PDF, and by which program: pdftotext where it is, else pypdf."""
    if shutil.which("pdftotext") is None:
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages), "pypdf"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "brief.pdf"
        path.write_bytes(data)
        done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout, "pdftotext"


def main() -> None:
    """All of them."""
    board = Board()
    made = datetime(2026, 1, 1, tzinfo=UTC)
    data = write_brief(SIDES, marking="TLP:CLEAR", made=made)
    took = median_of(7, lambda: write_brief(SIDES, marking="TLP:CLEAR", made=made))
    text, program = text_of(data)
    words = WORDS.split()
    board.say("a brief, warm", took, "s", bar=0.5)
    board.say("a brief", len(data) / 1000, "KB", bar=100)
    found = sum(word in text for word in words)
    board.say(f"Arabic words found by {program}", found, f"of {len(words)}", bar=len(words), least=True)
    board.say("presentation forms", len(FORMS.findall(text)), "letters", bar=0)
    board.end()


if __name__ == "__main__":
    main()
