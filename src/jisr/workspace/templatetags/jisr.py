"""Filters and tags every page uses: values isolated, states said three times, reasons as sentences."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sized
from datetime import date, datetime, time

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jisr import wording
from jisr.errors import WrongUse
from jisr.node.values import Event, Happening, Named, Part, ToldRow
from jisr.records import Reason
from jisr.workspace import acts, isolate, labels, places, properties
from jisr.workspace.icons import BRIDGE, ICONS, TURNS
from jisr.workspace.journey_words import WORDS
from jisr.workspace.people_named import label_of
from jisr.workspace.reader import Piece

register = template.Library()
register.filter("bdi", isolate.bdi)
register.filter("ltr", isolate.ltr)
register.filter("isolated", isolate.isolated)
register.filter("place", places.told)
register.filter("language_tag", properties.language_tag)
register.filter("property_name", properties.name)
register.filter("source_name", properties.source)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small picture beside a word; it says nothing by itself."""
    turns = " turns" if name in TURNS else ""
    shapes = format_html_join("", '<path d="{}"/>', ((path,) for path in ICONS[name].split("|")))
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', turns, shapes
    )


@register.simple_tag
def bridge() -> SafeString:
    """The mark: a bridge of three arches. Never mirrored."""
    return format_html(
        '<svg class="bridge" viewBox="0 0 36 28" aria-hidden="true" focusable="false"><path d="{}"/></svg>', BRIDGE
    )


@register.filter
def state(code: str) -> SafeString:
    """A state by colour, sign and word."""
    return _state(labels.STATES.get(code), code)


@register.simple_tag
def finding_state(kind: str, code: str) -> SafeString:
    """The state of a finding, or a verdict on it: of a report other words than of a match."""
    return _state(labels.state_of(kind, code) if code in labels.STATES else None, code)


def _state(shown: labels.Shown | None, code: str) -> SafeString:
    if shown is None:
        return format_html('<span class="state"><span class="sign" aria-hidden="true">○</span>{}</span>', code)
    return format_html(
        '<span class="state is-{}"><span class="sign" aria-hidden="true">{}</span> {}</span>',
        shown.tone,
        shown.sign,
        shown.word,
    )


@register.filter
def word(code: str) -> str:
    """The word of a state, for a sentence."""
    shown = labels.STATES.get(code)
    return str(shown.word) if shown else code


@register.filter
def tlp(marking: str) -> SafeString:
    """A marking as FIRST writes it (TLP 2.0), then what narrows it."""
    label, _space, rest = marking.partition(" ")
    tone = label.partition(":")[2].partition("+")[0].lower()
    chip = format_html('<span class="tlp {}">{}</span>', tone, label)
    return format_html('{} <bdi dir="ltr" class="tiny muted">{}</bdi>', chip, rest) if rest else chip


@register.filter
def moment(value: date | datetime | str | None) -> SafeString:
    """A point in time as exactly as it is known: a day, or a UTC minute."""
    if not value:
        return SafeString("")
    if isinstance(value, str) and "T" in value:
        return moment(datetime.fromisoformat(value))
    if isinstance(value, str):
        text = machine = value
    elif isinstance(value, datetime):
        text, machine = _minute(value), value.isoformat(timespec="seconds")
    else:
        text = machine = value.isoformat()
    return format_html('<time datetime="{}"><bdi dir="ltr">{}</bdi></time>', machine, text)


def _minute(value: datetime) -> str:
    """Midnight to the second is a day somebody wrote down, not a minute."""
    return value.strftime("%Y-%m-%d %H:%M") if value.time() != time() else value.date().isoformat()


@register.filter
def day(value: date | datetime | str | None) -> SafeString:
    """The day of a point in time."""
    if isinstance(value, datetime):
        return moment(value.date())
    return moment(value[:10] if isinstance(value, str) else value)


@register.filter
def sentence(reason: Reason) -> SafeString:
    """A reason in the language of the page, its facts isolated; a property by what it is called."""
    facts = dict(reason.facts)
    if "property" in facts:
        facts["property"] = properties.name(facts["property"])
    return say(reason.code, facts)


@register.simple_tag
def say(code: str, facts: Iterable[tuple[str, str]] | Mapping[str, str] = (), **more: object) -> SafeString:
    """The sentence of a code, in the language of the page; the bare code where a table lacks it. `more`: facts too."""
    language = "ar" if (get_language() or "en").startswith("ar") else "en"
    try:
        return isolate.as_html(
            wording.say(code, lang=language, facts={**dict(facts), **{k: str(v) for k, v in more.items()}})
        )
    except WrongUse:
        return isolate.ltr(code)


@register.simple_tag
def release_rule(code: str) -> SafeString:
    """The sentence of the rule that keeps something here."""
    return say(f"release-{code}")


@register.filter
def sighting(code: str) -> str:
    """What a sighting says."""
    return str(labels.SIGHTINGS.get(code, code))


@register.filter
def weight(value: float) -> SafeString:
    """A part of a score, with its sign."""
    said = f"{value:+.2f}".replace("-", "\u2212")
    return isolate.ltr(said if said.strip("+\u22120.") else "0.00")


@register.filter
def score(value: float) -> SafeString:
    """A score 0..1 as a bar and a number."""
    said = _("Score %(score)s of 1") % {"score": f"{value:.2f}"}
    return format_html(
        '<span class="bar"><meter min="0" max="1" value="{}" aria-label="{}"></meter>'
        '<bdi dir="ltr" aria-hidden="true">{}</bdi></span>',
        f"{value:.4f}",
        said,
        f"{value:.2f}",
    )


@register.filter
def number(value: int) -> SafeString:
    """A count with Latin digits, thousands parted."""
    return isolate.ltr(f"{value:,}")


@register.filter
def short(digest: str) -> SafeString:
    """The start of a digest; the whole of it on hovering and for copying from the page of the thing."""
    return format_html('<bdi dir="ltr" class="mono nowrap" title="{}">{}</bdi>', digest, digest[:12])


@register.filter
def desk(code: str) -> str:
    """A desk's name."""
    return str(labels.DESKS.get(code, code))


@register.filter
def kind(schema: str) -> str:
    """What a schema is called."""
    return str(labels.KINDS[schema][0]) if schema in labels.KINDS else schema


@register.simple_tag
def kind_icon(schema: str) -> SafeString:
    """The picture of a schema."""
    return icon(labels.KINDS[schema][1] if schema in labels.KINDS else "file")


@register.filter
def jurisdiction(code: str) -> str:
    """Whose law it is."""
    return properties.jurisdiction(code)


@register.filter
def country(code: str) -> str:
    """A country's name in the language of the page."""
    return properties.country(code)


@register.filter
def fact_value(text: str, type_: str) -> SafeString:
    """A value of a property as its type wants to be read."""
    if type_ == "country":
        return isolate.bdi(properties.country(text))
    if type_ in {"date", "identifier", "number", "url", "email", "phone", "checksum", "ip"}:
        return isolate.ltr(text)
    return isolate.bdi(properties.value(text, type_))


@register.filter
def attributes(pairs: Mapping[str, str]) -> SafeString:
    """HTML attributes, escaped."""
    return mark_safe(format_html_join("", ' {}="{}"', pairs.items()))  # noqa: S308  # escaped by format_html_join


@register.filter
def property_value(text: str, name: str) -> SafeString:
    """A value of a property by the property's name alone."""
    return fact_value(text, properties.type_of(name))


@register.filter
def direction(parts: Iterable[Part]) -> str:
    """Two names part by part stand as the one asked for is read."""
    return isolate.direction(" ".join(part.left or part.right for part in parts))


@register.filter
def marked(piece: Piece) -> SafeString:
    """A run of a document's text, with no space of ours around it: its mention's line and sign, and what it tells."""
    told = " ".join(map(str, piece.told))
    where = format_html('data-at="{}" data-s="{}" data-t="{}"', piece.at, piece.sentence, told)
    how = "aside-line" if piece.aside else f"says-{piece.modality}" if piece.modality else ""
    if piece.mention is None:
        tone = f"m m-{piece.kind}" if piece.kind else "plain"
        return format_html('<span class="{} {}" {}>{}</span>', tone, how, where, piece.text)
    begins = piece.at == piece.mention.start
    return format_html(
        '<mark class="m m-{}"{} data-entity="{}" title="{}" {}>{}</mark>',
        f"{piece.tone} {how}" if begins else f"{piece.tone} {how} goes-on",
        format_html(' id="m{}"', piece.at) if begins else "",
        piece.entity,
        piece.word,
        where,
        piece.text,
    )


@register.filter
def of_first(again: Mapping[int, tuple[ToldRow, ...]], number: int) -> tuple[ToldRow, ...]:
    """What tells the same happening again."""
    return again.get(number, ())


@register.filter
def speaks(told: ToldRow, modalities: Mapping[int, str] | str) -> str:
    """How the sentence of a thing told speaks: fact, opinion …; "" where nobody said."""
    return modalities.get(told.sentence_span[0], "") if isinstance(modalities, Mapping) else ""


@register.filter
def said_of(value: str, kind: str) -> str:
    """What a text says of a person: a country by its name, the rest as it stands."""
    return properties.country(value) if kind == "nationality" else value


@register.filter
def named(value: Named) -> SafeString:
    """Who takes part: the words of the text, with what the tables call it where that differs."""
    label = label_of(value)
    words = isolate.bdi(value.words or label)
    if not label or fold_words(label) == fold_words(value.words):
        return words
    return format_html('{} <span class="muted">({})</span>', words, isolate.bdi(label))


def fold_words(text: str) -> str:
    """Words to compare by eye: without case, space and vowel marks."""
    bare = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return " ".join("".join(bare).casefold().split())


@register.filter
def by_part(row: ToldRow) -> list[tuple[str, tuple[Named, ...]]]:
    """Who takes part, under the name of the part, in the order of reading."""
    parts = ("actor", "subj", "target", "obj", "place", "via")
    return [(str(code_word("part", part)), row.of(part)) for part in parts if row.of(part)]


@register.filter
def happening_parts(one: Happening) -> list[tuple[str, tuple[Named, ...]]]:
    """Who takes part in a happening, under the name of the part."""
    parts = ("actor", "target", "obj", "place")
    found = [(part, tuple(each for each in one.parts if each.part == part)) for part in parts]
    return [(str(code_word("part", part)), every) for part, every in found if every]


@register.filter
def sources_count(reports: Sized) -> str:
    """How many told it."""
    return ngettext("%(n)d source", "%(n)d sources", len(reports)) % {"n": len(reports)}


@register.filter
def copies_count(copies: Sized) -> str:
    """How many printed the same story."""
    return ngettext("%(n)d copy of it", "%(n)d copies of it", len(copies)) % {"n": len(copies)}


@register.simple_tag
def told_word(code: str) -> SafeString:
    """A type of event, how sure it is told, a status: in words."""
    return code_word("told", code)


@register.simple_tag
def code_word(kind: str, code: str) -> SafeString:
    """A code of the reading in words; the bare code where the table has none (a plug-in's own)."""
    language = "ar" if (get_language() or "en").startswith("ar") else "en"
    try:
        return format_html("{}", wording.say(f"{kind}-{code}", lang=language, facts={}))
    except WrongUse:
        return isolate.ltr(code)


@register.filter
def verdict(code: str) -> str:
    """What was judged of two things."""
    return str(labels.VERDICTS.get(code, code))


@register.filter
def happened(event: Event) -> SafeString:
    """One line of a history as a sentence."""
    facts = {name: isolate.isolated(value) for name, value in event.facts}
    pattern = labels.EVENTS.get(event.code)
    return isolate.as_html(str(pattern) % facts if pattern else event.code)


@register.filter
def act_name(code: str) -> str:
    """An act of the audit in words; its code where it has none yet."""
    return str(acts.ACTS.get(code, code))


@register.filter
def role(code: str) -> str:
    """A role's name."""
    return str(labels.ROLES.get(code, code))


@register.filter
def language_name(code: str) -> str:
    """A language's name in the language of the page."""
    return properties.language(code)


@register.filter
def times(count: int) -> str:
    """How often."""
    return ngettext("%(n)d time", "%(n)d times", count) % {"n": count}


@register.filter
def standing_words(text: str) -> SafeString:
    """The standing in a row of a checked file: `un:delisted since 2025-11-06; us:listed`."""
    return mark_safe(" ".join(_standing(one) for one in text.split("; ") if one))  # noqa: S308  # each escaped


def _standing(text: str) -> SafeString:
    where, _colon, rest = text.partition(":")
    code, _since, day_ = rest.partition(" since ")
    return format_html("{} {} {}", state(code), jurisdiction(where), moment(day_))


@register.filter
def journey_word(code: str) -> str:
    """A code of the journeys desk in words."""
    return str(WORDS.get(code, code))
