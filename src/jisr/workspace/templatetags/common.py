"""The common work as pages show it."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jisr import wording
from jisr.node.values import CommonField, CommonRow
from jisr.workspace import labels

register = template.Library()


def _lang() -> str:
    return "ar" if (get_language() or "").startswith("ar") else "en"


def _mark(tone: str, word: str) -> SafeString:
    told = '<span class="state is-{}"><span class="sign" aria-hidden="true">{}</span> {}</span>'
    return format_html(told, tone, labels.SIGNS[tone], word)


@register.filter
def common_state(status: str, kind: str) -> SafeString:
    """A status of the common work by colour, sign and word."""
    tone, word = wording.common_status(kind, status, lang=_lang())
    return _mark(tone, word)


@register.filter
def common_word(status: str, kind: str) -> str:
    """A status of the common work in a word, for a choice."""
    return wording.common_status(kind, status, lang=_lang())[1]


@register.filter
def choice(code: str) -> str:
    """A choice of a form in a word."""
    return wording.common_choice(code, lang=_lang())


@register.filter
def field_name(field: CommonField) -> str:
    """What a field of a form is called."""
    return field.ar if _lang() == "ar" else field.en


@register.filter
def fact_name(fact: tuple[str, str, str]) -> str:
    """What a told fact is called; "" for a detail in its source's own words."""
    return fact[1] if _lang() == "ar" else fact[0]


@register.filter
def about(row: CommonRow) -> str:
    """Who is concerned, one after the other."""
    return ("، " if _lang() == "ar" else ", ").join(filter(None, (*row.party, row.counterpart)))


@register.filter
def trust_sign(code: str) -> SafeString:
    """Whether a thing is among those that count: done, or not yet."""
    word = {"met": _("Done"), "open": _("Not yet")}[code]
    tone = {"met": "clear", "open": "wait"}[code]
    return _mark(tone, str(word))
