"""Which format is this?"""

from __future__ import annotations

from jisr.errors import Unreadable, Unrecognised, WrongUse
from jisr.formats import (
    acts_jsonl,
    article,
    commitments_csv,
    common_csv,
    docx,
    eu_csv,
    eu_xml,
    facts_jsonl,
    feed,
    ftm_json,
    iati,
    iso20022,
    letter,
    lost_documents,
    misp_json,
    mt103,
    notices_csv,
    ofac_advanced,
    ofac_csv,
    ofac_xml,
    passengers,
    payments_csv,
    pdf,
    posts,
    statements,
    stix21,
    uk_csv,
    uk_xml,
    un_xml,
)
from jisr.formats._base import File, Format, Options, Reading, check_size

FORMATS: tuple[Format, ...] = (
    un_xml.FORMAT,
    ofac_csv.FORMAT,
    ofac_xml.FORMAT,
    ofac_advanced.FORMAT,
    eu_xml.FORMAT,
    eu_csv.FORMAT,
    uk_xml.FORMAT,
    uk_csv.FORMAT,
    statements.FORMAT,
    acts_jsonl.FORMAT,
    stix21.FORMAT,
    misp_json.FORMAT,
    ftm_json.FORMAT,
    iati.FORMAT,
    common_csv.FORMAT,
    commitments_csv.FORMAT,
    facts_jsonl.FORMAT,
    iso20022.FORMAT,
    mt103.FORMAT,
    payments_csv.FORMAT,
    passengers.FORMAT,
    lost_documents.FORMAT,
    notices_csv.FORMAT,
    posts.FORMAT,
    *(pdf.FORMAT, docx.FORMAT, feed.FORMAT, letter.FORMAT, article.FORMAT),
)
_DATA_NAMES = (".csv", ".tsv", ".xml", ".json", ".jsonl", ".ndjson", ".xlsx")


def formats_text() -> str:
    """For --help: a line a format, its name and title."""
    return "\n".join(f"{form.name:<15} {form.title}" for form in FORMATS)


def recognise(files: tuple[File, ...], *, name: str = "") -> Format:
    """The format of a delivery, by its content; or the one called `name`. Raises `Unrecognised`, `WrongUse`."""
    if name:
        return _called(name)
    if not files:
        message = "a delivery needs at least one file"
        raise WrongUse(message)
    for file in files:
        check_size(file, limit=Options().limit)
    found = next((form for form in FORMATS if form.recognise(files)), None)
    if found is None:
        names = ", ".join(file.name for file in files)
        wanted = f"the content of one format: {', '.join(form.name for form in FORMATS)}"
        raise Unrecognised(source=names, place="line 1", wanted=wanted)
    if found is article.FORMAT:
        _refuse_page_for_data(files[0])
    return found


def read(files: tuple[File, ...], *, options: Options | None = None, name: str = "") -> Reading:
    """Reads a delivery; its items come as a stream. Raises `Unreadable` here or while the items are taken."""
    return recognise(files, name=name).read(files, options or Options())


def _called(name: str) -> Format:
    found = next((form for form in FORMATS if form.name == name), None)
    if found is None:
        known = ", ".join(form.name for form in FORMATS)
        message = f"no format is called {name!r}; there are {known}"
        raise WrongUse(message, name=name, known=known)
    return found


def _refuse_page_for_data(file: File) -> None:
    """A server that refuses sends a page where a list was asked for."""
    if file.name.lower().endswith(_DATA_NAMES):
        told = article.title_of(file)
        wanted = f"data, as the name says; this is a text that begins {told!r}"
        raise Unreadable(source=file.name, place="line 1", wanted=wanted)
