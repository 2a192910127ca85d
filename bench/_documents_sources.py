"""PDFs made three ways from the annotated articles: words kept, in order, or a person is asked; and copies."""

from __future__ import annotations

import difflib
import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from jisr.desks.documents import copies, story_of
from jisr.formats import File, read
from jisr.records import Record
from tests.formats import pdfs

Line = tuple[str, float, str, float, bool]
"""name, value, unit, bar, whether the bar is the least that passes."""
_MARKS = re.compile("[\u0640\u064b-\u0652\u200c-\u200f]")  # reportlab's reshaper leaves them out
WAYS: dict[str, Callable[[str], bytes]] = {
    "fpdf2": lambda text: pdfs.by_fpdf(text, shaping=False),
    "fpdf2 with HarfBuzz": lambda text: pdfs.by_fpdf(text, shaping=True),
    "reportlab, reshaped": pdfs.by_reportlab,
}


def sources(data: Path) -> Iterator[Line]:
    """The least share of words kept in order of any article, a way to make the PDF; pairs of copies right."""
    lines = [
        json.loads(line)
        for language in ("ar", "en")
        for line in (data / f"documents/dev/{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    texts = [str(line["text"]) for line in lines]
    texts.append((data / "documents/article.txt").read_text(encoding="utf-8").replace("♦", "-"))
    for name, make in WAYS.items():
        began, shares = time.process_time(), [_kept(text, make(text)) for text in texts]
        yield f"PDF by {name}: words kept in order, the worst article", min(shares), "share", 0.95, True
        yield f"PDF by {name}: made and read", (time.process_time() - began) / len(texts), "s an article", 5.0, False
    stories = [story_of(line["id"], line["text"], published=date.fromisoformat(line["published"])) for line in lines]
    wanted = {(line["copy_of"], line["id"]) for line in lines if line.get("copy_of")}
    found = {(one.first, one.second) for one in copies(stories)}
    yield "wire copies joined wrongly or missed", len(wanted ^ found), "pairs", 0, False


def _kept(text: str, data: bytes) -> float:
    """1 for a piece that waits for a person: nothing wrong is taken in."""
    records = [one for one in read((File(name="a.pdf", data=data),)).items if isinstance(one, Record)]
    if not records:
        return 1.0
    wanted, got = (re.findall(r"\w+", _MARKS.sub("", one)) for one in (text, records[0].first("bodyText")))
    blocks = difflib.SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted)
