"""Payments as SWIFT MT103 messages, one after another in a file: our own reader of the fields that a trace needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._payment import Draft, finished
from jisr.formats._text import decode
from jisr.records import Observation, Place

NAME = "mt103"
TITLE = "SWIFT MT103 customer transfers"
_START = re.compile(r"\{1:F01")
_TYPE = re.compile(rb"\{2:[IO]103")
_FIELD = re.compile(r"^:(\d{2}[A-Z]?):", re.MULTILINE)
_SETTLED = re.compile(r"(\d{6})([A-Z]{3})([\d,.-]+)")
_UETR = re.compile(r"\{121:([0-9a-fA-F-]{36})\}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_NUMBERED = re.compile(r"^[1-8]/")
_CENTURY = 80  # of two digits: below it 20.., else 19..


def recognise(files: tuple[File, ...]) -> bool:
    """One file that begins with blocks of an MT103."""
    return len(files) == 1 and _TYPE.search(files[0].data[:4096]) is not None


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A payment a message; what breaks a rule, or breaks off, is set aside with its place. No snapshot."""
    file = only_file(files, options)
    text = decode(file.data, source=file.name).replace("\r\n", "\n")
    source = options.source or "payments"
    return Reading(header=Header(format=NAME, source=source, title=TITLE), items=_items(file, text, source))


def _items(file: File, text: str, source: str) -> Iterator[Item]:
    starts = [found.start() for found in _START.finditer(text)]
    seen: set[str] = set()
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[begin:end]
        place = Place(file=file.name, line=text.count("\n", 0, begin) + 1)
        if "\n-}" not in piece:
            yield set_aside(place, "cut-short", piece)
            continue
        made = finished(_draft(piece, place), source)
        if isinstance(made, Observation) and made.key in seen:
            yield set_aside(place, "duplicate-key", piece, entry=False, key=made.key)
            continue
        if isinstance(made, Observation):
            seen.add(made.key)
        yield made


def _draft(piece: str, place: Place) -> Draft:
    fields = _fields(piece)
    settled = _SETTLED.fullmatch(fields.get("32A", ("", 0))[0].strip())
    line = (place.line or 1) + fields.get("32A", ("", 0))[1]
    draft = Draft(place=Place(file=place.file, line=line), piece=piece.encode(), date_field="32A")
    if settled:
        day, draft.currency, amount = settled.groups()
        draft.amount = amount.replace(",", ".").rstrip(".")
        draft.date = f"{'20' if int(day[:2]) < _CENTURY else '19'}{day[:2]}-{day[2:4]}-{day[4:]}"
    found = _UETR.search(piece)
    draft.key = found[1] if found else ""
    texts = {name: value for name, (value, _) in fields.items()}
    draft.values |= {
        "message": NAME,
        "reference": texts.get("20", "").strip(),
        "text": " ".join(texts.get("70", "").split()),
        "payer_bank": _bic(texts, "52A") or _sender(piece),
        "payee_bank": _bic(texts, "57A"),
        "between": " ".join(filter(None, (_bic(texts, name) for name in ("53A", "54A", "56A")))),
    }
    _end(draft, "payer", next((texts[name] for name in ("50K", "50F", "50A") if name in texts), ""))
    _end(draft, "payee", next((texts[name] for name in ("59", "59F", "59A") if name in texts), ""))
    return draft


def _fields(piece: str) -> dict[str, tuple[str, int]]:
    """Each field's text, and how many lines below the start of the message it stands."""
    body = piece[: piece.rindex("\n-}") + 1]
    marks = list(_FIELD.finditer(body))
    ends = [*(mark.start() for mark in marks[1:]), len(body)]
    return {
        mark[1]: (body[mark.end() : end].rstrip("\n"), body.count("\n", 0, mark.start()))
        for mark, end in zip(marks, ends, strict=True)
    }


def _bic(texts: dict[str, str], name: str) -> str:
    found = _BIC.search(texts.get(name, ""))
    return found[0] if found else ""


def _sender(piece: str) -> str:
    """The sender's BIC out of the basic header: `{1:F01BANKSYDAAXXX0000000000}`; its ninth letter is the terminal."""
    return piece[6:14]


def _end(draft: Draft, role: str, text: str) -> None:
    """An account line (/…), then the name: plain, or with the numbers of option F."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    account = lines.pop(0).lstrip("/") if lines and lines[0].startswith("/") else ""
    names = [line[2:] for line in lines if line.startswith("1/")] or lines[:1]
    draft.values[f"{role}_account"] = account
    draft.values[f"{role}_name"] = " ".join(_NUMBERED.sub("", name) for name in names)
    if role == "payer":
        told = [line for line in lines if line not in names and line[2:] not in names]
        draft.values["payer_address"] = " ".join(_NUMBERED.sub("", line) for line in told)
    if role == "payee" and re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", account):
        draft.ibans = (account,)


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
