"""One word against many is what it is against each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.names._token import similarity
from jisr.names._words_alike import similarities

WORDS = st.lists(st.text(alphabet="abdhiklmnqrstuyzجدرسعقكلمنهوي", min_size=1, max_size=12), min_size=1, max_size=12)


@given(WORDS)
def test_each_as_alone(words: list[str]) -> None:
    every = similarities(words[0], words)
    assert every.tolist() == pytest.approx([similarity(words[0], other) for other in words], abs=1e-9)


def test_known_and_strange_words() -> None:
    words = ["muhamad", "mohamed", "محمد", "yusuf", "yasuf", "josef", "", "7", "ا", "@bank"]
    for word in words:
        if word:
            alone = [
                float(word == other) if "@" in word[:1] + other[:1] else similarity(word, other) for other in words
            ]
            assert similarities(word, words).tolist() == pytest.approx(alone, abs=1e-9)
