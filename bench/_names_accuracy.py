"""How right the name engine is on ../shared/data/names, by the definitions of the field guide (`make bench-names`).

Recall: a listed party's name in Arabic script must bring its Latin entry first among all entries of the UN list (a tie
is a miss). Screening: the same, at the score that one in a hundred innocent names in Arabic script reaches. Tokens:
single words, Arabic against Latin. Aliases: among 1,500 primary names. Cases and checks: pairs that people labelled.
Calibration: over the mixture of `bench/_names_pairs.py`, each of its five folds by a line that was fitted on the other
four, as `bench/_train_calibration.py` fits the one that is used; and the least and most right of five folds of others.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from bench import Board
from bench._names_pairs import (
    FOLDS,
    Listed,
    alias_ranks,
    calibration_error,
    fold_of,
    innocents,
    kind_of,
    lines,
    mixture,
    rank,
    rows,
    un_questions,
)
from bench._train_calibration import held_out, weights_of
from jisr import identity, names
from jisr.names import Kind

INNOCENTS = 1000
FIVE = 5
DRAWS = (3, 11, 21, 31, 41, 51)
GIVEN = (
    "سلمان محمد أحمد خالد عمر يوسف حمزة طارق فهد ناصر",
    "Salman Muhammad Ahmad Khalid Umar Yusuf Hamza Tariq Fahd Nasir",
)
SON_OF = (("بن", "ولد"), ("bin", "ben", "ibn", "ould"))
FAMILY = ("الراوي", "al-Rawi")


def share(found: Iterable[bool]) -> float:
    """How many of them are true, 0 .. 1."""
    every = list(found)
    return sum(every) / len(every)


def listed(board: Board) -> None:
    """First places on the UN list, and recall at one false alarm in a hundred innocents."""
    for kind, title, bars in (
        (Kind.PERSON, "persons", (0.94, 0.975)),
        (Kind.ORGANIZATION, "organisations", (0.85, 0.85)),
    ):
        found, asked = un_questions(kind)
        best = {party: found.best(text) for party, text in asked.items()}
        ranks = [rank(one, party) for party, one in best.items()]
        board.say(f"un_ar {title}, R@1 of {len(ranks)}", share(one < 1 for one in ranks), "", bar=bars[0], least=True)
        board.say(f"un_ar {title}, R@5", share(one < FIVE for one in ranks), "", bar=bars[1], least=True)
        if kind is Kind.PERSON:
            own = [one[party][0] if party in one else 0.0 for party, one in best.items()]
            screening(board, found, own)


def screening(board: Board, found: Listed, own: Sequence[float]) -> None:
    """Innocent names in Arabic script against the same list."""
    best = (max((value for value, _name in found.best(text).values()), default=0.0) for text in innocents(1, INNOCENTS))
    worst = sorted(best, reverse=True)
    limit = worst[len(worst) // 100]
    board.say("xscreen, recall at 1 % false alarms", share(value > limit for value in own), "", bar=0.88, least=True)
    board.say("xscreen, recall at the threshold", share(v >= names.THRESHOLD for v in own), "", bar=0.88, least=True)
    board.say("xscreen, false alarms at the threshold", share(v >= names.THRESHOLD for v in worst), "", bar=0.01)


def tokens(board: Board) -> None:
    """Single words: true pairs against the nearest wrong ones and against any."""
    told: dict[str, list[float]] = {"pos": [], "hard": [], "random": []}
    for row in rows("token_pairs.tsv")[:12_000]:
        told[row["kind"]].append(names.score(row["arabic"], row["latin"]))
    board.say("token pairs, AUC on hard negatives", auc(told["pos"], told["hard"]), "", bar=0.93, least=True)
    limit = sorted(told["random"], reverse=True)[len(told["random"]) // 100]
    recall = share(value > limit for value in told["pos"])
    board.say("token pairs, recall at 1 % of random ones", recall, "", bar=0.92, least=True)


def auc(true: Sequence[float], false: Sequence[float]) -> float:
    """How often a true one scores above a false one; ties count half."""
    every = sorted([(value, 1) for value in true] + [(value, 0) for value in false])
    ranks: dict[float, list[int]] = {}
    for place, (value, _label) in enumerate(every, 1):
        ranks.setdefault(value, []).append(place)
    mean = {value: (places[0] + places[-1]) / 2 for value, places in ranks.items()}
    total = sum(mean[value] for value in true)
    return (total - len(true) * (len(true) + 1) / 2) / (len(true) * len(false))


def aliases(board: Board) -> None:
    """An alias that is not in the index finds the primary name: all of them in six draws of 1,500 persons."""
    found = [(fold_of(party), rank) for seed in DRAWS for party, _text, rank in alias_ranks(seed)]
    right = [rank < 1 for _fold, rank in found]
    board.say(f"alias to primary name, R@1 of {len(right)}", share(right), "", bar=0.97, least=True)
    five = share(rank < FIVE for _fold, rank in found)
    board.say("alias to primary name, R@5", five, "", bar=0.97, least=True)
    by_fold = [share(rank < 1 for of, rank in found if of == fold) for fold in range(FOLDS)]
    board.say("alias to primary name, R@1 of the worst of five folds", min(by_fold), "", bar=0, least=True)


def cases(board: Board) -> None:
    """Pairs of names labelled by people, at the engine's own threshold."""
    told: list[tuple[str, int, bool, bool]] = []
    for row in rows("name_cases.tsv"):
        value = names.compare(row["name1"], row["name2"], kind=kind_of(row)).score
        told.append((row["case_group"], fold_of(row["name1"]), row["is_match"] == "true", value >= names.THRESHOLD))
    for group, bar in (("", 0.83), ("synth_people", 0.75)):
        ours = [(wanted, got) for case, _fold, wanted, got in told if group in {"", case}]
        board.say(f"name_cases F1 {group or 'all'}", f1(ours), "", bar=bar, least=True)
    by_fold = [f1([(wanted, got) for _case, of, wanted, got in told if of == fold]) for fold in range(FOLDS)]
    board.say("name_cases F1 of the worst of five folds", min(by_fold), "", bar=0, least=True)


def f1(told: Sequence[tuple[bool, bool]]) -> float:
    """The harmonic mean of precision and recall of (wanted, got)."""
    right = sum(wanted and got for wanted, got in told)
    wrong = sum(wanted != got for wanted, got in told)
    return 2 * right / (2 * right + wrong)


def checks(board: Board) -> None:
    """Pairs of entities labelled by people, at the threshold of identity."""
    right = []
    for row in lines("entity_checks.jsonl"):
        one, other = (profile(row[side], str(row["schema"])) for side in ("query", "candidate"))
        right.append((identity.compare(one, other).score >= identity.THRESHOLD) == row["match"])
    board.say("entity_checks right", share(right), "", bar=0.93, least=True)


def profile(said: object, schema: str) -> identity.Profile:
    """What a check says of one side; a family name in a field of its own stands before a comma."""
    found: Mapping[str, str] = said if isinstance(said, dict) else {}
    first = " ".join(filter(None, (found.get(key) for key in ("firstName", "middleName", "fatherName"))))
    text = f"{found['lastName']}, {first}" if found.get("lastName") else first
    return identity.Profile(id="", schema=schema, names=(str(found.get("name") or text),))


def never(board: Board) -> None:
    """Fathers and sons that change places; one name and two full dates of birth."""
    swapped = [
        names.score(f"{one} {son} {two} {family}", f"{two} {son} {one} {family}")
        for given, sons, family in zip(GIVEN, SON_OF, FAMILY, strict=True)
        for one, son, two in product(given.split(), sons, given.split())
        if one != two
    ]
    hits = sum(value >= names.THRESHOLD for value in swapped)
    board.say(f"nasab swaps scored as same, of {len(swapped)}", hits, "", bar=0)
    dice = random.Random(7)  # noqa: S311  # the same ones in every run
    pairs = 0
    hits = 0
    for row in (row for row in lines("un_list.jsonl") if kind_of(row) is Kind.PERSON):
        for date in (str(one) for one in row.get("dob") or () if len(str(one)) == len("1970-03-14")):  # type: ignore[attr-defined]
            year, month, day = date.split("-")
            others = {f"{year}-{dice.randint(1, 12):02}-{dice.randint(13, 28):02}", f"{int(year) + 7}-{month}-{day}"}
            for other in others - {date, f"{year}-{day}-{month}"}:
                found = [
                    identity.Profile(id="", schema="Person", names=(str(row["name"]),), birth_dates=(born,))
                    for born in (date, other)
                ]
                full = not (date.endswith("-01-01") or other.endswith("-01-01"))
                pairs += full
                hits += full and identity.compare(*found).score >= identity.THRESHOLD
    board.say(f"conflicting full birth dates scored as hit, of {pairs}", hits, "", bar=0)


def calibration(board: Board) -> None:
    """How far probabilities are from what came true, on folds that were held out while the line was fitted."""
    pairs = list(mixture())
    folds = [fold_of(pair.key) for pair in pairs]
    every = held_out(weights_of(pairs), folds)
    board.say(f"calibration error of held-out folds, {len(every)} pairs", calibration_error(every), "", bar=0.03)
    for fold in range(FOLDS):
        own = [one for one, of in zip(every, sorted(folds), strict=True) if of == fold]
        board.say(f"calibration error, fold {fold}, {len(own)} pairs", calibration_error(own), "", bar=1)
    told = [(names.score(one.left, one.right, kind=one.kind), one.same) for one in pairs]
    board.say(f"calibration error over {len(told)} pairs, as shipped", calibration_error(told), "", bar=0.03)


PARTS = (listed, tokens, aliases, cases, checks, never, calibration)


def main(board: Board) -> None:
    """All figures."""
    for part in PARTS:
        part(board)


if __name__ == "__main__":
    own_board = Board()
    main(own_board)
    own_board.end()
