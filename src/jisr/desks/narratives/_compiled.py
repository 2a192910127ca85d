"""The one way this desk compiles: Numba, serial, kept on disk where that can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import numba

F = TypeVar("F", bound=Callable[..., object])
_SETTINGS: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy"}


def compiled(function: F) -> F:
    """A function over columns; a file of them calls nothing compiled of another file (Numba looks at one file)."""
    try:
        made: F = numba.njit(cache=True, **_SETTINGS)(function)
    except RuntimeError:  # Numba: "no locator available"
        made = numba.njit(**_SETTINGS)(function)
    return made
