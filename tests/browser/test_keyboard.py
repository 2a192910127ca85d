"""Everything by keyboard, also on an Arabic layout, where `event.key` of J is ت."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.world import Node

# What an Arabic (101) keyboard gives as event.key for these places; `shift` for ?.
ARABIC = {
    "KeyJ": "ت",
    "KeyK": "ن",
    "KeyM": "ة",
    "KeyN": "ى",
    "KeyU": "ع",
    "KeyE": "ث",
    "KeyZ": "ئ",
    "KeyG": "ل",
    "KeyT": "ف",
    "KeyC": "ؤ",
    "KeyS": "س",
    "KeyA": "ش",
    "KeyD": "ي",
    "KeyB": "لا",
    "Slash": "ظ",
}
LATIN = {code: code[-1].lower() for code in ARABIC if code.startswith("Key")} | {"Slash": "/"}
LAYOUTS = {"arabic": ARABIC, "latin": LATIN}
PRESS = """([code, key, shift]) => (document.activeElement ?? document.body).dispatchEvent(
  new KeyboardEvent("keydown", { code, key, shiftKey: shift, bubbles: true, cancelable: true }))"""
pytestmark = pytest.mark.browser


def press(page: Page, code: str, layout: str, *, shift: bool = False) -> None:
    key = "؟" if shift and layout == "arabic" else "?" if shift else LAYOUTS[layout][code]
    page.evaluate(PRESS, [code, key, shift])


def current(page: Page) -> str:
    return str(page.evaluate("document.activeElement?.closest('[data-row]')?.id ?? ''"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_findings_are_decided_and_taken_back(opened: Open, layout: str) -> None:
    page = opened("/", language="ar")
    rows = page.locator("[data-row]:not([data-done])")
    waiting = rows.count()
    assert waiting
    press(page, "KeyJ", layout)
    first = current(page)
    assert first
    press(page, "KeyE", layout)
    expect(page.locator(f"#{first} details[open]")).to_have_count(1)
    press(page, "KeyN", layout)
    expect(page.locator(f"#{first}[data-done]")).to_have_count(1)
    expect(page.locator("#said")).not_to_be_empty()
    if waiting > 1:
        assert current(page) != first, "the focus goes on to the next"
    else:
        assert current(page) == first
    press(page, "KeyZ", layout)
    expect(page.locator(f"#{first}[data-done]")).to_have_count(0)
    assert current(page) == first
    press(page, "KeyM", layout)
    assert page.evaluate("document.activeElement.name") == "why"
    page.keyboard.type("N")
    expect(page.locator(f"#{first}[data-done]")).to_have_count(0)
    page.keyboard.type("؛ تاريخ الميلاد نفسه")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{first}[data-done]")).to_have_count(1)
    press(page, "KeyZ", layout)
    expect(page.locator("[data-row]:not([data-done])")).to_have_count(waiting)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("code", "address"),
    [("KeyC", "/check"), ("KeyS", "/parties"), ("KeyA", "/audit"), ("KeyD", "/documents"), ("KeyB", "/deliveries")],
)
def test_g_then_a_letter_goes_there(opened: Open, running: Node, layout: str, code: str, address: str) -> None:
    page = opened("/settings", language="ar")
    press(page, "KeyG", layout)
    press(page, code, layout)
    page.wait_for_url(running.address + address)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_search_box_and_the_list_of_keys(opened: Open, layout: str) -> None:
    page = opened("/audit", language="ar")
    press(page, "Slash", layout, shift=True)
    expect(page.locator("dialog#shortcuts[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    press(page, "Slash", layout)
    assert page.evaluate("document.activeElement.id") == "search"


def test_the_keys_can_be_switched_off(opened: Open) -> None:
    page = opened("/settings", language="en")
    page.uncheck("input[name=shortcuts]")
    page.click("main form button.primary")
    page.wait_for_load_state()
    page.goto(page.url.replace("/settings", "/"))
    press(page, "KeyJ", "arabic")
    assert current(page) == ""
    page.goto(page.url + "settings")
    page.check("input[name=shortcuts]")
    page.click("main form button.primary")
    page.wait_for_load_state()


def test_nothing_traps_the_focus(opened: Open) -> None:
    page = opened("/check", language="ar")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
        if page.evaluate("document.activeElement === document.body"):
            break
    assert len(seen) > 7
    page = opened("/audit", language="ar")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
