"""How are the columns and codes of a journey called on a page?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from jisr.workspace.words import Words

COLUMNS: Mapping[str, Words] = MappingProxyType(
    {
        "birth": _("Born"),
        "sex": _("Sex on the document"),
        "nationality": _("Nationality"),
        "nationality_received": _("Nationality as it came"),
        "doc_type": _("Type of document"),
        "doc_number": _("Travel document"),
        "doc_issuer": _("Issued by"),
        "doc_expiry": _("Valid until"),
        "other_docs": _("Other documents"),
        "document_name": _("Name on the document"),
        "received": _("Name as it came"),
        "locator": _("Booking"),
        "booked": _("Booked on"),
        "payment": _("Payment"),
        "card": _("Card (last digits)"),
        "one_way": _("One way"),
        "itinerary": _("Legs"),
        "begins": _("Journey begins"),
        "ends": _("Journey ends"),
        "seat": _("Seat"),
        "bags": _("Bags"),
        "weight": _("Weight of bags (kg)"),
        "residence": _("Country of residence"),
        "city": _("City"),
        "country": _("Country"),
        "phone": _("Telephone"),
        "email": _("E-mail"),
        "agency": _("Agency"),
        "ticket": _("Ticket"),
        "frequent": _("Frequent traveller"),
        "reference": _("Sender's reference"),
        "role": _("Role"),
    }
)
WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "list-hit": _("On a list"),
        "list-review": _("On a list, without a birth date: for review"),
        "lost-document": _("Lost or stolen document"),
        "document-reuse": _("One document, two people"),
        "broken-travel": _("Broken travel"),
        "rule": _("A rule"),
        "booking": _("same booking"),
        "telephone": _("same telephone"),
        "card": _("same card"),
        "address": _("same e-mail"),
        "waiting": _("waits for approval"),
        "runs": _("looks"),
        "ended": _("ended"),
        "expired": _("expired"),
    }
)
_NAMES = frozenset({"surname", "given", "second"})


def told(said: Mapping[str, str]) -> list[tuple[Words | str, str]]:
    """What was told, in the order of the table; the name stands above it."""
    return [(title, said[name]) for name, title in COLUMNS.items() if said.get(name) and name not in _NAMES]
