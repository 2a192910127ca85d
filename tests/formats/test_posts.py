"""Posts of any export: headings, times, ids that lost digits, marks of direction, duplicates; nothing is lost."""

from __future__ import annotations

import orjson
import pytest

from jisr import formats
from jisr.errors import Unreadable
from jisr.records import Observation, Record

HEADS = {
    "cooRTweet": "object_id,account_id,content_id,timestamp_share\no,a,p,1700000000\n",
    "crowdtangle": "Page Name,Facebook Id,Post Created,Message,Link,URL\nn,a,2023-11-14 22:13:20,words,http://x.example/a,u\n",
    "x": '{"id": 5, "user_id": "a", "created_at": "Tue Nov 14 22:13:20 +0000 2023", "full_text": "words"}\n',
    "telegram": "id;from_id;date;text\n1;a;2023-11-15T00:13:20+02:00;words\n",
    "arabic": "الحساب,الوقت,النص\na,1700000000000,كلام\n",
}


def read(text: str) -> list[formats.Item]:
    reading = formats.read((formats.File(name="log.csv", data=text.encode()),))
    assert reading.header.format == "posts"
    return list(reading.items)


@pytest.mark.parametrize("name", HEADS)
def test_exports_are_known_by_their_headings(name: str) -> None:
    record, post = read(HEADS[name])
    assert isinstance(record, Record)
    assert isinstance(post, Observation)
    assert int(post.at.timestamp()) == 1_700_000_000


def test_what_is_wrong_is_said_and_the_rest_used() -> None:
    rows = ("o,a,p1,1700000000", "o,a,p1,1700000000", "o,,p2,1700000000", "o,1.39E+17,p3,1700000000", "o,a,p4,soon",
            ",a,p5,1700000000", "o,\u200fa\u200e,p6,1700000001")  # fmt: skip
    found = read("object_id,account_id,content_id,timestamp_share\n" + "\n".join(rows) + "\n")
    posts = [item for item in found if isinstance(item, Observation)]
    pieces = [item.reason for item in found if isinstance(item, formats.Quarantined)]
    assert [post.values["account"] for post in posts] == ["a", "a"]
    assert pieces == ["duplicate-key", "posts-missing", "posts-id-lost", "posts-time", "posts-nothing-shared"]
    assert len(posts) + len(pieces) == len(rows)


def test_ids_that_a_spreadsheet_rounded_are_told() -> None:
    rows = "".join(f"o,{123456789012345 + n}000,p{n},1700000000\n" for n in range(30))
    found = read("object_id,account_id,content_id,timestamp_share\n" + rows)
    (piece,) = [item for item in found if isinstance(item, formats.Quarantined)]
    assert (piece.reason, dict(piece.facts)) == ("posts-ids-rounded", {"field": "account", "number": "30"})


def test_a_heading_without_a_time_is_refused() -> None:
    with pytest.raises(Unreadable, match="a heading with at"):
        formats.read((formats.File(name="log.csv", data=b"object,account\no,a\n"),), name="posts")


def test_the_same_address_is_one() -> None:
    head = "account,time,links\n"
    found = read(head + "a,1700000000,https://www.X.example/a/?utm_source=q&b=1#c\nb,1700000000,x.example/a?b=1\n")
    assert [item.values["links"] for item in found if isinstance(item, Observation)] == ["x.example/a?b=1"] * 2


def test_pseudonyms_replace_accounts_and_keep_the_lines() -> None:
    file = formats.File(name="log.csv", data=HEADS["telegram"].encode())
    (row,) = formats.pseudonymous(file, lambda account: f"p-{account}").splitlines()
    assert orjson.loads(row) == {
        "line": 2,
        "post": "1",
        "account": "p-a",
        "at": "2023-11-15T00:13:20+02:00",
        "text": "words",
    }
