"""Tables of people's files: CSV and XLSX in, CSV and XLSX out.  Hostile ones too."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

from jisr.errors import TooLarge, Unreadable

MOST_ROWS = 100_000
_MOST_COLUMNS = 100
_MOST_BYTES = 32 * 1024 * 1024
_MOST_UNPACKED = 256 * 1024 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read(name: str, data: bytes) -> list[list[str]]:
    """The rows of a CSV (UTF-8, UTF-16 with a mark, or Windows-1256) or XLSX file, as stripped text.

    Raises `Unreadable` with the place, `TooLarge`.
    """
    if len(data) > _MOST_BYTES:
        raise TooLarge(source=name, place=f"{len(data)} bytes", wanted=f"at most {_MOST_BYTES} bytes")
    rows = _read_xlsx(name, data) if data.startswith(b"PK") else _read_csv(name, data)
    if len(rows) > MOST_ROWS + 1:
        raise TooLarge(source=name, place=f"{len(rows)} rows", wanted=f"at most {MOST_ROWS} rows")
    if not rows:
        raise Unreadable(source=name, place="the whole file", wanted="a heading row and at least one name")
    return rows


def _read_csv(name: str, data: bytes) -> list[list[str]]:
    text = _decode(name, data)
    if "\0" in text:
        raise Unreadable(source=name, place="the whole file", wanted="text: this looks like a binary file")
    try:
        dialect = csv.Sniffer().sniff(text[:4000], delimiters=",;\t") if "\n" in text else csv.excel
    except csv.Error:
        dialect = csv.excel
    try:
        found = csv.reader(io.StringIO(text), dialect=dialect)
        return [[cell.strip() for cell in row] for row in found if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Unreadable(source=name, place="the table", wanted=f"rows of a CSV file ({error})") from error


def _decode(name: str, data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1256"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(source=name, place="the whole file", wanted="text in UTF-8, UTF-16 or Windows-1256")


# What a broken or hostile package makes the readers of ZIP, XML and worksheets raise.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError),
    *(InvalidFileException, SyntaxError, ValueError, LookupError, TypeError, AttributeError),
)


def _read_xlsx(name: str, data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise TooLarge(source=name, place="unpacked", wanted=f"at most {_MOST_UNPACKED} bytes")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        cells = sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2)
        rows = [[_cell(value) for value in row[:_MOST_COLUMNS]] for row in cells]
    except _BROKEN as error:
        raise Unreadable(source=name, place="the workbook", wanted="an XLSX workbook with a sheet") from error
    return [row for row in rows if any(row)]


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = str(value).strip()
    return text.removesuffix(" 00:00:00")  # a day typed into a sheet comes back with a clock


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte-order mark, as spreadsheets want it; cells that would run as formulas are made harmless."""
    out = io.StringIO()
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(rows: Iterable[Sequence[str]], *, title: str, right_to_left: bool) -> bytes:
    """One sheet, its heading frozen, laid out from the right for Arabic."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", _harmless(cell)) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
