"""Which colours, sizes and distances do the pages use?  `python -m jisr.workspace.tokens` writes them as CSS."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "tokens.json"
TARGET = HERE / "static" / "workspace" / "tokens.css"


def read() -> Mapping[str, Any]:
    """The tokens as written: `colour` is name -> (light, dark), the rest name -> CSS length."""
    tokens: Mapping[str, Any] = json.loads(SOURCE.read_text(encoding="utf-8"))
    return tokens


def css(tokens: Mapping[str, Any]) -> str:
    """The custom properties, one a line, sorted by kind."""
    return "\n".join(
        ("/* Made of tokens.json by `python -m jisr.workspace.tokens`. */", ":root {", *_lines(tokens), "}", "")
    )


def _lines(tokens: Mapping[str, Any]) -> Iterator[str]:
    yield f"  --target: {tokens['target']};"
    for kind in ("space", "radius", "type"):
        for name, value in tokens[kind].items():
            yield f"  --{kind}-{name}: {value};"
    for name, (light, dark) in tokens["colour"].items():
        yield f"  --{name}: light-dark({light}, {dark});"


if __name__ == "__main__":
    TARGET.write_text(css(read()), encoding="utf-8")
