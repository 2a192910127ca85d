"""Bad input at the terminal: a clear word of what was wrong, and nothing half kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from pypdf import PdfWriter

from jisr.node.models import Batch, Record
from tests.cli.conftest import Terminal
from tests.formats import pdfs

BAD_INPUT = 3
GOOD = "Syria joins the coalition\n\nSyria joined the Global Coalition on 11 November 2025, the US Embassy said.\n"
ARABIC = "انضمت سوريا إلى التحالف الدولي في 11 تشرين الثاني 2025، وقالت السفارة الأميركية إن ذلك خبر مهم للبلاد كلها.\n"


def locked() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdfs.by_fpdf("A text of some words. " * 20, shaping=False)))
    writer.encrypt("secret", owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scan() -> bytes:
    made = FPDF()
    made.add_page()
    made.rect(10, 10, 50, 50)
    return bytes(made.output())


BAD: dict[str, Callable[[], bytes]] = {
    "empty.txt": lambda: b"",
    "blank.txt": lambda: b" \n\t\n",
    "noise.txt": lambda: bytes(range(256)) * 40,
    "cut.txt": lambda: "انضمت سوريا".encode("utf-16")[:-1] + b"\x00\xd8",
    "huge.txt": lambda: b"word " * (10 * 1024 * 1024 + 1),
    "locked.pdf": locked,
    "scan.pdf": scan,
    "torn.pdf": lambda: b"%PDF-1.7\n" + b"x" * 500,
    "feed.xml": lambda: b"<rss><channel><item>",
    "torn.docx": lambda: b"PK\x03\x04" + b"x" * 100,
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_what_cannot_be_read_is_said_and_the_rest_is_read(terminal: Terminal, name: str, lang: str) -> None:
    Path(name).write_bytes(BAD[name]())
    Path("good.txt").write_text(GOOD, encoding="utf-8")
    said = terminal("documents", "read", name, "good.txt", "--json", "--lang", lang)
    assert said.code == BAD_INPUT
    assert name in said.err
    assert "Traceback" not in said.err
    assert [line["id"] for line in said.lines] == ["good.txt"]


@pytest.mark.parametrize("name", BAD)
def test_nothing_of_it_is_kept(terminal: Terminal, name: str) -> None:
    Path(name).write_bytes(BAD[name]())
    said = terminal("read", name)
    assert said.code != 0 or Batch.objects.filter(state="held").exists()
    assert "Traceback" not in said.err
    assert not Record.objects.filter(schema="Article", known_to=None).exists()


GOOD_ALL_THE_SAME = {
    "windows.txt": ARABIC.encode("windows-1256"),
    "utf16.txt": ARABIC.encode("utf-16"),
    "marked.txt": ("\u202b" + ARABIC.replace(" ", " \u200f") + "\u202c").encode(),
}


@pytest.mark.parametrize("name", GOOD_ALL_THE_SAME)
def test_other_encodings_and_marks_of_direction_are_read(terminal: Terminal, name: str) -> None:
    Path(name).write_bytes(GOOD_ALL_THE_SAME[name])
    said = terminal("documents", "read", name, "--json")
    assert said.code == 0
    (line,) = said.lines
    assert [event["type"] for event in line["events"]] == ["ACCEDE"]
    for event in line["events"]:
        place = event["trigger"]
        assert line["text"][place["start"] : place["end"]] == place["text"]
