"""What a sentence says of a person beside the name: nationality, role, year of birth, age."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from jisr.desks.documents._evidence import BORN, Person
from jisr.names import fold

_BESIDE: Final = 60  # characters after a name that still speak of it
_BEFORE: Final = 48  # characters before it that can hold an age
_AGE: Final = re.compile(
    r"^\W{0,3}(?:aged?\s|البالغ[ةه]?\s(?:من\sالعمر\s)?|وعمره[ا]?\s)?\(?(\d{2})\b(?:\s?(?:عام|سنة|years old)|\)|,)"
)
_AGE_BEFORE: Final = re.compile(r"(\d{2})-year-old\b[^.,;]*$")


def attributes_of(people: Sequence[Person]) -> dict[int, tuple[tuple[str, str], ...]]:
    """The first word of a person's mention -> (kind, value) of what stands beside it."""
    return {person.found.first: told for person in people if (told := tuple(_attributes(person)))}


def _attributes(person: Person) -> Iterator[tuple[str, str]]:
    yield from (("nationality", country) for country in sorted(person.countries))
    titles = [value for reason in person.found.reasons for key, value in reason.facts if key == "title"]
    if titles:
        yield "role", max(titles, key=len)
    at = person.near.find(person.text)
    after = person.near[at + len(person.text) :][:_BESIDE]
    born = BORN.search(fold(after))
    if born:
        yield "birth-year", born.group(1)
    age = _AGE.search(after) or _AGE_BEFORE.search(person.near[max(0, at - _BEFORE) : at])
    if age:
        yield "age", str(int(age.group(1)))
