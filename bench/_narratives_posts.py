"""Made Arabic posts with their templates: words by frequency, copies that differ as people's copies do."""

from __future__ import annotations

import subprocess
from typing import Final

import numpy as np

from bench import ROOT

PEER: Final = ROOT / ".peers" / "narratives" / "bin" / "python"
_WORDS = "import wordfreq; print('\\n'.join(w for w in wordfreq.top_n_list('ar', 60000) if len(w) > 1))"
_SWAPS: Final = (("أ", "ا"), ("إ", "ا"), ("ة", "ه"), ("ى", "ي"), ("ي", "ى"), ("ؤ", "و"))
_HARAKAT: Final = "ًٌٍَُِّْ"


def words() -> list[str]:
    """Arabic words, the most frequent first."""
    done = subprocess.run([PEER, "-c", _WORDS], check=True, capture_output=True, text=True)
    return done.stdout.split()


def made(number: int, seed: int) -> tuple[list[str], np.ndarray]:
    """(posts, the template of each): templates of 8 to 30 words, one to eight copies, in an order of chance."""
    dice = np.random.default_rng(seed)
    known = words()
    posts: list[str] = []
    truth: list[int] = []
    template = 0
    while len(posts) < number:
        size = int(dice.integers(8, 31))
        ranks = np.minimum((len(known) ** dice.random(size)).astype(int), len(known) - 1)
        base = [known[rank] for rank in ranks]
        for _ in range(int(dice.choice([1, 1, 1, 2, 3, 5, 8]))):
            posts.append(_variant(base, known, dice))
            truth.append(template)
        template += 1
    order = dice.permutation(number)
    return [posts[place] for place in order], np.array(truth[:number])[order]


def _variant(base: list[str], known: list[str], dice: np.random.Generator) -> str:
    """One copy: spelling, marks, a word gone or another, a head, a tail."""
    said = list(base)
    for _ in range(int(dice.integers(0, 1 + max(1, len(said) // 8)))):
        place = int(dice.integers(0, len(said)))
        if dice.random() < 0.5:
            said[place] = known[int(dice.integers(0, len(known)))]
        else:
            del said[place]
    text = " ".join(said)
    for old, new in _SWAPS:
        text = text.replace(old, new) if dice.random() < 0.3 else text
    if dice.random() < 0.3:
        marks = dice.integers(0, len(_HARAKAT), len(text))
        hit = dice.random(len(text)) < 0.3
        text = "".join(c + _HARAKAT[m] if h and c != " " else c for c, m, h in zip(text, marks, hit, strict=True))
    if dice.random() < 0.2:
        text = text.replace("ا", "اـ", 3)
    head = "عاجل | " if dice.random() < 0.2 else ""
    tail = f" https://t.co/{int(dice.integers(0, 10**9))}" if dice.random() < 0.4 else ""
    return f"{head}{text}{tail}{' 🔴🔴' if dice.random() < 0.2 else ''}"


def pairs(number: int) -> int:
    """How many pairs so many are."""
    return number * (number - 1) // 2


def judged(found: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """(recall, precision) of pairs of posts that are told to be copies of one another."""
    both = found.astype(np.int64) * (int(truth.max()) + 1) + truth
    told, right, hits = (
        int((c * (c - 1) // 2).sum()) for c in (np.unique(v, return_counts=True)[1] for v in (found, truth, both))
    )
    return hits / max(right, 1), hits / max(told, 1)
