"""Who is asked about?  A party with its things and names, or words that describe one: its group, origin, owners."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from jisr.desks.compliance._lexis import class_closure, read_words
from jisr.desks.compliance._ownership import Stake
from jisr.names import fold
from jisr.records import When

_PERCENT = re.compile(r"([0-9٠-٩]+(?:[.٫][0-9٠-٩]+)?)\s*(?:%|٪|percent|per cent)", re.IGNORECASE)
_OWNED = re.compile(r"\bown(?:ed|s|er|ers|ership)\b|\bshares?\b|\bheld\b|مملوك|تملك|حصة", re.IGNORECASE)
_UNLISTED = re.compile(r"\b(?:un|non-?|not )listed|\bnon-?sdns?\b|\bunsanctioned\b|غير مدرج", re.IGNORECASE)
_LISTED = re.compile(r"\bsdns?\b|\blisted\b|\bsanctioned\b|\bdesignated\b|\bblocked\b|مدرج", re.IGNORECASE)
_LINK = re.compile(r"own(?:ed|s) by (?:a|another|one) (?:holding )?(?:company|firm|entity)\b", re.IGNORECASE)
_NO_CONTROL = re.compile(r"\b(?:no|without|not|nor|does not) (?:in )?control", re.IGNORECASE)
_CONTROL = re.compile(r"\bcontrol(?:s|led|ling)?\b|تسيطر|سيطرة", re.IGNORECASE)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789.")
_GAP = re.compile(r"[^\w]+")
ASKED = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterparty:
    """Who it is: `text` as asked; `things`: ids of its party; `names`: all it is known by.

    `classes`: groups it belongs to, the wider ones too; `origins`: countries whose goods or state are in it.
    `stakes`: who owns whom above it, `listed`: owners said to be listed, `circle`: no.
    """

    text: str
    things: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    stakes: tuple[Stake, ...] = ()
    listed: frozenset[str] = frozenset()
    topics: frozenset[str] = field(default_factory=frozenset)

    @property
    def all(self) -> frozenset[str]:
        """Everything an act can mean it by."""
        return self.things | self.classes


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """May somebody under the law of `jurisdiction` do `activity` with `counterparty` on `on`?

    `asked`: the activity as it was written; `activity`: "" if no table knows the word. `on`: a day, or an instant.
    """

    jurisdiction: str
    asked: str
    activity: str
    counterparty: Counterparty
    on: When


def describe(text: str, *, things: frozenset[str] = frozenset(), names: tuple[str, ...] = ()) -> Counterparty:
    """What the words of a question say of whom it asks about."""
    words = read_words(" ".join(text.split()), "party")
    stakes, listed = _owners(text)
    return Counterparty(
        text=text,
        things=things,
        names=names or (text,),
        classes=class_closure(words.classes),
        origins=words.origins,
        stakes=stakes,
        listed=listed,
    )


def folded(text: str) -> str:
    """A text to look for names in: letters folded, one blank between words, one at each end."""
    return f" {' '.join(_GAP.sub(' ', fold(text)).split())} "


def _owners(text: str) -> tuple[tuple[Stake, ...], frozenset[str]]:
    """`50% owned by two SDNs (25% + 25%)`, `60% owned by a company 60% owned by one SDN`."""
    if not _OWNED.search(text) or not (_LISTED.search(text) or _PERCENT.search(text)):
        return (), frozenset()
    stakes: list[Stake] = []
    listed: set[str] = set()
    owned, pieces = ASKED, _LINK.split(text)
    for level, piece in enumerate(pieces[:-1]):
        above = f"{ASKED}{level + 1}"
        said = _shares(piece)
        stakes.append(Stake(owner=above, owned=owned, share=said[-1][0] if said else None, control=_controls(piece)))
        owned = above
    for number, (share, who) in enumerate(_shares(pieces[-1]) or [(None, pieces[-1])]):
        owner = f"{owned}/{number}"
        stakes.append(Stake(owner=owner, owned=owned, share=share, control=_controls(pieces[-1])))
        if _LISTED.search(_UNLISTED.sub("", who)):
            listed.add(owner)
    return tuple(stakes), frozenset(listed)


def _shares(piece: str) -> list[tuple[Decimal | None, str]]:
    """Each share with the words about its owner; where a sum is broken down in brackets, its parts."""
    inside = next((part for part in re.findall(r"\(([^)]*)\)", piece) if len(_PERCENT.findall(part)) > 1), "")
    text = inside or piece
    marks = list(_PERCENT.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    found: list[tuple[Decimal | None, str]] = []
    for mark, end in zip(marks, ends, strict=True):
        after = text[mark.end() : end]
        who = after if _LISTED.search(after) or _UNLISTED.search(after) else piece
        found.append((Decimal(mark[1].translate(_DIGITS)), who))
    return found


def _controls(piece: str) -> bool:
    return bool(_CONTROL.search(_NO_CONTROL.sub("", piece)))
