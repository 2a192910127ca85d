"""In what order was it said, and by whom?

One log a member: numbered, chained by hashes, its heads signed. Order is the number, never a clock.
"""

from jisr.ledger._dsse import fingerprint, key_id, open_seal, public_of, seal
from jisr.ledger._entry import START, Draft, Entry, Kind, Link, Tip, append, commitment_of, entry_of, hash_of
from jisr.ledger._keys import Key, rotated, rotation, verify_head
from jisr.ledger._page import (
    MOST_LINKS,
    MOST_PAGE,
    Head,
    Page,
    read_head,
    read_heads,
    read_page,
    sign_head,
    write_heads,
    write_page,
)
from jisr.ledger._plan import Acked, Effect, Held, Plan, View, plan, read_receipt, receipt

__all__ = [
    "MOST_LINKS",
    "MOST_PAGE",
    "START",
    "Acked",
    "Draft",
    "Effect",
    "Entry",
    "Head",
    "Held",
    "Key",
    "Kind",
    "Link",
    "Page",
    "Plan",
    "Tip",
    "View",
    "append",
    "commitment_of",
    "entry_of",
    "fingerprint",
    "hash_of",
    "key_id",
    "open_seal",
    "plan",
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
    "verify_head",
    "write_heads",
    "write_page",
]
