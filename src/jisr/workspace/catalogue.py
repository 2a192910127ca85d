"""How does the Arabic catalogue reach the pages?

Compiled by polib, in the process that needs it, so that nobody has to install gettext.
"""

from __future__ import annotations

import os
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_all(folder: Path = LOCALE) -> tuple[Path, ...]:
    """Compiles each catalogue that is newer than what was compiled from it; returns the files written."""
    return tuple(
        _compile(source) for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_stale(source, _target(source))
    )


def _target(source: Path) -> Path:
    return source.with_suffix(".mo")


def _is_stale(source: Path, target: Path) -> bool:
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    """Written whole, then given its name: a page never reads half a catalogue."""
    target = _target(source)
    draft = target.with_name(f".{target.name}-{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(draft))
    draft.replace(target)
    return target


if __name__ == "__main__":
    compile_all()
