"""Is a search in Lucene's words one that can be read?  Clients of yente are told 400 where Lucene would refuse it."""

from __future__ import annotations

import re
from itertools import pairwise

from jisr.errors import WrongUse

_ESCAPED = re.compile(r"\\.", re.DOTALL)
_PHRASE = re.compile(r'"[^"]*"(?:~\d*)?')
_RANGE = re.compile(r"[\[{]\s*[^\s\[\]{}]+\s+TO\s+[^\s\[\]{}]+\s*[\]}]")
_PARTS = re.compile(r"[()]|[^\s()]+")
_BETWEEN = frozenset({"AND", "OR", "&&", "||"})
_BEFORE = frozenset({"NOT", "+", "-", "!"})
_WEIGHT = re.compile(r"\^(?!\d+(?:\.\d+)?$)")


def check(query: str) -> None:
    """Raise `WrongUse` for a query that is not whole: open marks, words without what they join, two fields in one."""
    problem = _problem(query)
    if problem:
        message = f"Invalid query: {problem}"
        raise WrongUse(message, field="q")


def _problem(query: str) -> str:
    plain = _ESCAPED.sub("x", query)
    if plain.endswith("\\"):
        return "it ends in a backslash"
    plain = _RANGE.sub("x", _PHRASE.sub("x", plain))
    if '"' in plain:
        return "a quotation mark is open"
    if re.search(r"[\[\]{}]", plain):
        return "a range is [from TO until]"
    parts = _PARTS.findall(plain)
    return _joints(parts) or next(filter(None, map(_term, parts)), "")


def _joints(parts: list[str]) -> str:
    """What stands beside what: an operator needs a term on its sides, brackets come in pairs with something within."""
    depth = 0
    for part, after in pairwise(["(", *parts, ")"]):
        opens = part == "(" or part in _BETWEEN or part in _BEFORE or part.endswith(":")
        if opens and (after == ")" or after in _BETWEEN) and parts:
            return f"{part} has nothing after it" if part != "(" else f"{after} has nothing before it"
        depth += (after == "(") - (after == ")")
        if depth < -1:
            return "a bracket closes that was not opened"
    return "a bracket is open" if depth > -1 else ""


def _term(part: str) -> str:
    if part.startswith(":") or part.count(":") > 1:
        return f"{part}: one field and one value"
    return f"{part}: ^ wants a number" if _WEIGHT.search(part) else ""
