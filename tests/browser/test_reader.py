"""The reader by keyboard: tabs, right and wrong and taken back, and words that were missed; on an Arabic layout too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.test_keyboard import PRESS, press

pytestmark = pytest.mark.browser
ARABIC = {"KeyR": "ق", "KeyW": "ص", "KeyA": "ش", "Digit2": "٢"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_was_read_is_called_wrong_and_taken_back(opened: Open, pages: dict[str, str], language: str) -> None:
    page = opened(pages["document"], language=language)

    def key(code: str) -> None:
        page.evaluate(PRESS, [code, ARABIC[code] if language == "ar" else code[-1].lower(), False])

    key("Digit2")
    expect(page.locator("#panel-events")).to_be_visible()
    expect(page.locator("#panel-names")).to_be_hidden()
    press(page, "KeyJ", "arabic" if language == "ar" else "latin")
    row = page.locator("#panel-events [data-row].current")
    expect(row).to_have_count(1)
    expect(page.locator("#text .lit").first).to_be_visible()
    key("KeyW")
    expect(page.locator("#panel-events [data-said=wrong]")).to_have_count(1)
    page.locator("#panel-events [data-said=wrong]").focus()
    press(page, "KeyZ", "arabic" if language == "ar" else "latin")
    expect(page.locator("#panel-events [data-said]")).to_have_count(0)


def test_selected_words_come_into_the_form(opened: Open, pages: dict[str, str]) -> None:
    page = opened(pages["document"])
    page.evaluate("""() => {
      const piece = document.querySelector("#text [data-at]"), range = document.createRange();
      range.setStart(piece.firstChild, 1); range.setEnd(piece.firstChild, 4);
      const chosen = getSelection(); chosen.removeAllRanges(); chosen.addRange(range);
    }""")
    words = page.locator("#missing-words")
    expect(words).to_have_value(
        page.evaluate("document.querySelector('#text [data-at]').textContent.slice(1, 4).trim()")
    )
    page.evaluate(PRESS, ["KeyA", "a", False])
    expect(words).to_be_focused()
