"""In what order was it said, and by whom?

One log a member: numbered, chained by hashes, its heads signed. Order is the number, never a clock.
"""

from jisr.ledger._dsse import fingerprint, key_id, open_seal, public_of, seal
from jisr.ledger._entry import START, Draft, Entry, Kind, Link, Tip, append, commitment_of, entry_of, hash_of
from jisr.ledger._fork import Fork, forked_at, origin_of, single, stretch
from jisr.ledger._keys import Key, rotated, rotation, verify_head
from jisr.ledger._meet import Known, Met, meet
from jisr.ledger._page import (
    MOST_LINKS,
    MOST_PAGE,
    Head,
    Page,
    Shown,
    read_head,
    read_heads,
    read_page,
    sign_head,
    write_heads,
    write_page,
)
from jisr.ledger._plan import Acked, Effect, Held, Plan, View, plan, read_receipt, receipt
from jisr.ledger._recover import Back, came_late, given_back, to_say_again, withdrawal_salt, withdrawn_at
from jisr.ledger._tell import Asked, Late, Line, Promise, Told, correction, late, promises_after, told

__all__ = [
    "MOST_LINKS",
    "MOST_PAGE",
    "START",
    "Acked",
    "Asked",
    "Back",
    "Draft",
    "Effect",
    "Entry",
    "Fork",
    "Head",
    "Held",
    "Key",
    "Kind",
    "Known",
    "Late",
    "Line",
    "Link",
    "Met",
    "Page",
    "Plan",
    "Promise",
    "Shown",
    "Tip",
    "Told",
    "View",
    "append",
    "came_late",
    "commitment_of",
    "correction",
    "entry_of",
    "fingerprint",
    "forked_at",
    "given_back",
    "hash_of",
    "key_id",
    "late",
    "meet",
    "open_seal",
    "origin_of",
    "plan",
    "promises_after",
    "public_of",
    "read_head",
    "read_heads",
    "read_page",
    "read_receipt",
    "receipt",
    "rotated",
    "rotation",
    "seal",
    "sign_head",
    "single",
    "stretch",
    "to_say_again",
    "told",
    "verify_head",
    "withdrawal_salt",
    "withdrawn_at",
    "write_heads",
    "write_page",
]
