"""Tables of people's files: in any encoding, hostile too; out without a formula."""

from __future__ import annotations

import csv
import io
import random
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import TooLarge, Unreadable
from jisr.node import sheets

ROWS = [["name", "born"], ["سليم القنديل", "1971"], ["Salim, Qandil", ""]]
TEXT = 'name,born\nسليم القنديل,1971\n\n"Salim, Qandil",\n'


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("cp1256"),
        TEXT.replace("\n", "\r\n").encode(),
        'name;born\nسليم القنديل;1971\n"Salim, Qandil";\n'.encode(),
        "name\tborn\nسليم القنديل\t1971\nSalim, Qandil\t\n".encode(),
    ],
    ids=["utf-8", "with a mark", "utf-16", "windows-1256", "crlf", "semicolons", "tabs"],
)
def test_csv_in_many_ways(data: bytes) -> None:
    assert sheets.read("names.csv", data) == ROWS


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_xlsx() -> None:
    assert sheets.read(
        "names.xlsx", workbook([["name", "born"], ["سليم القنديل", 1971], [None, None], ["x", None]])
    ) == [
        ["name", "born"],
        ["سليم القنديل", "1971"],
        ["x", ""],
    ]


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def tampered(part: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook([["name"], ["x"]]))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts[part] = parts[part].replace(old, new)
    return packed(parts)


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "'
    + b"a" * 50
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(10))
    + b"]><worksheet>&k;</worksheet>"
)
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n ,,\n",
        b"name\0,born\nx,1\n",
        b"\xff\xfea\x00b",
        bytes(range(256)) * 8,
        b"\xff\xfe" + "name\nx\n".encode("utf-16-le") + b"\x00",
        b"PK\x03\x04 and no more",
        packed({"word/document.xml": b"<w/>"}),
        packed({}),
        workbook([["name"], ["x"]])[:-40],
        workbook([["name"], ["x"]])[:400],
        tampered(SHEET, b"<sheetData>", b"<sheetData><row><c r='A1'><v>"),
        tampered(SHEET, b"<worksheet", b"<!DOCTYPE x><notworksheet"),
        packed({"[Content_Types].xml": b"<", "xl/workbook.xml": b"<"}),
        packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}),
        workbook([]),
    ],
)
def test_what_is_no_table_says_so(data: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        sheets.read("names", data)
    assert error.value.facts["place"]
    assert error.value.facts["wanted"]


def test_a_bomb_does_not_go_off() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook([["name"], ["x"]]))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts[SHEET] = BOMB
    with pytest.raises(Unreadable):
        sheets.read("names.xlsx", packed(parts))
    del parts[SHEET]
    out = io.BytesIO(packed(parts))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as file, file.open(SHEET, "w") as sheet:
        for _ in range(260):
            sheet.write(b" " * (1024 * 1024))
    with pytest.raises(TooLarge):
        sheets.read("names.xlsx", out.getvalue())


def test_too_much() -> None:
    with pytest.raises(TooLarge):
        sheets.read("names.csv", b"a\n" * (sheets.MOST_ROWS + 2))
    assert len(sheets.read("names.csv", b"a\n" * (sheets.MOST_ROWS + 1))) == sheets.MOST_ROWS + 1
    with pytest.raises(Unreadable):
        sheets.read("names.csv", b'"' + b"a" * 200_000 + b'"\n')
    with pytest.raises(TooLarge):
        sheets.read("names.csv", b"a" * (33 * 1024 * 1024))


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_runs(cell: str) -> None:
    text = sheets.write_csv([["name"], [cell]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [f"'{cell}"]
    book = openpyxl.load_workbook(io.BytesIO(sheets.write_xlsx([["name"], [cell]], title="x", right_to_left=True)))
    assert book.active["A2"].data_type != "f"
    assert str(book.active["A2"].value).startswith("'")


@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), min_size=1, max_size=4))
def test_whatever_was_asked_can_be_given_back(rows: list[list[str]]) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(sheets.write_xlsx([["a", "b", "c"], *rows], title="2026-03-01", right_to_left=True))
    )
    assert book.active.sheet_view.rightToLeft
    assert book.active.max_row <= len(rows) + 1
    back = list(csv.reader(io.StringIO(sheets.write_csv(rows).decode("utf-8-sig"), newline="")))
    assert [[cell.lstrip("'") for cell in row] for row in back if row] == [
        [cell.lstrip("'") for cell in row] for row in rows
    ]


def test_any_damage_is_told_as_damage() -> None:
    """Bytes flipped anywhere in a workbook: read, or refused with a reason, never a fault."""
    whole = workbook([["name", "born"], *([f"Name {n}", 1900 + n] for n in range(20))])
    dice = random.Random(7)  # noqa: S311  # no secret
    for _ in range(100):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            sheets.read("names.xlsx", bytes(data))
        except Unreadable:
            continue
