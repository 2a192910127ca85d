"""An e-mail file (RFC 5322, MIME): one Article of its text, and of each article attached to it.

The plain text is preferred, else the HTML part. What else is attached is named, and not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser

from jisr.errors import Unreadable
from jisr.formats import _html, _story, _when, article, docx, pdf
from jisr.formats._base import MIB, File, Format, Header, Item, Options, Quarantined, Reading, only_file, set_aside
from jisr.formats._story import SOURCE, Text
from jisr.formats._text import DAMAGED, lines_of, tidy
from jisr.records import Place, Record

NAME = "letter"
TITLE = "E-mail file (.eml)"
_LIMIT = 64 * MIB
_MOST_ATTACHED = 50
_HEAD = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+\r?\n")
_KNOWN = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|mime-version|return-path):", re.IGNORECASE | re.MULTILINE
)
_LEAST_KNOWN = 3
_READERS = (pdf.FORMAT, docx.FORMAT, article.FORMAT)
_BROKEN = (MessageError, LookupError, ValueError, TypeError, AttributeError)  # what odd headers make the parser raise


def recognise(files: tuple[File, ...]) -> bool:
    """One file that begins with the head of a letter."""
    if len(files) != 1:
        return False
    head = _HEAD.match(files[0].data[:65536].removeprefix(b"\xef\xbb\xbf"))
    return head is not None and len({name.lower() for name in _KNOWN.findall(head.group())}) >= _LEAST_KNOWN


def read(files: tuple[File, ...], options: Options) -> Reading:
    """The letter and what is attached. Raises `Unreadable`: no letter, or damaged beyond reading."""
    file = only_file(files, options, limit=_LIMIT)
    try:
        letter = BytesParser(policy=policy.default).parsebytes(file.data)
        found = _text(letter)
        attached = list(letter.iter_attachments())
    except _BROKEN as error:
        wanted = f"an e-mail; its head or parts are damaged ({type(error).__name__})"
        raise Unreadable(source=file.name, place="line 1", wanted=wanted) from error
    if not any(map(str.isalpha, found.body)) and not attached:
        raise Unreadable(source=file.name, place="the whole file", wanted="an e-mail with text; there is none")
    header = Header(format=NAME, source=options.source or SOURCE, title=found.title or TITLE)
    return Reading(header=header, items=_items(found, attached, file, (header, options)))


def _items(found: Text, attached: list[EmailMessage], file: File, told: tuple[Header, Options]) -> Iterator[Item]:
    if bad := DAMAGED.search(found.body):
        place = Place(file=file.name, start=bad.start(), end=bad.end())
        yield set_aside(place, "damaged-characters", found.body, character=f"U+{ord(bad.group()):04X}")
    elif any(map(str.isalpha, found.body)):
        yield _story.record(found, file.data, Place(file=file.name, start=0, end=len(found.body)), *told)
    for at, part in enumerate(attached, 1):
        if at > _MOST_ATTACHED:
            yield set_aside(Place(file=file.name), "not-read", b"", entry=False, name=f"{len(attached)} attachments")
            return
        yield from _attached(part, found, file, told)


def _attached(part: EmailMessage, found: Text, file: File, told: tuple[Header, Options]) -> Iterator[Item]:
    """An article of its own, with the letter's number; anything else by its name alone."""
    _, options = told
    name = tidy(part.get_filename()) or part.get_content_type()
    data = _bytes(part)
    inner = File(name=f"{file.name}/{name}", data=data)
    form = next((one for one in _READERS if data.strip() and one.recognise((inner,))), None)
    if form is None:
        yield set_aside(Place(file=inner.name), "not-read", data, entry=False, name=name)
        return
    try:
        for item in form.read((inner,), replace(options, source=options.source or SOURCE)).items:
            yield _of_letter(item, found)
    except Unreadable as error:
        yield set_aside(Place(file=inner.name), "attachment-unreadable", data, entry=False, name=name, why=str(error))


def _of_letter(item: Item, found: Text) -> Item:
    if not isinstance(item, Record):
        return replace(item, entry=False) if isinstance(item, Quarantined) else item
    notes = (*item.properties.get("notes", ()), f"attached to the e-mail {found.title!r} of {found.published}")
    return replace(item, properties={**item.properties, "notes": notes})


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(letter: EmailMessage) -> Text:
    part = letter.get_body(preferencelist=("plain", "html"))
    body = ""
    if part is not None:
        raw = str(part.get_content())
        body = _html.main_text(raw).text if part.get_content_subtype() == "html" else "\n".join(lines_of(raw)).strip()
    title = tidy(str(letter.get("subject", "")))
    sent = tidy(str(letter.get("date", "")))
    day = _when.day_of(sent)
    return Text(
        title=title,
        body=f"{title}\n\n{body}" if title and body and not body.startswith(title) else body,
        published=day,
        said={
            "author": (tidy(str(letter.get("from", ""))),),
            "messageId": (tidy(str(letter.get("Message-ID", ""))),),
            "mimeType": ("message/rfc822",),
            "notes": (f"publishedAt: {sent}, as the e-mail says" if day else "",),
        },
    )


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
