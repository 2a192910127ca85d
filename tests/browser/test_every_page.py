"""Every page in both languages: accessible, the right way round, and never wider than its window."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Open
from tests.browser.world import LANGUAGES, WIDTHS, Node

AXE = Path(__file__).resolve().parents[2] / "build" / "test-assets" / "axe.js"
NAMES = (
    *("today", "finding", "check", "check-answer", "check-none", "check-file", "parties", "party", "party-then"),
    *("record", "documents", "document", "sources", "timeline", "press", "rules", "proposal", "deliveries"),
    *("delivery", "delivery-held", "audit", "settings", "changes", "act", "party-status", "may", "may-answer"),
    *("may-note", "may-kept", "calendar", "portfolios", "portfolio", "cleared", "same", "vettings", "vetting"),
    *("partners", "partner", "outbox", "inbox", "receipts", "requests", "share", "share-party"),
    *("projects", "project", "commitments", "commitment", "overlaps", "openings", "opening", "members", "member"),
    *("assistance", "help", "policies", "policy", "integrations", "integration", "trust"),
    *("money", "trace", "shapes", "cases", "case", "reports"),
    *("search", "search-answer"),
    *("error-404", "error-400"),
)
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"
pytestmark = pytest.mark.browser


def violations(page: Page) -> list[str]:
    """What axe-core finds serious or critical: the rule, and where."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {RULES}).then(all => all.violations)")
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['any'][0]['message'] if node['any'] else ''}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_page(opened: Open, pages: dict[str, str], name: str, language: str) -> None:
    page = opened(pages[name], language=language)
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    assert page.evaluate("getComputedStyle(document.body).direction") == ("rtl" if language == "ar" else "ltr")
    assert violations(page) == []
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{over} px too wide at {width}"


@pytest.mark.parametrize("name", ["today", "check-answer", "party", "document", "delivery-held", "settings"])
def test_dark_page(opened: Open, pages: dict[str, str], name: str) -> None:
    assert violations(opened(pages[name], language="ar", dark=True)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/sign-in", "/welcome/spent", "/nowhere"])
def test_gate(browser: Browser, running: Node, address: str, language: str) -> None:
    with browser.new_context(locale=language, viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(running.address + address)
        assert page.evaluate("document.documentElement.lang") == language
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_list_of_pages_is_whole(pages: dict[str, str]) -> None:
    assert set(NAMES) == set(pages)
