"""How right other programs are beside ours, on the very same rows, in `.peers/names`; a figure without a bar.

`python -m bench._names_peers [program ...]`: first places on the UN list, single words, aliases, labelled persons. What
is slow is asked the first `SAMPLE` questions or `WORDS` words in the order of the file, and so are we beside it; each
figure says of how many. `arabnamer` writes Latin words in Arabic script: its words are compared there, single words
only. A rule for all: the rank counts who scores as high, so a tie is a miss.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Final

from bench import Board
from bench._names_accuracy import FIVE, auc, share
from bench._names_pairs import alias_questions as aliases
from bench._names_pairs import alias_rank, kind_of, lines, rank, rows, texts_of, un_questions
from bench._names_speed import PEER
from jisr import names
from jisr.names import Kind

SAMPLE: Final = 40  # questions to a slow program, each against every party
WORDS: Final = 600
OURS: Final = "jisr"
_PEERS: Final = ("rapidfuzz", "romaniser", "logic-v2", "arabnamer")
_SLOW: Final = ("logic-v2", "arabnamer")
_WORDS_ONLY: Final = ("arabnamer",)  # some ten words a second
_CODE: Final = """
import json, sys
from functools import lru_cache
program, pairs = json.load(sys.stdin)
if program == "logic-v2":
    from nomenklatura.matching import get_algorithm
    from followthemoney import model
    logic = get_algorithm(program)
    config = logic.default_config()
    @lru_cache(None)
    def made(names):
        return model.get_proxy({"id": str(names), "schema": "Person", "properties": {"name": list(names)}})
    found = [logic.compare(made((a,)), made(tuple(b)), config).score for a, b in pairs]
elif program == "arabnamer":
    import arabnamer
    writer = arabnamer.Transliterator()
    @lru_cache(None)
    def written(text):
        return writer.translit(text).arabic
    found = [max(arabnamer.similarity(a, written(one))[1] for one in b) / 100 for a, b in pairs]
else:
    from anyascii import anyascii
    from rapidfuzz import fuzz
    if program == "romaniser":
        from arabic_name_romanizer import transliterate as plain
    else:
        plain = anyascii
    @lru_cache(None)
    def latin(text):
        said = plain(text) if any("\\u0600" <= c <= "\\u06ff" for c in text) else text
        return anyascii(str(said)).lower().replace("-", " ")
    found = [max(fuzz.token_sort_ratio(latin(a), latin(one)) for one in b) / 100 for a, b in pairs]
json.dump(found, sys.stdout)
"""
Pair = tuple[str, list[str]]


def asked(board: Board, program: str, pairs: list[Pair]) -> list[float]:
    """What a program says of each pair (a name, the names of a party); [] and a line why, if it does not run."""
    if program == OURS:
        return [max(names.score(text, one) for one in of) for text, of in pairs]
    done = subprocess.run(
        [PEER, "-c", _CODE], input=json.dumps([program, pairs]), capture_output=True, text=True, check=False
    )
    if done.returncode:
        board.skip(program, (done.stderr.strip().splitlines() or ["no answer"])[-1])
        return []
    found: list[float] = json.loads(done.stdout)
    return found


def listed(board: Board, program: str, most: int | None) -> None:
    """The first place on the UN list, of names in Arabic script."""
    questions = list(un_questions(Kind.PERSON)[1].items())[:most]
    parties = {str(row["id"]): texts_of(row) for row in lines("un_list.jsonl") if kind_of(row) is Kind.PERSON}
    pairs = [(text, known) for _party, text in questions for known in parties.values()]
    found = asked(board, program, pairs)
    scores = iter(found)
    ranks = [
        rank({other: (value, "") for other, value in zip(parties, scores, strict=False)}, party)
        for party, _text in questions
    ]
    if found:
        tell(board, f"{program}: un_ar persons, R@1 of {len(ranks)}", share(one < 1 for one in ranks))
        tell(board, f"{program}: un_ar persons, R@5 of {len(ranks)}", share(one < FIVE for one in ranks))


def tell(board: Board, name: str, value: float) -> None:
    """A figure without a bar."""
    board.say(name, value, "", bar=0, least=True)


def words(board: Board, program: str, most: int | None) -> None:
    """Single words: true pairs against the nearest wrong ones, and against any."""
    chosen = rows("token_pairs.tsv")[: 12_000 if most is None else WORDS]
    scores = asked(board, program, [(row["arabic"], [row["latin"]]) for row in chosen])
    told: dict[str, list[float]] = {"pos": [], "hard": [], "random": []}
    for row, value in zip(chosen, scores, strict=False):
        told[row["kind"]].append(value)
    if all(told.values()):
        tell(board, f"{program}: token pairs, AUC on hard negatives, of {len(scores)}", auc(told["pos"], told["hard"]))
        limit = sorted(told["random"], reverse=True)[len(told["random"]) // 100]
        recall = share(value > limit for value in told["pos"])
        tell(board, f"{program}: token pairs, recall at 1 % of random ones, of {len(scores)}", recall)


def alias(board: Board, program: str, most: int | None) -> None:
    """An alias that is not in the index finds the primary name; by `alias_rank`, as our own figure."""
    found, questions = aliases(most or 150)
    parties = sorted({(party, name.text) for posted in found.posted.values() for party, name in posted})
    pairs = [(text, [name]) for _party, text in questions for _other, name in parties]
    scored = asked(board, program, pairs)
    scores = iter(scored)
    ranks = []
    for party, _text in questions:
        best = {other: (value, name) for (other, name), value in zip(parties, scores, strict=False)}
        ranks.append(alias_rank(best, party))
    if scored:
        tell(board, f"{program}: alias to primary name, R@1 of {len(ranks)}", share(r < 1 for r in ranks))


def cases(board: Board, program: str, _most: int | None) -> None:
    """F1 of the persons among the labelled cases at 0.7."""
    chosen = [row for row in rows("name_cases.tsv") if kind_of(row) is Kind.PERSON]
    scores = asked(board, program, [(row["name1"], [row["name2"]]) for row in chosen])
    told = [(row["is_match"] == "true", value >= 0.7) for row, value in zip(chosen, scores, strict=False)]
    right, wrong = sum(a and b for a, b in told), sum(a != b for a, b in told)
    if told:
        tell(board, f"{program}: name_cases F1, persons, of {len(told)}", 2 * right / (2 * right + wrong))


def main() -> None:
    """All figures of all of them."""
    board = Board()
    if not PEER.is_file():
        board.skip("other programs", "no .peers/names: make .peers/names/ready")
        board.end()
    chosen = sys.argv[1:] or _PEERS
    for part in (listed, words, alias, cases):
        ours: set[int | None] = set()
        for program in (one for one in chosen if part is words or one not in _WORDS_ONLY):
            most = SAMPLE if program in _SLOW else None
            if most not in ours:
                part(board, OURS, most)
                ours.add(most)
            part(board, program, most)
    board.end()


if __name__ == "__main__":
    main()
