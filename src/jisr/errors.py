"""What can go wrong?

One tree. Each error carries a `code` (its sentence in two languages is in `tables/sentences.csv`), the facts the
sentence needs, and a `hint`: what the reader can do next.

    JisrError
      Unreadable          input breaks its format: where, and what was wanted
        Unrecognised      no reader knows this content
        TooLarge          over the size a reader accepts
      WrongUse            the caller asked something that has no meaning
        NotFound          nothing of that name that this reader may know of
      NotAllowed          the reader has no right to do this
        NotReleasable     a marking forbids it
        NeedsSecond       a second person must act, not the same one
      Unreachable         another node or server did not answer, or not as it must
      Conflict            changed meanwhile
        Forked            a member signed two histories of its log
        Gap               pages before this one are missing
      BadSignature        nobody who is trusted for it signed it
"""

from __future__ import annotations

from typing import ClassVar


class JisrError(Exception):
    """The root. `facts` are short words for the sentence and for programs; never secrets."""

    code: ClassVar[str] = "error"
    hint: ClassVar[str] = "Run the same command with --help to see what it takes."

    def __init__(self, message: str, /, **facts: str) -> None:
        super().__init__(message)
        self.facts = facts


class Unreadable(JisrError):
    """Input breaks its format."""

    code: ClassVar[str] = "unreadable"
    hint: ClassVar[str] = "Ask the sender for a fresh export, or name the format with --format."

    def __init__(self, *, source: str, place: str, wanted: str) -> None:
        super().__init__(f"{source}, {place}: expected {wanted}", source=source, place=place, wanted=wanted)


class Unrecognised(Unreadable):
    """No reader knows this content."""

    code: ClassVar[str] = "unrecognised"
    hint: ClassVar[str] = "Name the format with --format; `jisr read --help` lists them."


class TooLarge(Unreadable):
    """Over the size a reader accepts."""

    code: ClassVar[str] = "too-large"
    hint: ClassVar[str] = "Split the delivery, or raise the limit in the node's settings."


class WrongUse(JisrError):
    """The caller asked something that has no meaning here."""

    code: ClassVar[str] = "wrong-use"


class NotFound(WrongUse):
    """Nothing of that name that this reader may know of (the same words, whether it exists or not)."""

    code: ClassVar[str] = "not-found"
    hint: ClassVar[str] = "Look for it with `jisr check NAME`."


class NotAllowed(JisrError):
    """The reader has no right to do this."""

    code: ClassVar[str] = "not-allowed"
    hint: ClassVar[str] = "Ask your administrator for the role this needs."


class NotReleasable(NotAllowed):
    """A marking forbids it; `rule` names the first rule that refused."""

    code: ClassVar[str] = "not-releasable"
    hint: ClassVar[str] = "Ask the originator for a release."


class NeedsSecond(NotAllowed):
    """Four eyes: the one who asked may not also approve."""

    code: ClassVar[str] = "needs-second"
    hint: ClassVar[str] = "Ask a colleague with the supervisor role to approve."


class Unreachable(JisrError):
    """Another node or server did not answer, or not as it must; what was taken before stays taken."""

    code: ClassVar[str] = "unreachable"
    hint: ClassVar[str] = "Try again later; if it lasts, look at its address, certificate and secret."


class Conflict(JisrError):
    """It changed since you looked."""

    code: ClassVar[str] = "conflict"
    hint: ClassVar[str] = "Load it again and repeat your change."


class Forked(Conflict):
    """A member signed two histories of its log."""

    code: ClassVar[str] = "forked"
    hint: ClassVar[str] = (
        "Nothing of it is taken from that number on. Speak with that member, by another road than this."
    )


class Gap(Conflict):
    """Pages before this one are missing."""

    code: ClassVar[str] = "log-gap"
    hint: ClassVar[str] = "Ask for the pages before it, or bring the earlier file first."


class BadSignature(JisrError):
    """Nobody who is trusted for it signed it."""

    code: ClassVar[str] = "bad-signature"
    hint: ClassVar[str] = "Compare the member's fingerprint with what its people read to you; nothing was taken."
