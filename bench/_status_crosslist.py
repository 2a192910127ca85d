"""Is the same person on the UN's and OFAC's lists proposed as one party, when the shared number is hidden?

Both lists as the shared data has them: every UN edition, and every OFAC row ever seen (history and the set of 2019),
each in its newest form. All numbers are taken out of all records; names, birth dates and countries are left. Every UN
entry is compared with every OFAC record that shares a key with it, by the node's own rule (`identity.propose`).

Recall: over the pairs of crosslist_silver.csv whose two records are both in the shared data. The rules were tuned on
these; so beside it each half alone, and the other pairs that print one number.
Precision: over the
proposals that the hidden facts can judge. Right: a silver pair, or both print one number. Wrong: both print numbers and
none is the other's; or both print birth dates to the day and none agrees, not with day and month swapped, not as
neighbouring days; or the years lie more than one apart. The rest print nothing that could judge them: told apart.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from bench import Board
from bench._store import STATUS, needs_shared

needs_shared()

from jisr import formats, identity  # noqa: E402
from jisr.formats import File  # noqa: E402
from jisr.identity import Profile  # noqa: E402
from jisr.node.profiles import number, profile  # noqa: E402
from jisr.node.record_keys import own_keys  # noqa: E402
from jisr.records import Record, schema  # noqa: E402

Said = dict[str, tuple[str, dict[str, tuple[str, ...]]]]  # thing -> schema, properties
SHORTEST = 5  # letters of a number that mean it


def main() -> int:
    """Recall, precision, and how many could not be judged."""
    board = Board()
    un, ofac = _un(), _ofac()
    mine, theirs = _profiles(un), _profiles(ofac)
    silver = {
        (f"un:{row['un_ref']}", f"ofac:{row['ofac_ent_num']}")
        for row in csv.DictReader((STATUS / "crosslist_silver.csv").read_text(encoding="utf-8").splitlines())
    }
    here = {pair for pair in silver if pair[0] in mine and pair[1] in theirs}
    proposed = set(_proposed(un, ofac, mine, theirs))
    right = {pair for pair in proposed if pair in silver or _same_number(mine[pair[0]], theirs[pair[1]])}
    wrong = {pair for pair in proposed - right if _conflict(mine[pair[0]], theirs[pair[1]])}
    told = {
        "name": "cross-list pairs",
        "silver": len(silver),
        "both records here": len(here),
        "proposed": len(proposed),
    }
    print(json.dumps(told | {"right": len(right), "wrong": len(wrong), "not judged": len(proposed - right - wrong)}))
    board.say(
        f"cross-list recall over {len(here)} silver pairs", len(proposed & here) / len(here), "", bar=0.95, least=True
    )
    for half, pairs in _halves(here).items():
        board.say(
            f"cross-list recall, {half} of {len(pairs)}", len(proposed & pairs) / len(pairs), "", bar=0.95, least=True
        )
    others = _printed_alike(mine, theirs) - here
    name = f"cross-list recall over {len(others)} other pairs that print one number, not used to tune"
    board.say(name, len(proposed & others) / max(1, len(others)), "", bar=0.95, least=True)
    judged = len(right) + len(wrong)
    board.say(f"cross-list precision over {judged} judged proposals", len(right) / judged, "", bar=0.99, least=True)
    for pair in sorted((here | others) - proposed):
        print(json.dumps({"missed": pair}))
    for pair in sorted(wrong):
        print(json.dumps({"wrong": pair}))
    return int(bool(board.failed))


def _halves(pairs: Iterable[tuple[str, str]]) -> dict[str, set[tuple[str, str]]]:
    """Two halves by a digest of the UN number. The rules were tuned with both in sight: they say how steady it is."""
    found: dict[str, set[tuple[str, str]]] = {"first half": set(), "second half": set()}
    for pair in pairs:
        odd = int(hashlib.sha256(pair[0].encode()).hexdigest(), 16) % 2
        found["second half" if odd else "first half"].add(pair)
    return found


def _printed_alike(mine: Mapping[str, Profile], theirs: Mapping[str, Profile]) -> set[tuple[str, str]]:
    """The pairs that print the very same number of a document: what the silver pairs are made of, wherever it stands.

    A number that more than one record of a list prints says nothing of a person.
    """
    by_number: dict[str, list[str]] = defaultdict(list)
    ours: dict[str, list[str]] = defaultdict(list)
    for side, posted in ((mine, ours), (theirs, by_number)):
        for thing, one in side.items():
            for folded in {number(text) for text in one.documents}:
                if len(folded) >= SHORTEST:
                    posted[folded].append(thing)
    return {
        (left[0], by_number[folded][0])
        for folded, left in ours.items()
        if len(left) == 1 and len(by_number.get(folded, ())) == 1
    }


def _read(*files: File) -> Said:
    items = formats.recognise(files).read(files, formats.Options()).items
    return {one.thing: (one.schema, dict(one.properties)) for one in items if isinstance(one, Record)}


def _file(path: Path) -> File:
    return File(name=path.name, data=path.read_bytes())


def _un() -> Said:
    found: Said = {}
    for path in sorted((STATUS / "un").glob("un_*.xml")):
        found.update(_read(_file(path)))
    return found


def _ofac() -> Said:
    folder = STATUS / "ofac_sdn_history"
    text = (folder / "base.csv").read_text(encoding="utf-8", errors="replace")
    rows = {row[0]: row for row in csv.reader(io.StringIO(text)) if len(row) > 1}
    for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if event["op"] != "remove":
            rows[event["ent_num"]] = event["row"]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows.values())
    found = _read(File(name="sdn.csv", data=out.getvalue().encode()))
    for thing, (kind, said) in _read(*map(_file, sorted((STATUS / "ofac_2019").glob("*.csv")))).items():
        known = found.setdefault(thing, (kind, {}))[1]
        for name, values in said.items():
            known[name] = tuple(dict.fromkeys((*known.get(name, ()), *values)))
    return found


def _profiles(said: Said) -> dict[str, Profile]:
    return {thing: profile(thing, *one) for thing, one in said.items() if schema(one[0]).matchable}


def _proposed(
    un: Said, ofac: Said, mine: Mapping[str, Profile], theirs: Mapping[str, Profile]
) -> Iterable[tuple[str, str]]:
    posted: dict[str, set[str]] = defaultdict(set)
    for thing in theirs:
        for key in own_keys(*ofac[thing]):
            posted[key].add(thing)
    hidden = {thing: replace(one, documents=frozenset()) for thing, one in theirs.items()}
    for thing, one in mine.items():
        asked = replace(one, documents=frozenset())
        near = {other for key in own_keys(*un[thing]) for other in posted.get(key, ())}
        for other in near:
            likely = identity.may_be_hit(asked, hidden[other])
            if likely and identity.propose(asked, hidden[other]) is not None:
                yield thing, other


def _same_number(one: Profile, other: Profile) -> bool:
    mine, theirs = ({folded for text in side.documents if (folded := number(text))} for side in (one, other))
    return any(
        left == right or (min(len(left), len(right)) >= SHORTEST and (left in right or right in left))
        for left in mine
        for right in theirs
    )


def _conflict(one: Profile, other: Profile) -> bool:
    if one.documents and other.documents:
        return True
    codes = {reason.code for reason in identity.compare(_birth_alone(one), _birth_alone(other)).reasons}
    return bool(codes & {"birth-years-apart", "other-generation"}) or (
        "birth-date-differs" in codes and identity.propose(_birth_alone(one), _birth_alone(other)) is None
    )


def _birth_alone(one: Profile) -> Profile:
    """One name for both, so that the dates alone speak."""
    return Profile(id=one.id, schema="Person", names=("Salim Yasin Qandil",), birth_dates=one.birth_dates)


if __name__ == "__main__":
    raise SystemExit(main())
