"""A picture of every page in both languages, light, dark and narrow, into shots/: `make shots`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.world import LANGUAGES, addresses, launch, node, sign_in, speak

OUT = Path(__file__).resolve().parent.parent / "shots"
# name, width, height, colour scheme
LOOKS = (("light", 1280, 900, "light"), ("dark", 1280, 900, "dark"), ("narrow", 390, 844, "light"))


def main(wanted: tuple[str, ...]) -> None:
    """Every page in every look; `wanted` names pages, none means all."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, node(Path(folder)) as running, sync_playwright() as playwright:
        browser = launch(playwright)
        state = sign_in(browser, running)
        with browser.new_context(storage_state=state) as context:
            pages = addresses(context.new_page(), running)
        for look, width, height, scheme in LOOKS:
            for language in LANGUAGES:
                with browser.new_context(
                    storage_state=state,
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                ) as context:
                    speak(context, running, language)
                    page = context.new_page()
                    for name, address in pages.items():
                        if wanted and name not in wanted:
                            continue
                        page.goto(running.address + address)
                        page.evaluate("document.fonts.ready")
                        page.wait_for_timeout(150)
                        page.screenshot(path=OUT / f"{name}-{language}-{look}.png", full_page=True)
        for language in LANGUAGES:
            with browser.new_context(viewport={"width": 1280, "height": 800}, locale=language) as context:
                page = context.new_page()
                page.goto(f"{running.address}/sign-in")
                page.wait_for_timeout(150)
                page.screenshot(path=OUT / f"sign-in-{language}-light.png")
    sys.stdout.write(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}\n")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
