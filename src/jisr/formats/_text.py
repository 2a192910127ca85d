"""What do these bytes say, and did they arrive whole?"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

from jisr.errors import Unreadable

# Never in a text that arrived whole: control characters but tab and line ends, the replacement character,
# non-characters, halves of surrogate pairs.
DAMAGED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff\ud800-\udfff]")
_BOMS = (
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
# Character sets in use; not what Python also calls encodings (utf-7, unicode_escape).
_ENCODINGS = re.compile(
    r"utf-?8(?:-sig)?|utf-?(?:16|32)(?:-?[lb]e)?|(?:us-)?ascii|latin-?1|(?:windows|cp)-?\d+|iso-?8859-\d+"
    r"|koi8-[ru]|gb\d+|gbk|big5|shift_jis|euc-\w+"
)


def encoding_by_bom(data: bytes) -> str:
    """The encoding a byte order mark announces (which Python drops on decoding); "" without one."""
    return next((name for mark, name in _BOMS if data.startswith(mark)), "")


def decode(data: bytes, *, source: str, encoding: str = "") -> str:
    """The text, strictly: by its byte order mark, else `encoding`, else UTF-8. Raises `Unreadable` with the line."""
    chosen = encoding_by_bom(data) or encoding.lower() or "utf-8"
    try:
        return data.decode(chosen if _ENCODINGS.fullmatch(chosen) else "unknown")
    except LookupError as error:
        raise Unreadable(source=source, place="line 1", wanted=f"a known encoding, not {chosen[:40]!r}") from error
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        line = data.count(b"\n", 0, at) + 1
        raise Unreadable(source=source, place=f"line {line}", wanted=f"{chosen} text; byte {at} is not") from error


def lines_of(text: str) -> list[str]:
    r"""The lines without their ends, whether these are \r\n, \n or \r."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def tidy(text: str | None) -> str:
    """One blank between words, none around: lists differ in white space that says nothing."""
    return " ".join(text.split()) if text else ""


def damage(text: str) -> str:
    """The first character that shows damage, as U+XXXX; "" for none."""
    found = DAMAGED.search(text)
    return f"U+{ord(found.group()):04X}" if found else ""
