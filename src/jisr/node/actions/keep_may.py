"""Keep an answer to "may we?": word for word, bound to the records it rests on, found again when one of them falls."""

from __future__ import annotations

from collections.abc import Iterable

from jisr.errors import WrongUse
from jisr.node import chain, rulings
from jisr.node.convert import typed
from jisr.node.store import write
from jisr.node.values import MayQuestion
from jisr.sharing import Reader, Role, require


def keep(question: MayQuestion, *, reader: Reader, why: str) -> int:
    """Ask, and keep the answer with the reason it is relied on; the number of its finding.

    Raises `NotAllowed`, `WrongUse` (no reason; nothing on record to rest it on).
    """
    return keep_many((question,), reader=reader, why=why)[0]


def keep_many(questions: Iterable[MayQuestion], *, reader: Reader, why: str) -> tuple[int, ...]:
    """The same for many, all of them or none. Answered before the write begins."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    reason = typed(why).strip()
    if not reason:
        raise WrongUse("to keep an answer, say what it is relied on for", field="why")
    kept = [rulings.work(question, reader=reader) for question in questions]
    with write():
        numbers = tuple(rulings.write_down(one, reader=reader, why=reason) for one in kept)
        for number, one in zip(numbers, kept, strict=True):
            chain.note(reader, "keep-may", str(number), status=one.worked.answer.status)
    return numbers
