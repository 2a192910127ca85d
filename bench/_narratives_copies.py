"""Near-copies among a million made Arabic posts, beside rensa in the same run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import numpy as np

from bench import Board, timed
from bench._narratives_posts import PEER, judged, made
from jisr import names
from jisr.desks import narratives

POSTS: Final = 1_000_000
SEED: Final = 11  # development used 3 and 4
_ADDRESS: Final = re.compile(r"https?\S+")
_CODE: Final = """
import json, sys, time
import rensa
posts = open(sys.argv[1], encoding="utf-8").read().split("\\n")
begin = time.perf_counter()
lsh = rensa.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
root = list(range(len(posts)))
def find(one):
    while root[one] != one:
        root[one] = root[root[one]]
        one = root[one]
    return one
minis = []
for number, post in enumerate(posts):
    mini = rensa.RMinHash(num_perm=128, seed=42)
    mini.update(post.split())
    minis.append(mini)
    for other in lsh.query(mini):
        if find(number) == find(other) or mini.jaccard(minis[other]) < 0.5:
            continue
        low, high = sorted((find(number), find(other)))
        root[high] = low
    lsh.insert(number, mini)
took = time.perf_counter() - begin
json.dump({"seconds": took, "root": [find(one) for one in range(len(posts))]}, sys.stdout)
"""


def rensa(posts: list[str]) -> tuple[float, np.ndarray]:
    """(seconds, the lowest copy of each post): 128 permutations in 32 bands, post by post, pairs at .5 and more.

    Its posts come folded by us, addresses out, so that spelling is not counted against it; folding is not in its time.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "posts.txt"
        file.write_text("\n".join(names.fold(_ADDRESS.sub("", one)) for one in posts), encoding="utf-8")
        done = subprocess.run([PEER, "-c", _CODE, str(file)], check=True, capture_output=True)
    told = json.loads(done.stdout)
    return told["seconds"], np.array(told["root"])


def main(number: int) -> None:
    """Recall, precision and time of both."""
    board = Board()
    if not PEER.exists():
        board.skip("near-copies", "make .peers/narratives/ready: its words and rensa are not here")
        board.end()
    posts, truth = made(number, SEED)
    narratives.copies(posts[:1000])
    with timed() as took:
        found = narratives.copies(posts)
    recall, precision = judged(np.where(found < 0, np.arange(number) + number, found), truth)
    board.say(f"near-copies, {number:,} posts: recall", recall, "", bar=0.97, least=True)
    board.say("their precision", precision, "", bar=0.99, least=True)
    board.say("our time", took(), "s", bar=1e9)
    seconds, theirs = rensa(posts)
    for name, value in zip(("recall", "precision"), judged(theirs, truth), strict=True):
        board.say(f"rensa 0.5.0, the same posts: {name}", value, "", bar=0, least=True)
    board.say("rensa's time", seconds, "s", bar=1e9)
    board.say("time beside rensa's", took() / seconds, "", bar=0.2)
    board.end()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else POSTS)
