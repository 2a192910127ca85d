"""What is being gathered about one thing before it is a record: values in the order they came, each once."""

from __future__ import annotations

from collections.abc import Iterable

from jisr.formats import _countries

_NAMES = ("name", "alias", "previousName", "weakAlias")


class Kept(dict[str, tuple[str, ...]]):
    """Properties that a reader keeps: the same row gives the same object again, and whoever digests it may remember."""

    __slots__ = ()


class Draft:
    """Grows while one entry is read, then gives `properties`. Never leaves a reader."""

    __slots__ = ("_values",)

    def __init__(self) -> None:
        self._values: dict[str, dict[str, None]] = {}

    def add(self, name: str, *values: str) -> None:
        """Adds the values that are not empty."""
        for value in values:
            if not value:
                continue
            if name in self._values:
                self._values[name][value] = None
            else:
                self._values[name] = {value: None}

    def add_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Adds (property, value) pairs without an empty value."""
        for name, value in pairs:
            if name in self._values:
                self._values[name][value] = None
            else:
                self._values[name] = {value: None}

    def add_country(self, name: str, text: str, *, said: str) -> None:
        """Adds the countries `text` names; what is not wholly understood is kept, as written, in `notes`."""
        if not text:
            return
        codes, whole = _countries.codes_of(text)
        self.add(name, *codes)
        if not whole:
            self.add("notes", f"{said}: {text}")

    def has(self, name: str) -> bool:
        """Whether there is a value."""
        return name in self._values

    def drop_known_names(self) -> None:
        """A name is said once: as the name, else as an alias, else as an earlier one, else as a weak one."""
        kinds = [name for name in _NAMES if name in self._values]
        seen: dict[str, None] = {}
        for kind in kinds if len(kinds) > 1 else ():
            kept = {value: None for value in self._values.pop(kind) if value not in seen}
            seen |= kept
            if kept:
                self._values[kind] = kept

    @property
    def properties(self) -> dict[str, tuple[str, ...]]:
        """As a record holds them."""
        return {name: tuple(values) for name, values in self._values.items()}
