"""The palette and decisions on several rows by keyboard alone, also on an Arabic layout."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.test_keyboard import ARABIC, LATIN, PRESS

pytestmark = pytest.mark.browser
LAYOUTS = {"arabic": {**ARABIC, "KeyX": "ء"}, "latin": {**LATIN, "KeyX": "x"}}


def test_the_palette_goes_to_a_party_found_in_another_script(opened: Open) -> None:
    page = opened("/", language="ar")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-q")).to_be_focused()
    page.keyboard.type("Lokman")
    expect(page.locator("#palette-found a[href^='/parties/']").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/parties/**")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_several_rows_are_decided_and_taken_back(opened: Open, layout: str) -> None:
    page = opened("/", language="ar")
    waiting = page.locator("[data-row]:not([data-done])").count()
    for _ in range(2):
        for code in ("KeyJ", "KeyX"):
            page.evaluate(PRESS, [code, LAYOUTS[layout][code], False])
    expect(page.locator("input[name=number]:checked")).to_have_count(2)
    page.locator("#bulk-why").focus()
    page.keyboard.type("born thirty years later")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]:not([data-done])")).to_have_count(waiting - 2)
    back = page.locator("button[name=undo]")
    back.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]:not([data-done])")).to_have_count(waiting)
