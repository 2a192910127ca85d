"""A log of one member: chained, signed, told in part; taken once, in the order of its numbers, or not at all."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import BadSignature, Forked, Gap, JisrError, TooLarge, Unreadable, WrongUse
from jisr.ledger import (
    MOST_PAGE,
    START,
    Draft,
    Head,
    Held,
    Key,
    Kind,
    Link,
    Plan,
    Shown,
    Tip,
    View,
    append,
    fingerprint,
    key_id,
    plan,
    public_of,
    read_heads,
    read_page,
    read_receipt,
    receipt,
    rotation,
    sign_head,
    write_heads,
    write_page,
)

NORTH, COAST = "north", "coast"
OLD, NEW, STRANGER = (hashlib.sha256(name.encode()).digest() for name in ("old", "new", "stranger"))
KEYS = (Key(public=public_of(OLD)),)


def salts(number: int, seed: bytes = b"") -> list[bytes]:
    return [hashlib.sha512(seed + bytes([index % 256, index // 256])).digest() for index in range(number)]


def put(rid: str, *to: str, text: str = "{}") -> Draft:
    return Draft(kind=Kind.PUT, rid=rid, to=to or (COAST,), ver="1", marking="TLP:CLEAR", body=text.encode())


def retract(rid: str) -> Draft:
    return Draft(kind=Kind.RETRACT, rid=rid, to=(COAST,))


def log_of(*drafts: Draft, tip: Tip | None = None, seed: bytes = b"") -> tuple[Link, ...]:
    return append(tip or Tip(), drafts, salts(len(drafts), seed))


def page_of(links: Sequence[Link], *, before: Tip | None = None, private: bytes = OLD) -> bytes:
    last = links[-1]
    return write_page(before or Tip(), links, sign_head(NORTH, Tip(seq=last.seq, hash=last.hash), private))


def view(*links: Link, **said: Any) -> View:
    known: dict[str, Any] = {
        "me": COAST,
        "cursor": len(links),
        "known": {link.seq: link.hash for link in links},
        "full": frozenset(link.seq for link in links if link.entry),
        "held": {},
        "keys": KEYS,
    }
    return View(**{**known, **said})


def bare(link: Link) -> Link:
    return replace(link, entry=None)


LOG = log_of(put("r1"), put("r2"), retract("r1"))


def take(data: bytes, known: View) -> Plan:
    return plan(read_page(data), known)


def test_a_page_is_taken_in_order_and_acknowledged() -> None:
    made = take(page_of(LOG), view())
    assert [(effect.seq, effect.entry.kind, effect.stale) for effect in made.effects] == [
        (1, Kind.PUT, False),
        (2, Kind.PUT, False),
        (3, Kind.RETRACT, False),
    ]
    assert made.held == {"r1": Held(seq=3, live=False), "r2": Held(seq=2, live=True, ver="1")}
    assert (made.cursor, len(made.links), made.filled) == (3, 3, ())
    word = receipt(NORTH, made, direct=True)
    assert word is not None
    assert word.to == (NORTH,)
    (said,) = log_of(word)
    assert said.entry is not None
    acked = read_receipt(said.entry, me=NORTH)
    assert acked is not None
    assert (acked.through, acked.seqs) == (3, ())
    assert read_receipt(said.entry, me=COAST) is None
    relayed = receipt(NORTH, made, direct=False)
    assert relayed is not None
    assert json.loads(relayed.body) == {"of": NORTH, "through": 0, "seqs": [1, 2, 3]}


def test_the_same_page_again_changes_nothing() -> None:
    made = take(page_of(LOG), view(*LOG))
    assert (made.links, made.filled, made.effects, made.held, made.cursor) == ((), (), (), {}, 3)
    assert receipt(NORTH, made, direct=True) is None


def test_a_page_that_overlaps_brings_what_is_new() -> None:
    made = take(page_of(LOG), view(*LOG[:2], held={"r1": Held(seq=1, live=True)}))
    assert [link.seq for link in made.links] == [3]
    assert made.effects[0].before == Held(seq=1, live=True)


def test_what_is_withheld_is_a_commitment_and_nothing_else() -> None:
    data = page_of([LOG[0], bare(LOG[1]), LOG[2]])
    links = json.loads(data)["links"]
    assert links[1] == base64.b64encode(LOG[1].commitment).decode()
    assert b"r2" not in data
    assert COAST.encode() not in data  # who else it is for does not show to those it is for
    made = take(data, view())
    assert [effect.seq for effect in made.effects] == [1, 3]
    assert made.links[1].entry is None
    two = {len(page_of([bare(link)])) for link in log_of(put("r"), put("a much longer id", text='{"long":"body"}'))}
    assert len(two) == 1 or len(LOG) == 3


def test_an_entry_that_comes_later_by_another_road_takes_its_place() -> None:
    held = {"r1": Held(seq=3, live=False)}
    known = view(bare(LOG[0]), bare(LOG[1]), LOG[2], held=held)
    made = take(page_of(LOG), known)
    assert [(effect.seq, effect.stale) for effect in made.effects] == [(1, True), (2, False)]
    assert [link.seq for link in made.filled] == [1, 2]
    assert made.links == ()
    assert "r1" not in made.held


def test_the_origin_does_not_apply_its_own() -> None:
    made = take(page_of(LOG), view(me=NORTH))
    assert (made.effects, len(made.links)) == ((), 3)


def test_missing_pages_are_asked_for() -> None:
    later = log_of(put("r4"), tip=Tip(seq=3, hash=LOG[2].hash))
    data = page_of(later, before=Tip(seq=3, hash=LOG[2].hash))
    with pytest.raises(Gap, match="missing") as error:
        take(data, view(LOG[0]))
    assert error.value.facts == {"origin": NORTH, "after": "3", "have": "1"}
    assert [link.seq for link in take(data, view(*LOG)).links] == [4]


OTHER = log_of(put("r1"), put("r9"), seed=b"other")


@pytest.mark.parametrize("length", [1, 2])
def test_two_histories_stop_everything(length: int) -> None:
    with pytest.raises(Forked) as error:
        take(page_of(OTHER[:length]), view(*LOG))
    assert error.value.facts["seq"] == "1"
    with pytest.raises(Forked):
        take(page_of(LOG), view(stopped=1))


def test_a_head_that_others_showed_counts() -> None:
    with pytest.raises(Forked) as error:
        take(page_of(LOG), view(claims={2: OTHER[1].hash}))
    assert error.value.facts["seq"] == "2"
    assert take(page_of(LOG), view(claims={2: LOG[1].hash, 9: bytes(32)})).cursor == 3


def test_a_later_page_of_another_history_is_one_too() -> None:
    more = log_of(put("r3"), tip=Tip(seq=2, hash=OTHER[1].hash))
    with pytest.raises(Forked):
        take(page_of(more, before=Tip(seq=2, hash=OTHER[1].hash)), view(*LOG))


def test_only_a_trusted_key_counts() -> None:
    with pytest.raises(BadSignature):
        take(page_of(LOG, private=STRANGER), view())
    with pytest.raises(BadSignature):
        take(page_of(LOG), view(keys=()))
    with pytest.raises(BadSignature):
        take(page_of(LOG), view(keys=(replace(KEYS[0], revoked=True),)))
    # an unsigned fork is no fork: nobody stops another's log by noise
    with pytest.raises(BadSignature):
        take(page_of(OTHER, private=STRANGER), view(*LOG))


def rotate() -> tuple[Link, ...]:
    start = log_of(put("r1"))
    change = rotation(NORTH, public_of(NEW), seq=2, private=OLD)
    return (*start, *log_of(change, put("r2"), tip=Tip(seq=1, hash=start[0].hash)))


def test_a_key_hands_over_to_the_next() -> None:
    links = rotate()
    made = take(page_of(links, private=NEW), view())
    assert [(key.since, key.until) for key in made.keys] == [(0, 2), (2, None)]
    with pytest.raises(BadSignature):
        take(page_of(links, private=OLD), view())  # the old key signs nothing from there on
    assert take(page_of(links[:1], private=OLD), view(keys=made.keys)).cursor == 1
    with pytest.raises(BadSignature):
        take(page_of(links[:1], private=NEW), view(keys=made.keys))


def test_who_joins_later_trusts_the_key_that_was_read_to_them() -> None:
    made = take(page_of(rotate(), private=NEW), view(keys=(Key(public=public_of(NEW)),)))
    assert len(made.keys) == 1
    assert made.cursor == 3


def test_a_key_handed_over_by_a_stranger_is_refused() -> None:
    for private, seq, origin in ((STRANGER, 1, NORTH), (OLD, 7, NORTH), (OLD, 1, COAST)):
        links = log_of(rotation(origin, public_of(NEW), seq=seq, private=private))
        with pytest.raises((BadSignature, Unreadable)):
            take(page_of(links, private=NEW), view())


def test_fingerprints() -> None:
    assert fingerprint(public_of(OLD)).startswith(key_id(public_of(OLD)))
    assert len(fingerprint(public_of(OLD))) == 64


def test_heads_are_shown_whole() -> None:
    heads = (sign_head(NORTH, Tip(seq=3, hash=LOG[2].hash), OLD), sign_head(COAST, Tip(), NEW))
    shown = Shown(heads=heads, taken=7, since={"north": 2}, forks=((page_of(LOG), page_of(LOG[:1])),))
    assert read_heads(write_heads(shown)) == shown
    assert len(write_heads(Shown(heads=(heads[0],) * 5))) < 2048


def edit(change: Callable[[dict[str, Any]], object]) -> bytes:
    said = json.loads(page_of(LOG))
    change(said)
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


GOOD = page_of(LOG)
HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "cut": GOOD[:-7],
    "cut in the middle": GOOD[: len(GOOD) // 2],
    "not an object": b"[]",
    "blanks": GOOD.replace(b'"after":0', b'"after": 0'),
    "a key twice": GOOD.replace(b'"after":0', b'"after":5,"after":0'),
    "half a character": GOOD.replace(b"un", b"un").replace(b'"x-jisr-page"', b'"x-jisr-page\\ud800"'),
    "half a character in an entry": edit(lambda said: said["links"][0].update(body="\ud800")),
    "deep": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "deep lists": b'{"links":' + b"[" * 900 + b"]" * 900 + b"}",
    "a number too large": GOOD.replace(b'"after":0', b'"after":' + b"9" * 40),
    "a truth for a number": GOOD.replace(b'"after":0', b'"after":true'),
    "negative": GOOD.replace(b'"after":0', b'"after":-1'),
    "another origin": edit(lambda said: said.update(origin=COAST)),
    "another type": edit(lambda said: said.update(type="bundle")),
    "a link less": edit(lambda said: said["links"].pop()),
    "a link more": edit(lambda said: said["links"].append(said["links"][0])),
    "links in another order": edit(lambda said: said["links"].reverse()),
    "too many links": edit(lambda said: said.update(links=[said["links"][0]] * 10_001)),
    "another text": edit(lambda said: said["links"][0].update(text=said["links"][1]["text"])),
    "another body": edit(lambda said: said["links"][0].update(body='{"a":1}')),
    "a text with a key twice": edit(lambda said: said["links"][0].update(text='{"kind":"put","kind":"put"}')),
    "an unknown kind": edit(lambda s: s["links"][0].update(text=s["links"][0]["text"].replace("put", "pwn"))),
    "no id": edit(lambda s: s["links"][0].update(text=s["links"][0]["text"].replace('"r1"', '""'))),
    "an id that is no text": edit(lambda s: s["links"][0].update(text=s["links"][0]["text"].replace('"r1"', "1"))),
    "another audience": edit(lambda s: s["links"][0].update(audience=base64.b64encode(bytes(32)).decode())),
    "a short salt": edit(lambda s: s["links"][0].update(salt="AAAA")),
    "no base64": edit(lambda s: s["links"].__setitem__(0, "*" * 44)),
    "base64 that is no text": edit(lambda s: s["links"].__setitem__(0, 7)),
    "an entry without text": edit(lambda s: s["links"].__setitem__(0, {"salt": ""})),
    "another start": edit(lambda s: s.update(prev=base64.b64encode(b"x" * 32).decode())),
    "no head": edit(lambda s: s.pop("head")),
    "a head of another kind": edit(lambda s: s["head"].update(payloadType="text/plain")),
    "a head without number": edit(lambda s: s["head"].update(payload=base64.b64encode(b"{}").decode())),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=[*HOSTILE])
def test_whatever_is_not_whole_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_page(data)


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said["head"].update(signatures=[]),
        lambda said: said["head"].update(signatures=["x"]),
        lambda said: said["head"]["signatures"][0].update(sig="AAAA"),
        lambda said: said["head"]["signatures"][0].update(keyid="0" * 16),
        lambda said: said["head"].update(signatures=said["head"]["signatures"] * 9),
    ],
)
def test_a_broken_signature_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    page = read_page(edit(change))
    with pytest.raises((BadSignature, Unreadable)):
        plan(page, view())


def test_a_page_too_large_is_not_even_read() -> None:
    with pytest.raises(TooLarge):
        read_page(b" " * (MOST_PAGE + 1))


def test_heads_that_are_none() -> None:
    for data in (b"{}", b'{"type":"x-jisr-heads","heads":{}}', b'{"type":"x-jisr-heads","heads":[1]}'):
        with pytest.raises(Unreadable):
            read_heads(data)


@given(st.data())
def test_one_flipped_byte_is_found(data: st.DataObject) -> None:
    """Wherever a bit of a page is turned, it is refused, or says the very same."""
    place = data.draw(st.integers(0, len(GOOD) - 1))
    bit = data.draw(st.integers(0, 7))
    bad = GOOD[:place] + bytes([GOOD[place] ^ (1 << bit)]) + GOOD[place + 1 :]
    try:
        made = take(bad, view())
    except JisrError:
        return
    assert made.links == take(GOOD, view()).links
    assert made.held == take(GOOD, view()).held


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"of":"north"}', b'{"of":"north","through":"1","seqs":[]}'])
def test_a_receipt_without_sense_is_none(body: bytes) -> None:
    (link,) = log_of(Draft(kind=Kind.ACK, rid=NORTH, to=(NORTH,), body=body))
    assert link.entry is not None
    assert read_receipt(link.entry, me=NORTH) is None


def test_a_salt_is_whole() -> None:
    with pytest.raises(WrongUse):
        append(Tip(), [put("r")], [b"short"])
    assert Tip().hash == START


def test_equal_entries_have_unequal_commitments() -> None:
    one, two = log_of(put("r"), put("r"))
    assert one.commitment != two.commitment


def test_a_head_names_what_it_is_of() -> None:
    head = sign_head(NORTH, Tip(seq=3, hash=LOG[2].hash), OLD)
    assert isinstance(head, Head)
    assert b"payloadType" in head.envelope
