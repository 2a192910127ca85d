"""Projects and promises as pages show them."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jisr import wording
from jisr.node.values import CommitmentRow, ProjectRow
from jisr.workspace import isolate, labels
from jisr.workspace.templatetags.jisr import _state

register = template.Library()


def _lang() -> str:
    return "ar" if (get_language() or "").startswith("ar") else "en"


@register.filter
def project_title(row: ProjectRow) -> str:
    """The title in the page's language where its publisher told one."""
    return row.title_ar if _lang() == "ar" and row.title_ar else row.title


@register.filter
def iati_code(code: str, codelist: str) -> str:
    """A code of the standard in words."""
    return wording.code_name(codelist, code, lang=_lang())


@register.filter
def state_said(code: str) -> str:
    """A role or a status in a word."""
    return wording.state_word(code, lang=_lang())


@register.filter
def stage_code(stage: str) -> str:
    """The code of a stage's sentence."""
    return f"programmes-stage-{stage}"


@register.filter
def severity_code(severity: str) -> str:
    """The code of a severity's sentence."""
    return f"cli-programmes-{severity}"


@register.filter
def doubt_code(doubt: str) -> str:
    """The code of what is odd about a point."""
    return f"programmes-{doubt}"


@register.filter
def amount(value: Decimal) -> SafeString:
    """Money with its thousands; cents only where there are any."""
    return isolate.ltr(f"{value:,.2f}".removesuffix(".00"))


@register.filter
def promise(code: str) -> SafeString:
    """A commitment's status or state by colour, sign and word."""
    return _state(labels.PROMISES.get(code), code)


@register.filter
def board_title(row: CommitmentRow) -> str:
    """What a board calls a promise: its words, cut."""
    return row.title if len(row.title) <= 160 else row.title[:160] + "…"  # noqa: PLR2004  # two lines


@register.filter
def promise_word(code: str) -> str:
    """A commitment's status in a word, for a choice."""
    shown = labels.PROMISES.get(code)
    return str(shown.word) if shown else code


@register.filter
def fact_code(name: str) -> str:
    """The code of what a property of a promise is called."""
    return _FACTS.get(name, "page-commitments-detail")


_FACTS = {
    "kind": "page-project-kind",
    "promisorText": "page-commitments-promisor",
    "promisor": "page-commitments-promisor",
    "promiseeText": "page-commitments-to-whom",
    "promisee": "page-commitments-to-whom",
    "party": "page-commitments-concerned",
    "instrumentText": "page-commitments-instrument",
    "instrument": "page-commitments-instrument",
    "article": "page-commitments-article",
    "measure": "page-commitments-measure",
    "condition": "page-commitments-condition",
    "date": "page-commitments-given",
    "due": "page-commitments-due",
    "dueText": "page-commitments-due",
    "amount": "page-project-amount",
    "currency": "page-project-amount",
}


@register.filter
def fact_kind(code: str) -> str:
    """The name of a kind of fact."""
    return wording.kind_name(code, lang=_lang())
