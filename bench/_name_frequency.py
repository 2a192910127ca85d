"""Writes `src/jisr/tables/name_frequency.csv`: how common the words of names are, counted in ../shared/data/names.

Persons of the UN and OFAC lists and of the invented innocents; one count a name, by skeleton, so that all spellings and
both scripts count together. Words borne by fewer than 4 in 10,000 names are left out: they are all called rare.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator

from bench import ROOT, SHARED
from jisr.names import parse

DATA = SHARED / "names"
RARE = 4e-4


def names() -> Iterator[str]:
    """Every person's names, the innocents thinned so that they do not drown the lists."""
    for listed in ("un_list.jsonl", "ofac_sdn.jsonl"):
        for line in (DATA / listed).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["schema"] == "Person":
                yield row["name"]
                yield from (row[key] for key in ("name_original",) if key in row)
    with (DATA / "negatives.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
        yield from (row["name"] for row in rows[::8])


def main() -> None:
    """Counts and writes."""
    counts: Counter[str] = Counter()
    total = 0
    for name in names():
        total += 1
        counts.update({word.bones for word in parse(name).words})
    with (ROOT / "src/jisr/tables/name_frequency.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("# How many of a million names contain a word of these consonants (bench/_name_frequency.py).\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("bones", "per_million"))
        kept = [(bones, n) for bones, n in counts.most_common() if n / total >= RARE]
        writer.writerows((bones, round(n / total * 1_000_000)) for bones, n in kept)
    print(json.dumps({"names": total, "words": len(counts), "kept": len(kept)}))


if __name__ == "__main__":
    main()
