"""Masking after half a year, unmasking by two named people, and what a person may ask to be told of themselves."""

from __future__ import annotations


def mask(*, reader: object) -> int:
    """Placeholder."""
    return 0
