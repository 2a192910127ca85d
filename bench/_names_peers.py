"""How right other programs are on the same rows, in `.peers/names`: first places on the UN list, words, aliases, cases.

`python -m bench._names_peers`. The slow one is asked a sample, in the order of the file; a figure says of how many.
"""

from __future__ import annotations

import json
import subprocess
from typing import Final

from bench import Board
from bench._names_accuracy import auc, share
from bench._names_pairs import alias_questions as aliases
from bench._names_pairs import alias_rank, kind_of, lines, rank, rows, texts_of, un_questions
from bench._names_speed import PEER
from jisr.names import Kind

SAMPLE: Final = 20  # questions to the slow program, each against every party
WORDS: Final = 600
_PEERS: Final = ("rapidfuzz", "romaniser", "logic-v2")
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
    """What another program says of each pair (a name, the names of a party); [] and a line why, if it does not run."""
    done = subprocess.run(
        [PEER, "-c", _CODE], input=json.dumps([program, pairs]), capture_output=True, text=True, check=False
    )
    if done.returncode:
        board.skip(program, (done.stderr.strip().splitlines() or ["no answer"])[-1])
        return []
    found: list[float] = json.loads(done.stdout)
    return found


def listed(board: Board, program: str) -> None:
    """The first place on the UN list, of names in Arabic script."""
    questions = list(un_questions(Kind.PERSON)[1].items())[: SAMPLE if program == "logic-v2" else None]
    parties = {str(row["id"]): texts_of(row) for row in lines("un_list.jsonl") if kind_of(row) is Kind.PERSON}
    pairs = [(text, names) for _party, text in questions for names in parties.values()]
    scores = iter(asked(board, program, pairs))
    ranks = [
        rank({other: (value, "") for other, value in zip(parties, scores, strict=False)}, party)
        for party, _text in questions
    ]
    if ranks:
        board.say(
            f"{program}: un_ar persons, R@1 of {len(ranks)}", share(one < 1 for one in ranks), "", bar=0, least=True
        )


def words(board: Board, program: str) -> None:
    """Single words: true pairs against the nearest wrong ones."""
    chosen = [row for row in rows("token_pairs.tsv")[:12_000] if row["kind"] != "random"]
    chosen = chosen[: WORDS if program == "logic-v2" else None]
    scores = asked(board, program, [(row["arabic"], [row["latin"]]) for row in chosen])
    told: dict[str, list[float]] = {"pos": [], "hard": []}
    for row, value in zip(chosen, scores, strict=False):
        told[row["kind"]].append(value)
    if all(told.values()):
        found = auc(told["pos"], told["hard"])
        board.say(f"{program}: token pairs, AUC on hard negatives, {len(scores)}", found, "", bar=0, least=True)


def alias(board: Board, program: str) -> None:
    """An alias that is not in the index finds the primary name; by `alias_rank`, as our own figure."""
    found, questions = aliases(SAMPLE if program == "logic-v2" else 150)
    parties = sorted({(party, name.text) for posted in found.posted.values() for party, name in posted})
    pairs = [(text, [name]) for _party, text in questions for _other, name in parties]
    scores = iter(asked(board, program, pairs))
    ranks = []
    for party, _text in questions:
        best = {other: (value, name) for (other, name), value in zip(parties, scores, strict=False)}
        ranks.append(alias_rank(best, party))
    if ranks:
        board.say(
            f"{program}: alias to primary name, R@1 of {len(ranks)}", share(r < 1 for r in ranks), "", bar=0, least=True
        )


def cases(board: Board, program: str) -> None:
    """F1 of the persons among the labelled cases at 0.7."""
    chosen = [row for row in rows("name_cases.tsv") if kind_of(row) is Kind.PERSON]
    scores = asked(board, program, [(row["name1"], [row["name2"]]) for row in chosen])
    told = [(row["is_match"] == "true", value >= 0.7) for row, value in zip(chosen, scores, strict=False)]
    right, wrong = sum(a and b for a, b in told), sum(a != b for a, b in told)
    if told:
        board.say(
            f"{program}: name_cases F1, persons, {len(told)}", 2 * right / (2 * right + wrong), "", bar=0, least=True
        )


def main() -> None:
    """All figures of all of them."""
    board = Board()
    if not PEER.is_file():
        board.skip("other programs", "no .peers/names: make .peers/names/ready")
        board.end()
    for program in _PEERS:
        for part in (listed, words, alias, cases):
            part(board, program)
    board.end()


if __name__ == "__main__":
    main()
