"""Colours keep their contrast, and the sheet is the one made of the tokens."""

from __future__ import annotations

import pytest

from jisr.workspace import tokens

TOKENS = tokens.read()
PAIRS = [(ink, ground, least, mode) for ink, ground, least in TOKENS["pairs"] for mode in (0, 1)]


def luminance(colour: str) -> float:
    """Relative luminance (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("ink", "ground", "least", "mode"), PAIRS)
def test_a_pair_can_be_read(ink: str, ground: str, least: float, mode: int) -> None:
    bright, dark = sorted(
        (luminance(TOKENS["colour"][ink][mode]), luminance(TOKENS["colour"][ground][mode])), reverse=True
    )
    assert (bright + 0.05) / (dark + 0.05) >= least


def test_the_sheet_is_made_of_the_tokens() -> None:
    assert tokens.TARGET.read_text(encoding="utf-8") == tokens.css(TOKENS), "run python -m jisr.workspace.tokens"
