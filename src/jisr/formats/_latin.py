"""How is a name written where a form allows Latin letters alone?  By table; what no table knows falls away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

from jisr import tables

_ALLOWED: Final = re.compile(r"[^a-zA-Z0-9 .'-]")
LATIN: Final = re.compile(r"^[a-zA-Z0-9 .'-]*$")


@cache
def _letters() -> Mapping[int, str]:
    rows = [(row["letter"], row["latin"]) for row in tables.rows("romanisation") if row["script"] != "digits"]
    rows += [(row["letter"], row["latin"]) for row in tables.rows("transliteration")]
    return {ord(letter): latin for letter, latin in rows if len(letter) == 1}


def latin(text: str) -> str:
    """The name in Latin letters, digits, space and . ' -, each word with a capital; "" where nothing is left."""
    if LATIN.match(text):
        return " ".join(text.split())
    plain = unicodedata.normalize("NFKC", text).lower().replace("\u0640", "")
    spelt = unicodedata.normalize("NFKD", plain.translate(_letters()))
    bare = "".join(char if char.isascii() else "" for char in spelt if not unicodedata.combining(char))
    words = _ALLOWED.sub(" ", bare).split()
    return " ".join(word[:1].upper() + word[1:] for word in words)
