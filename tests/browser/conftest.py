"""One node and one browser for all of these tests; what the content policy refuses is collected from every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser import world

Open = Callable[..., Page]
COLLECT = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[world.Node]:
    """A node with the demo world, started as people start it."""
    if not world.chromium():
        pytest.skip("no Chromium on this machine")
    with world.node(tmp_path_factory.mktemp("node")) as node:
        yield node


@pytest.fixture(scope="session")
def browser(running: world.Node) -> Iterator[Browser]:
    """The machine's Chromium, headless."""
    with sync_playwright() as playwright:
        yield world.launch(playwright)


@pytest.fixture(scope="session")
def state(running: world.Node, browser: Browser) -> dict[str, Any]:
    """The cookies of the first person."""
    return world.sign_in(browser, running)


@pytest.fixture(scope="session")
def pages(running: world.Node, browser: Browser, state: dict[str, Any]) -> dict[str, str]:
    """Every page by name."""
    with browser.new_context(storage_state=state) as context:  # type: ignore[arg-type]  # as playwright gave it
        return world.addresses(context.new_page(), running)


@pytest.fixture
def opened(running: world.Node, browser: Browser, state: dict[str, Any]) -> Iterator[Open]:
    """Opens a page in a language; afterwards nothing may have been refused, and nothing asked of another host."""
    contexts, refused, elsewhere = [], [], []

    def open_(address: str, *, language: str = "en", width: int = 1280, dark: bool = False) -> Page:
        context = browser.new_context(
            storage_state=state,  # type: ignore[arg-type]  # as playwright gave it
            viewport=ViewportSize(width=width, height=900),
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        world.speak(context, running, language)
        context.add_init_script(COLLECT)
        page = context.new_page()
        page.on("request", lambda one: None if one.url.startswith(running.address) else elsewhere.append(one.url))
        page.on("console", lambda one: refused.append(one.text) if "Content Security Policy" in one.text else None)
        page.goto(running.address + address)
        return page

    yield open_
    for context in contexts:
        for page in context.pages:
            refused += page.evaluate("window.refused ?? []")
        context.close()
    assert refused == []
    assert elsewhere == []
