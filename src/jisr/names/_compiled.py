"""The one way this room compiles: Numba, kept on disk, without Python's lock. Importing this costs half a second."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.abc import SourceLoader
from importlib.util import find_spec
from typing import Any, Final, TypeVar

import numba

from jisr.names._rules import letter_codes, sound_codes

F = TypeVar("F", bound=Callable[..., object])
# `_nrt`: no references are counted, so nothing is made inside: every array comes from outside.
_SETTINGS: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy", "boundscheck": False, "_nrt": False}

_NO_DOOR: Final[dict[str, Any]] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def compiled(function: F) -> F:
    """A part of what is compiled. Python never calls it: a door for that would take longest to compile."""
    made: F = numba.njit(**_SETTINGS, **_NO_DOOR)(function)
    return made


@cache
def stamp() -> str:
    """The digest of all that the machine code was made from."""
    made = hashlib.blake2b(repr((sound_codes(), letter_codes())).encode(), digest_size=16)
    for module in _SOURCES:
        spec = find_spec(f"jisr.names.{module}")
        if spec is not None and spec.origin and isinstance(spec.loader, SourceLoader):
            made.update(spec.loader.get_data(spec.origin))
    return made.hexdigest()


_SOURCES: Final = (
    *(
        "_body",
        "_columns",
        "_compiled",
        "_kernel",
        "_kernel_align",
        "_kernel_bound",
        "_kernel_judge",
        "_kernel_near",
        "_kernel_search",
        "_letters",
    ),
    "_rules",
    "_segment",
)


def inlined(function: F) -> F:
    """A part that is written out where it is used: a call hands over two hundred numbers."""
    made: F = numba.njit(inline="always", **_SETTINGS)(function)
    return made


def entry(function: F) -> F:
    """What Python calls: kept as machine code beside the source, or in the user's cache where nobody may write there.

    Where neither can be written it is compiled anew in each process.
    """
    try:
        made: F = numba.njit(cache=True, **_SETTINGS)(function)
        # Numba looks at the one file the function stands in; what it calls, and the codes it uses, stand in others.
        vars(vars(made)["_cache"])["_cache_file"]._source_stamp = stamp()  # noqa: SLF001
    except RuntimeError:  # Numba: "no locator available"
        made = numba.njit(**_SETTINGS)(function)
    return made
