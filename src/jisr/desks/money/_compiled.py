"""The one way this desk compiles: Numba, serial, kept on disk. Importing this costs half a second."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.abc import SourceLoader
from importlib.util import find_spec
from typing import Any, Final, TypeVar

import numba

F = TypeVar("F", bound=Callable[..., object])
_SETTINGS: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy"}
_SOURCES: Final = ("_compiled", "_kernel", "_kernel_flow", "_kernel_middle", "_kernel_paths", "_kernel_trace")
_WINDOWS: Final = ("_kernel_windows", "_kernel_hub")


@cache
def _stamp() -> str:
    """The digest of all that the machine code was made from: Numba alone looks at one file."""
    made = hashlib.blake2b(digest_size=16)
    for module in (*_SOURCES, *_WINDOWS):
        spec = find_spec(f"jisr.desks.money.{module}")
        if spec is not None and spec.origin and isinstance(spec.loader, SourceLoader):
            made.update(spec.loader.get_data(spec.origin))
    return made.hexdigest()


def compiled(function: F) -> F:
    """A part of what is compiled; Python never calls it."""
    made: F = numba.njit(**_SETTINGS)(function)
    return made


def lean(function: F) -> F:
    """A part that makes no array and gives none back: no references are counted, which halves its time."""
    settings: dict[str, Any] = {**_SETTINGS, "_nrt": False}
    made: F = numba.njit(**settings)(function)
    return made


def entry(function: F) -> F:
    """What Python calls: kept as machine code; compiled anew in each process where nothing can be kept."""
    try:
        made: F = numba.njit(cache=True, **_SETTINGS)(function)
        vars(vars(made)["_cache"])["_cache_file"]._source_stamp = _stamp()  # noqa: SLF001
    except RuntimeError:  # Numba: "no locator available"
        made = numba.njit(**_SETTINGS)(function)
    return made
