"""Where is what the reader makes of each name kept, so that a start need not make it again?

In one file of the node's folder, `reading-names.json`: kind and name -> the shape of `documents.Shape`. It is only a
saving: without it, or where it was made by another version, every shape is made anew. A purge removes it whole.
"""

from __future__ import annotations

from pathlib import Path

import orjson
from django.conf import settings

from jisr import names
from jisr.desks.documents import Shape
from jisr.node.deliveries import write_whole

_VERSION = f"1.{names.KEYS_VERSION}"
Shapes = dict[str, Shape]


def taken() -> Shapes:
    """All shapes that are kept; none where the file is of another version, or was cut off."""
    try:
        kept = orjson.loads(_path().read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return {}
    if not isinstance(kept, dict) or kept.get("version") != _VERSION:
        return {}
    return {
        key: Shape(tuple(keys), tuple(bones), phrase, case)
        for key, (keys, bones, phrase, case) in kept["names"].items()
    }


def put(shapes: Shapes) -> None:
    """Keep them: the file is written whole or not at all."""
    said = {key: (one.keys, one.bones, one.phrase, one.case) for key, one in shapes.items()}
    write_whole(_path(), orjson.dumps({"version": _VERSION, "names": said}))


def forget() -> None:
    """Nothing of anybody is kept here any longer."""
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return Path(settings.JISR_DATA) / "reading-names.json"
