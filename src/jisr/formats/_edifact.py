"""EDIFACT as it comes: envelopes, separators and segments, read tolerantly and reported exactly.

Nothing is refused for its envelope: what is missing or wrong is a `Warned` with the place in bytes. Line ends are
removed and never become blanks (Type-B transport cuts lines anywhere, also inside a tag).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from jisr.errors import Unreadable

_HELD: Final = "\ue000"  # stands before a separator that was released, so that lengths and places stay
_STANDS: Final = {"\ue001": 0, "\ue002": 1, "\ue003": 2, "\ue004": 3}
_HEAD: Final = re.compile(
    r"(?:UNA(?P<una>[^A-Za-z]{1,8}?)[\r\n ]*)?UNB(?P<element>[^\w\s])[A-Z]{3,4}[A-Z]?(?P<component>[^\w\s])\d"
)
_BARE: Final = re.compile(r"UNH(?P<element>[^\w\s])")
_TYPED: Final = re.compile(r"[’\u2018`´](?=\s*[A-Z]{3}\+)")
_LINE: Final = re.compile(r"[^\r\n]+")
_UNA_LENGTH: Final = 6
_CHARSETS: Final = {
    "UNOC": "latin-1",
    "UNOD": "iso8859-2",
    "UNOE": "iso8859-5",
    "UNOF": "iso8859-7",
    "UNOG": "iso8859-3",
}
_PLAIN: Final = ("UNOA", "UNOB")


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something that is not as it should be: a code of `tables/sentences_formats.csv`, where (bytes), its facts."""

    code: str
    at: int
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The separators of an interchange."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    terminator: str = "'"
    repetition: str = "*"


@dataclass(slots=True, kw_only=True)
class Text:
    """A file's text, and where each of its characters stood in bytes."""

    text: str
    encoding: str
    before: int = 0

    def byte(self, at: int) -> int:
        """The byte at which a character begins."""
        if self.text.isascii():
            return self.before + at
        return self.before + len(self.text[:at].encode(self.encoding, "replace"))


@dataclass(slots=True, kw_only=True)
class Message:
    """One message: what its envelope says, and its segments between UNH and UNT (released separators still held)."""

    kind: str
    version: str
    reference: str
    marks: Marks
    segments: list[str]
    common: str = ""
    part: int = 1
    last: bool = True
    sender: str = ""
    recipient: str = ""
    prepared: str = ""  # YYYY-MM-DDTHH:MM as the sender's clock said; "" not told
    declared: str = ""  # segments by UNT
    complete: bool = True
    start: int = 0  # bytes
    end: int = 0
    warned: list[Warned] = field(default_factory=list)
    where: Where | None = None
    first: int = 0  # the number of its first segment in the interchange

    def at(self, number: int) -> int:
        """The byte where the segment of that number begins."""
        return self.where.byte(self.first + number) if self.where else self.start

    def warn(self, code: str, number: int = 0, /, **facts: str) -> None:
        """Note something about a segment of this message."""
        self.warned.append(Warned(code=code, at=self.at(number), facts=tuple(facts.items())))


class Where:
    """Where the segments of an interchange stood: worked out only when somebody asks."""

    __slots__ = ("_lines", "_starts", "begin", "end", "raw", "source")

    def __init__(self, source: Text, begin: int, end: int, raw: list[str]) -> None:
        self.source, self.begin, self.end, self.raw = source, begin, end, raw
        self._starts: list[int] = []
        self._lines: list[tuple[int, int]] = []

    def byte(self, number: int) -> int:
        """The byte where a segment begins; the end of the interchange for one after the last."""
        if number >= len(self.raw):
            return self.source.byte(self.end)
        if not self._starts:
            self._starts = [0, *accumulate(len(one) + 1 for one in self.raw)]
            self._lines = list(self._cuts())
        wanted = self._starts[number] + len(self.raw[number]) - len(self.raw[number].lstrip())
        before, at = self._lines[bisect_right(self._lines, (wanted, self.end + 1)) - 1]
        return self.source.byte(at + wanted - before)

    def _cuts(self) -> Iterator[tuple[int, int]]:
        """For each line: how many characters came before it without line ends, and where it begins."""
        text, kept = self.source.text, 0
        for line in _LINE.finditer(text, self.begin, self.end):
            yield kept, line.start()
            kept += line.end() - line.start()


def plain(text: str, marks: Marks) -> str:
    """A value with its released separators as they are meant."""
    if _HELD not in text:
        return text
    signs = (marks.release, marks.terminator, marks.element, marks.component)
    return "".join(signs[_STANDS[one]] if one in _STANDS else one for one in text if one != _HELD)


def looks_like(data: bytes) -> bool:
    """Whether the first kilobytes hold the beginning of an interchange or of a message of these kinds."""
    head = data[:4096]
    if b"UNB" in head or b"UNH" in head:
        text = re.sub(r"[\r\n]", "", head.decode("latin-1"))
        return re.search(r"PAXLST|PNRGOV|CUSRES", text) is not None or _HEAD.search(text) is not None
    return False


def messages(data: bytes, *, name: str) -> Iterator[Message]:
    """Every message of a file, in order. Raises `Unreadable` where there is none."""
    source = _decoded(data)
    heads = [one for one in _HEAD.finditer(source.text) if _begins(source.text, one.start())]
    if not heads:
        bare = _BARE.search(source.text)
        if bare is None:
            raise Unreadable(source=name, place=f"bytes 0-{len(data)}", wanted="an EDIFACT message (UNB or UNH)")
        yield from _interchange(source, bare, len(source.text), enveloped=False)
        return
    ends = [*(one.start() for one in heads[1:]), len(source.text)]
    there = False
    for number, (head, end) in enumerate(zip(heads, ends, strict=True)):
        found = list(_interchange(source, head, end, enveloped=True))
        if found and number == 0 and source.text[: head.start()].strip("\r\n\t \x01\x02\ufeff"):
            found[0].warned.append(Warned(code="edi-transport-header", at=0))
        there = there or bool(found)
        yield from found
    if not there:
        raise Unreadable(source=name, place=f"bytes 0-{len(data)}", wanted="a message in the envelope (UNH)")


def _begins(text: str, at: int) -> bool:
    """Whether a segment can begin there: not in the middle of a word."""
    return at == 0 or not text[at - 1].isalnum()


def _decoded(data: bytes) -> Text:
    before = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    body = data[before:]
    try:
        return Text(text=_clean(body.decode("utf-8")), encoding="utf-8", before=before)
    except UnicodeDecodeError:
        declared = re.search(rb"UNB[^\w\s](UNO[A-Z])", body[:8192])
        encoding = _CHARSETS.get(declared[1].decode() if declared else "", "latin-1")
        return Text(text=_clean(body.decode(encoding, "replace")), encoding=encoding, before=before)


def _clean(text: str) -> str:
    """Without the signs that this reader uses itself."""
    return re.sub("[\0\ue000-\ue004]", "\ufffd", text) if "\0" in text or not text.isascii() else text


def _interchange(source: Text, head: re.Match[str], end: int, *, enveloped: bool) -> Iterator[Message]:
    begin = source.text.index("UNB", head.start()) if enveloped else head.start()
    body = source.text[begin:end].replace("\r", "").replace("\n", "")
    noted: list[str] = []
    marks = _marks(head, body, noted)
    if marks.terminator == "'" and _TYPED.search(body):
        body = _TYPED.sub("'", body)
        noted.append("edi-terminator-typo")
    foreign = not body.isascii()
    body = _released(body, marks)
    raw = body.split(marks.terminator)
    where = Where(source, begin, end, raw)
    segments = [one.lstrip() for one in raw] if marks.terminator + " " in body else raw
    made = list(_cut(segments, marks, where))
    for one in made[:1]:
        if not enveloped:
            noted.append("edi-no-envelope")
        one.warned += [Warned(code=code, at=source.byte(head.start())) for code in noted]
        if segments[0][:3] == "UNB" and segments[0][4:8] in _PLAIN and foreign:
            one.warned.append(Warned(code="edi-charset", at=source.byte(begin), facts=(("charset", segments[0][4:8]),)))
    yield from made


def _marks(head: re.Match[str], body: str, noted: list[str]) -> Marks:
    """Those of UNA if they are used, else the usual ones, else what stands before the next service segment."""
    una = (head.groupdict().get("una") or "").strip("\r\n")
    element = head["element"]
    component = head.groupdict().get("component") or ":"
    told = len(una) == _UNA_LENGTH and una[1] == element
    if told and _ends(una[5], element, body):
        release = una[3] if una[3] != " " else "?"
        return Marks(component=component, element=element, release=release, terminator=una[5], repetition=una[4])
    if una:
        noted.append("edi-una-malformed")
    if _ends("'", element, body):
        return Marks(component=component, element=element)
    guess = re.search(rf"([^\w\s])\s*(?:UNG|UNH|BGM|MSG){re.escape(element)}", body)
    noted.append("edi-terminator-guessed")
    return Marks(component=component, element=element, terminator=guess[1] if guess else "'")


def _ends(sign: str, element: str, body: str) -> bool:
    return re.search(rf"{re.escape(sign)}\s*(?:UNG|UNH|BGM|MSG|UNT){re.escape(element)}", body) is not None


def _released(body: str, marks: Marks) -> str:
    if marks.release not in body:
        return body
    signs = (marks.release, marks.terminator, marks.element, marks.component)
    for place, sign in zip(_STANDS, signs, strict=True):
        body = body.replace(marks.release + sign, _HELD + place)
    return body


def _cut(segments: list[str], marks: Marks, where: Where) -> Iterator[Message]:
    """The messages of an interchange, and what of it stands outside of any."""
    service = [(number, one[:3]) for number, one in enumerate(segments) if one[:2] == "UN"]
    sender = recipient = prepared = ""
    made: list[Message] = []
    closed = False
    for place, (number, tag) in enumerate(service):
        if tag == "UNB":
            sender, recipient, prepared = _envelope(segments[number], marks)
        elif tag == "UNH":
            following = service[place + 1] if place + 1 < len(service) else (len(segments) - 1, "")
            one = _message(segments, number, following, marks)
            one.sender, one.recipient, one.prepared, one.where = sender, recipient, prepared, where
            one.start, one.end = where.byte(number), where.byte(following[0] + 1)
            _whole(one, following[1], segments, number)
            made.append(one)
        elif tag == "UNZ":
            closed = True
            if made and "".join(segments[number + 1 :]).strip(" \t"):
                made[-1].warned.append(Warned(code="edi-transport-footer", at=where.byte(number + 1)))
            break
    if made and not closed and made[-1].declared and segments[-1].strip():
        made[-1].warned.append(Warned(code="edi-transport-footer", at=where.byte(len(segments) - 1)))
    yield from made


def _envelope(segment: str, marks: Marks) -> tuple[str, str, str]:
    """Sender, recipient, and when it was prepared."""
    parts = segment.split(marks.element)
    parts += [""] * (5 - len(parts))
    day, _, clock = parts[4].partition(marks.component)
    digits = f"{day[-6:]}{clock[:4]}"
    told = len(digits) == 10 and digits.isdigit()  # noqa: PLR2004  # YYMMDDHHMM
    when = f"20{digits[:2]}-{digits[2:4]}-{digits[4:6]}T{digits[6:8]}:{digits[8:10]}" if told else ""
    return parts[2].partition(marks.component)[0], parts[3].partition(marks.component)[0], when


def _message(segments: list[str], number: int, following: tuple[int, str], marks: Marks) -> Message:
    parts = [plain(one, marks) for one in segments[number].split(marks.element)]
    parts += [""] * (5 - len(parts))
    said = parts[2].split(marks.component)
    kind = said[0]
    version = ".".join(said[1:3])
    part, _, flag = parts[4].partition(marks.component)
    digits = part if part.isdigit() else ""
    end = following[0] if following[1] == "UNT" else following[0] + (following[1] == "")
    return Message(
        kind=kind,
        version=version,
        reference=parts[1],
        marks=marks,
        segments=segments[number + 1 : end],
        common=parts[3],
        part=int(digits or 1),
        last=flag == "F" or not digits,
        first=number + 1,
    )


def _whole(one: Message, following: str, segments: list[str], number: int) -> None:
    """Whether it ends as it should: cut short, or with another number of segments than it says."""
    if following != "UNT":
        one.complete = False
        one.warned.append(Warned(code="edi-truncated", at=one.end))
        return
    end = number + len(one.segments) + 1
    one.declared = segments[end].split(one.marks.element)[1] if one.marks.element in segments[end] else ""
    if not one.declared.isdigit() or int(one.declared) != len(one.segments) + 2:
        facts = (("declared", one.declared), ("counted", str(len(one.segments) + 2)))
        one.warned.append(Warned(code="edi-unt-count", at=one.at(len(one.segments)), facts=facts))
