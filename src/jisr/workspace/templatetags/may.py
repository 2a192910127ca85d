"""Words of the pages about status and relief: a sentence in a named language, the tone of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jisr import wording
from jisr.node.values import MayAnswer
from jisr.workspace import isolate

register = template.Library()
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*(Z|[+-]\d\d:\d\d)")

_TONES = {
    "permitted": ("clear", "✓"),
    "permitted_under_licence": ("wait", "◔"),
    "permitted_with_conditions": ("wait", "◔"),
    "sanctionable": ("hit", "▲"),
    "prohibited": ("hit", "▲"),
    "review": ("new", "●"),
}
_STATES = {"in-force": "clear", "coming": "wait", "over": "old", "announced": "wait", "replaced": "old", "ended": "old"}


@register.simple_tag
def say_in(
    lang: str, code: str, facts: Iterable[tuple[str, str]] | Mapping[str, str] = (), **more: object
) -> SafeString:
    """The sentence of a code in a language of its own: `en` or `ar`."""
    told = {**dict(facts), **{name: str(value) for name, value in more.items()}}
    return isolate.as_html(wording.say(code, lang=lang, facts=told))


@register.filter
def printed(text: str) -> SafeString:
    """A point in time as an act prints it, with its own zone: `2025-07-07 00:01 UTC-04:00`."""
    found = _INSTANT.fullmatch(text)
    shown = f"{found[1]} {found[2]} UTC{found[3].replace('Z', '')}" if found else text
    return format_html('<bdi dir="ltr" class="printed">{}</bdi>', shown)


@register.filter
def tone(status: str) -> str:
    """The tone of an answer: hit, wait, clear or new."""
    return _TONES.get(status, ("old", "○"))[0]


@register.filter
def sign(status: str) -> str:
    """The sign of an answer, for those who do not see its colour."""
    return _TONES.get(status, ("old", "○"))[1]


@register.simple_tag
def answer_state(lang: str, status: str) -> SafeString:
    """An answer by colour, sign and word."""
    said = wording.say(f"may-becomes-{status}", lang=lang, facts={})
    return format_html(
        '<span class="state is-{}"><span class="sign" aria-hidden="true">{}</span> {}</span>',
        tone(status),
        sign(status),
        said,
    )


@register.simple_tag
def may_next(lang: str, answer: MayAnswer) -> SafeString:
    """When the answer may change, and into what."""
    if not answer.next_change:
        return say_in(lang, "may-next-none")
    becomes = wording.say(f"may-becomes-{answer.becomes}", lang=lang, facts={})
    return say_in(lang, "may-next", date=answer.next_change, becomes=becomes)


@register.simple_tag
def may_asked(lang: str, answer: MayAnswer) -> SafeString:
    """The question in one line."""
    law = wording.jurisdiction_name(answer.jurisdiction, lang=lang)
    told = {"kind": wording.activity_name(answer.kind, lang=lang), "party": answer.counterparty, "on": answer.on}
    return say_in(lang, "may-asked", told, law=law, known=answer.known.isoformat(timespec="seconds"))


@register.simple_tag
def may_foot(lang: str, answer: MayAnswer) -> SafeString:
    """With what the answer was worked out."""
    known = answer.known.isoformat(timespec="seconds")
    return say_in(lang, "page-may-note-foot", engine=answer.engine, rules=answer.rules_digest[:12], known=known)


@register.simple_tag
def relief_state(lang: str, state: str) -> SafeString:
    """How an act stands on a day, by colour and word."""
    said = wording.say(f"relief-state-{state}", lang=lang, facts={})
    return format_html('<span class="state is-{}">{}</span>', _STATES.get(state, "old"), said)
