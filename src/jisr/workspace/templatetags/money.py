"""Filters and tags of the money desk: amounts, shares, rules, and the words with which a finding is decided."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from jisr.workspace import isolate, labels
from jisr.workspace.templatetags.jisr import say

register = template.Library()


@register.filter
def verdict_words(kind: str) -> labels.Verdict:
    """The words with which a finding of that kind is decided."""
    return labels.verdict_of(kind)


@register.filter
def rule_name(code: str) -> SafeString:
    """What a rule of the money desk looks for, in words."""
    return say(f"rule-{code}")


@register.simple_tag
def money(minor: float, digits: int, currency: str = "") -> SafeString:
    """An amount in minor units, written out; it stays in one piece and left to right."""
    return isolate.ltr(f"{minor / 10**digits:,.{digits}f} {currency}".strip())


@register.filter
def percent(share: float) -> SafeString:
    """A share 0..1 in whole percent."""
    return isolate.ltr(f"{share:.0%}")
