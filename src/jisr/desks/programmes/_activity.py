"""What does an activity say: who does what where, with which money, and what came of it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jisr.desks.programmes._money import Chain, chain_of
from jisr.desks.programmes._xml import XML_LANG, Element, parsed
from jisr.tables.iati import codes

Text = tuple[tuple[str, str], ...]  # (language, words), the activity's own language first


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """An organisation that takes part. `role`: 1 funding, 2 accountable, 3 extending, 4 implementing."""

    name: str
    ref: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place. `code`: vocabulary and code; `point`: latitude and longitude as told; `doubt`: what is odd about it."""

    name: str
    code: str
    point: str
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One period of an indicator: what was to be reached, and what was."""

    result: str
    kind: str
    indicator: str
    baseline: str
    begins: str
    ends: str
    target: str
    actual: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that is named: its address is shown, never opened by the node."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """All that a page shows of an activity. `sectors`: (vocabulary, code, name, percentage)."""

    titles: Text
    descriptions: Text
    partners: tuple[Partner, ...]
    sectors: tuple[tuple[str, str, str, str], ...]
    countries: tuple[tuple[str, str], ...]
    spots: tuple[Spot, ...]
    dates: tuple[tuple[str, str], ...]
    outcomes: tuple[Outcome, ...]
    papers: tuple[Paper, ...]
    markers: tuple[tuple[str, str], ...]
    money: Chain


def activity_of(xml: str | bytes) -> Activity:
    """An activity from its element. Raises `Unreadable`."""
    element = parsed(xml)
    return Activity(
        titles=narratives(element, "title"),
        descriptions=narratives(element, "description"),
        partners=tuple(_partners(element)),
        sectors=tuple(_sector(one) for one in element.findall("sector")),
        countries=tuple(
            (one.get("code", "").lower(), one.get("percentage", "")) for one in element.findall("recipient-country")
        ),
        spots=tuple(_spot(one) for one in element.findall("location")),
        dates=tuple((one.get("type", ""), one.get("iso-date", "")) for one in element.findall("activity-date")),
        outcomes=tuple(_outcomes(element)),
        papers=tuple(
            Paper(title=_first(one, "title"), url=one.get("url", "")) for one in element.findall("document-link")
        ),
        markers=tuple(
            (codes("PolicyMarker").get(one.get("code", ""), one.get("code", "")), one.get("significance", ""))
            for one in element.findall("policy-marker")
        ),
        money=chain_of(element),
    )


def narratives(element: Element, name: str) -> Text:
    """Every narrative of the children of that name, in its language; those of the activity's own language first."""
    own = element.get(XML_LANG, "")
    told = [
        (one.get(XML_LANG, own).lower(), " ".join("".join(map(str, one.itertext())).split()))
        for parent in element.findall(name)
        for one in parent.findall("narrative")
    ]
    return tuple(sorted(filter(lambda pair: pair[1], told), key=lambda pair: pair[0] != own))


def _first(element: Element, name: str) -> str:
    return next((" ".join(one.split()) for one in (element.findtext(f"{name}/narrative"),) if one), "")


def _partners(element: Element) -> Iterator[Partner]:
    for one in element.findall("participating-org"):
        name = " ".join((one.findtext("narrative") or "").split())
        ref = one.get("ref", "").strip()
        if name or ref:
            yield Partner(name=name or ref, ref=ref, role=one.get("role", ""))


_LISTS = {"1": "Sector", "2": "SectorCategory", "7": "UNSDG-Goals", "8": "UNSDG-Targets"}


def _sector(one: Element) -> tuple[str, str, str, str]:
    vocabulary, code = one.get("vocabulary", "1"), one.get("code", "")
    name = codes(_LISTS.get(vocabulary, "")).get(code, "") or " ".join((one.findtext("narrative") or "").split())
    return vocabulary, code, name, one.get("percentage", "")


def _spot(one: Element) -> Spot:
    named = one.find("location-id")
    code = f"{named.get('vocabulary', '')}:{named.get('code', '')}" if named is not None else ""
    point = " ".join((one.findtext("point/pos") or "").split())
    return Spot(name=_first(one, "name"), code=code, point=point, doubt=doubt_of(point))


def doubt_of(point: str) -> str:
    """What is odd about `latitude longitude`: point-unread, point-zero, point-swapped, point-off; "" nothing."""
    if not point:
        return ""
    try:
        latitude, longitude = map(float, point.split())
    except ValueError:
        return "point-unread"
    if latitude == longitude == 0:
        return "point-zero"
    north, east = abs(latitude) <= 90, abs(longitude) <= 180  # noqa: PLR2004  # degrees
    if north and east:
        return ""
    return "point-swapped" if abs(longitude) <= 90 and abs(latitude) <= 180 else "point-off"  # noqa: PLR2004


def _outcomes(element: Element) -> Iterator[Outcome]:
    for result in element.findall("result"):
        for indicator in result.findall("indicator"):
            baseline = indicator.find("baseline")
            for period in indicator.findall("period"):
                yield Outcome(
                    result=_first(result, "title"),
                    kind=result.get("type", ""),
                    indicator=_first(indicator, "title"),
                    baseline=baseline.get("value", "") if baseline is not None else "",
                    begins=_day(period, "period-start"),
                    ends=_day(period, "period-end"),
                    target=", ".join(one.get("value", "") for one in period.findall("target")),
                    actual=", ".join(one.get("value", "") for one in period.findall("actual")),
                )


def _day(element: Element, name: str) -> str:
    found = element.find(name)
    return found.get("iso-date", "") if found is not None else ""
