"""Joining by words, agreeing by two people, and what a partner is then to the release rule."""

from __future__ import annotations

from datetime import UTC, date, datetime

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from jisr.errors import Conflict, NeedsSecond, NotAllowed, NotFound, NotReleasable, Unreadable, WrongUse
from jisr.node import clock, feedback, partner_keys
from jisr.node.actions import feedback as telling
from jisr.node.actions import partners
from jisr.node.models import LogEntry
from jisr.node.partners import in_force, members, recipient
from jisr.node.queries import partners as asked
from jisr.node.values import Came, Terms
from jisr.records import TLP, Marking
from jisr.sharing import Reader, Role, copy_of, release
from tests.node.world import ANALYST, AUDITOR, NODE, STRANGER, SUPERVISOR, ftm, person

pytestmark = pytest.mark.django_db
OFFICER = Reader(name="rana", member=NODE, roles=frozenset({Role.EXCHANGE}))
SECOND = Reader(name="samir", member=NODE, roles=frozenset({Role.SUPERVISOR}))
SIGN, AGREE = Ed25519PrivateKey.from_private_bytes(b"s" * 32), X25519PrivateKey.from_private_bytes(b"a" * 32)
PUBLIC, EXCHANGE = SIGN.public_key().public_bytes_raw(), AGREE.public_key().public_bytes_raw()
AMBER = Terms(ceiling="amber", purposes=("screening",))


def letter(**changed: str) -> bytes:
    """Another member's invitation, signed by its key; `changed` after the signature."""
    body = {
        "form": "jisr-invitation-1",
        "name": "river",
        "title": "River cell",
        "address": "https://river.example",
        "public_key": PUBLIC.hex(),
        "exchange_key": EXCHANGE.hex(),
    }
    signature = SIGN.sign(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hex()
    return orjson.dumps({**body, "signature": signature, **changed})


def words(lang: str = "en") -> str:
    return " ".join(partner_keys.words(PUBLIC, EXCHANGE, lang=lang))


def join() -> None:
    partners.invite(letter(), reader=OFFICER)
    partners.confirm("river", words(), reader=OFFICER)


def agree(terms: Terms = AMBER) -> None:
    assert partners.agree("river", terms, reader=OFFICER) == "proposed"
    page = asked.partner("river", reader=OFFICER)
    partners.second("river", page.agreements[0].version, reader=SUPERVISOR)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_partner_joins_by_its_words(lang: str) -> None:
    assert partners.invite(letter(), reader=OFFICER) == "river"
    assert members() == ()
    partners.confirm("river", words(lang).upper().replace(" ", ", "), reader=OFFICER)
    assert members() == ("river",)


def test_other_words_join_nobody(acted: object) -> None:
    assert callable(acted)
    partners.invite(letter(), reader=OFFICER)
    wrong = " ".join(reversed(words().split()))
    with pytest.raises(WrongUse, match="not the words"):
        partners.confirm("river", wrong, reader=OFFICER)
    assert members() == ()
    assert "partner-other-words" in acted()


@pytest.mark.parametrize(
    "changed", [{"name": "sea"}, {"address": "https://evil.example"}, {"public_key": "0" * 64}, {"signature": "ff"}]
)
def test_a_changed_invitation_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(Unreadable):
        partners.invite(letter(**changed), reader=OFFICER)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"{" * 20000])
def test_no_invitation_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        partners.invite(data, reader=OFFICER)


def test_our_own_invitation_is_one() -> None:
    data = partners.invitation("https://here.example/x", reader=OFFICER, title="Here")
    assert orjson.loads(data)["address"] == "https://here.example"
    with pytest.raises(WrongUse, match="own"):
        partners.invite(data, reader=OFFICER)


def test_the_password_is_the_same_on_both_sides() -> None:
    """What the partner derives with its key and our public one is what we keep the digest of."""
    join()
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    secret = AGREE.exchange(X25519PublicKey.from_public_bytes(partner_keys.exchange_key()))
    info = f"jisr sign-in\0river\0{NODE}".encode()
    theirs = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret).hex()
    assert partner_keys.caller("river", theirs) == "river"
    assert partner_keys.caller("river", "wrong") is None
    assert partner_keys.caller("nobody", theirs) is None
    assert partner_keys.password_for("river") != theirs  # each direction has its own


def test_without_an_agreement_nothing_goes() -> None:
    join()
    known = recipient("river")
    assert known is not None
    copy = copy_of("x:1", Marking(tlp=TLP.CLEAR), originator=NODE, sender=NODE)
    assert getattr(release(copy, known, now=clock.now()), "code", "") == "agreement-kind"


def test_two_people_sign_what_widens() -> None:
    join()
    assert partners.agree("river", AMBER, reader=SUPERVISOR) == "proposed"
    assert recipient("river").kinds == frozenset()  # type: ignore[union-attr]  # joined above
    with pytest.raises(NeedsSecond):
        partners.second("river", 1, reader=SUPERVISOR)
    with pytest.raises(NotAllowed):
        partners.second("river", 1, reader=OFFICER)
    partners.second("river", 1, reader=SECOND)
    known = recipient("river")
    assert known is not None
    assert (known.kinds, known.ceiling, known.purposes) == (None, TLP.AMBER, frozenset({"screening"}))


def test_one_person_narrows_at_once() -> None:
    join()
    agree()
    narrow = Terms(ceiling="green", purposes=("screening",), kinds=("LegalEntity",), until=date(2030, 1, 1))
    assert partners.agree("river", narrow, reader=OFFICER) == "in-force"
    known = recipient("river")
    assert known is not None
    assert known.until == datetime(2030, 1, 1, tzinfo=UTC)
    assert {"Person", "Company"} <= (known.kinds or frozenset())
    assert "Payment" not in (known.kinds or frozenset())
    for wide in (Terms(ceiling="red"), Terms(ceiling="green", kinds=("Thing",)), AMBER):
        assert partners.agree("river", wide, reader=OFFICER) == "proposed"


@pytest.mark.parametrize(
    "terms",
    [Terms(ceiling="pink"), Terms(ceiling="green", kinds=("Dragon",)), Terms(ceiling="green", purposes=("a b",))],
)
def test_terms_without_meaning_are_refused(terms: Terms) -> None:
    join()
    with pytest.raises(WrongUse):
        partners.agree("river", terms, reader=OFFICER)


def test_suspension_and_return_take_two() -> None:
    join()
    agree()
    partners.suspend("river", "a leak", reader=SUPERVISOR)
    assert recipient("river").active is False  # type: ignore[union-attr]  # joined above
    with pytest.raises(NeedsSecond):
        partners.resume("river", "sorry", reader=SUPERVISOR)
    partners.resume("river", "cleared up", reader=SECOND)
    assert members() == ("river",)


def test_who_leaves_and_is_closed_can_no_longer_call() -> None:
    join()
    partners.leave("river", "end of the coalition", reader=OFFICER)
    assert members() == ()
    partners.close("river", reader=SUPERVISOR)
    with pytest.raises(Conflict):
        partners.suspend("river", "x", reader=SUPERVISOR)


def test_another_key_under_a_known_name_is_a_conflict() -> None:
    join()
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    body = {key: value for key, value in orjson.loads(letter()).items() if key != "signature"}
    body["public_key"] = other.public_key().public_bytes_raw().hex()
    signature = other.sign(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hex()
    with pytest.raises(Conflict):
        partners.invite(orjson.dumps({**body, "signature": signature}), reader=OFFICER)


@pytest.mark.parametrize("reader", [STRANGER, AUDITOR, ANALYST])
def test_who_may_not_join_may_not(reader: Reader) -> None:
    with pytest.raises(NotAllowed):
        partners.invite(letter(), reader=reader)
    with pytest.raises(NotAllowed):
        partners.invitation("https://here.example", reader=reader)


def test_a_stranger_learns_of_no_partner() -> None:
    join()
    for call in (lambda: asked.partners(reader=STRANGER), lambda: asked.partner("river", reader=STRANGER)):
        with pytest.raises(NotAllowed):
            call()


def test_a_request_goes_out_and_its_answer_comes_back() -> None:
    join()
    agree()
    wanted = telling.Wanted(subject="N-7", question="Who is this?", due=date(2099, 1, 1))
    uid = telling.ask("river", wanted, reader=ANALYST)
    sent = LogEntry.objects.order_by("-seq").first()
    assert sent is not None
    assert orjson.loads(sent.body)["uid"] == uid
    said = {"what": "answer", "uid": uid, "answer": "A clerk.", "state": "answered", "by": "amal"}
    came = Came(origin="river", seq=1, kind="answer", rid=uid, marking="", body=orjson.dumps(said))
    feedback.received(came)
    row = asked.feedback(reader=ANALYST).requests[0]
    assert (row.state, row.answer, row.answered_by) == ("answered", "A clerk.", "river: amal")


def test_nobody_answers_for_another() -> None:
    join()
    agree()
    uid = telling.ask("river", telling.Wanted(subject="a", question="b"), reader=ANALYST)
    body = orjson.dumps({"what": "answer", "uid": uid, "answer": "x"})
    feedback.received(Came(origin="sea", seq=1, kind="answer", rid=uid, marking="", body=body))
    assert asked.feedback(reader=ANALYST).requests[0].state == "open"


def test_a_request_that_came_is_answered_once() -> None:
    join()
    agree()
    body = {"what": "request", "uid": "u1", "subject": "s", "question": "q", "due": "2020-01-01", "by": "amal"}
    came = Came(origin="river", seq=4, kind="propose", rid="u1", marking="", body=orjson.dumps(body))
    feedback.received(came)
    feedback.received(came)
    row = asked.feedback(reader=ANALYST).requests[0]
    assert (row.direction, row.late) == ("in", True)
    telling.answer(row.uid, "Nothing here.", reader=ANALYST, decline=True)
    with pytest.raises(Conflict):
        telling.answer(row.uid, "Again.", reader=ANALYST)
    sent = LogEntry.objects.order_by("-seq").first()
    assert sent is not None
    assert orjson.loads(sent.body)["uid"] == "u1"


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"[]", b'{"what":"odd"}', b'{"what":"sighting","times":true,"seen_at":"x"}']
)
def test_odd_messages_break_nothing(body: bytes) -> None:
    join()
    feedback.received(Came(origin="river", seq=1, kind="propose", rid="x", marking="", body=body))


def test_nothing_is_asked_of_a_suspended_partner() -> None:
    join()
    agree()
    partners.suspend("river", "a leak", reader=SUPERVISOR)
    with pytest.raises(NotReleasable):
        telling.ask("river", telling.Wanted(subject="a", question="b"), reader=ANALYST)
    assert not LogEntry.objects.exists()
    assert not asked.feedback(reader=ANALYST).requests


def test_a_correction_is_proposed_to_whom_it_came_from(load: object) -> None:
    assert callable(load)
    join()
    agree()
    load(ftm(person("N-1", "Salim"), name="x.ftm.json"), source="river")
    uid = telling.propose(
        telling.Suggested(thing="river:N-1", property="birthDate", value="1971", why="His papers say so."),
        reader=ANALYST,
    )
    said = {"what": "settled", "uid": uid, "state": "accepted", "why": "Right."}
    feedback.received(Came(origin="river", seq=2, kind="answer", rid=uid, marking="", body=orjson.dumps(said)))
    row = asked.feedback(reader=ANALYST).proposals[0]
    assert (row.state, row.settled_why) == ("accepted", "Right.")
    with pytest.raises(NotFound):
        telling.propose(telling.Suggested(thing="un:1", property="name", value="", why="x"), reader=ANALYST)


def test_a_sighting_goes_to_whom_it_came_from(load: object) -> None:
    assert callable(load)
    join()
    agree()
    load(ftm(person("N-1", "Salim"), name="x.ftm.json"), source="river")
    telling.sight("river:N-1", "false-positive", reader=ANALYST, note="Another man.")
    assert [row.kind for row in asked.feedback(reader=ANALYST).sightings] == ["false-positive"]


def test_a_roster_makes_a_community() -> None:
    join()
    agree()
    assert telling.roster("border", ("river",), reader=OFFICER) == 1
    assert telling.roster("border", ("river",), reader=OFFICER) == 2
    known = recipient("river")
    assert known is not None
    assert frozenset({NODE, "river"}) in known.communities
    row = in_force(__import__("jisr.node.models", fromlist=["Partner"]).Partner.objects.get(name="river"))
    assert row is not None
    assert row.seconded_by == SUPERVISOR.name
    assert asked.groups(reader=OFFICER)[0].version == 2
