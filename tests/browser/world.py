"""A node of its own with the demo world, and a browser that looks at it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
STARTS_WITHIN = 120.0  # seconds: the first start compiles and compresses
WIDTHS = (390, 768, 1280)
LANGUAGES = ("ar", "en")
NAMES_CSV = "name,born\nوضاح لقمان المنجنيقي,\nSaher Badrane el-Kandili,1970\nNobody Atall,\n,\n"


@dataclass(frozen=True, kw_only=True)
class Node:
    """A running node: its address, its folder, and the program that starts its commands."""

    address: str
    link: str
    folder: Path


def chromium() -> str:
    """The browser of the machine; "" if there is none."""
    return next((place for place in CHROMIUM if Path(place).exists()), shutil.which("chromium") or "")


@contextmanager
def node(folder: Path) -> Iterator[Node]:
    """`jisr up --demo` in a folder of its own, until the block ends."""
    jisr = Path(sys.executable).with_name("jisr")
    log = folder / "up.log"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"JISR_DATA": str(folder / "data"), "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603  # our own program
            [str(jisr), "up", "--demo"], env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        link = _link(log, process)
        yield Node(address=link.partition("/welcome/")[0], link=link, folder=folder / "data")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _link(log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"http://\S+/welcome/[\w-]+", log.read_text(errors="replace"))
        if found:
            return found[0]
        time.sleep(0.1)
    raise RuntimeError(f"the node did not start: {log.read_text(errors='replace')[-2000:]}")


def launch(playwright: Playwright) -> Browser:
    """Headless Chromium of the machine."""
    return playwright.chromium.launch(executable_path=chromium(), headless=True, args=list(FLAGS))


def sign_in(browser: Browser, running: Node) -> dict[str, Any]:
    """The cookies of the first person, by the one-time link."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(running.link)
    page.wait_for_url(f"{running.address}/")
    state: dict[str, Any] = dict(context.storage_state())
    context.close()
    return state


def speak(context: BrowserContext, running: Node, language: str) -> None:
    """Set the language for what follows, by its cookie."""
    mark = next(cookie["name"] for cookie in context.cookies() if cookie["name"].startswith("jisr_session_"))
    name = mark.replace("session", "language")
    context.add_cookies([{"name": name, "value": language, "url": running.address}])


def addresses(page: Page, running: Node) -> dict[str, str]:
    """Every page by name, found the way a person finds it: by following links."""
    base = running.address

    def first(at: str, prefix: str, within: str = "main") -> str:
        page.goto(base + at)
        links = page.eval_on_selector_all(f"{within} a[href]", "all => all.map(one => one.getAttribute('href'))")
        found = next((link.partition("?")[0] for link in links if re.match(prefix, link)), "")
        if not found:
            raise LookupError(f"{at} has no link like {prefix}: {page.inner_text('body')[:500]}")
        return found

    name = quote("وضاح لقمان المنجنيقي")
    finding, held = first("/", r"/findings/\d+$"), first("/deliveries?state=held", r"/deliveries/\d+$")
    party = first(f"/check?name={name}", r"/parties/.+")
    return {
        "today": "/",
        "finding": finding,
        "check": "/check",
        "check-answer": f"/check?name={name}",
        "check-none": "/check?name=Qqwzx",
        "check-file": _check_file(page, running),
        "parties": "/parties",
        "party": party,
        "party-then": f"{party}?on=2025-04-01&known=2025-04-01",
        "record": first(party, r"/records/\d+$"),
        "documents": "/documents",
        "document": first("/documents", r"/documents/.+"),
        "money": "/money?q=clinic",
        "trace": "/money/trace?account=SY-7001",
        "shapes": "/money/shapes?rule=cycle",
        "cases": "/cases",
        "case": first("/cases", r"/cases/\d+$"),
        "reports": "/reports",
        "changes": "/changes?since=2020-01-01",
        "act": "/acts/new",
        "sources": "/sources",
        "timeline": "/timeline",
        "press": "/press/iq",
        "rules": "/rules",
        "proposal": first("/", r"/findings/\d+$", within="main .row:has(.reported)"),
        "party-status": f"{party}/status",
        "may": "/may",
        "may-answer": f"/may?jurisdiction=us&kind=transact&counterparty={name}",
        "may-note": f"/may/note?jurisdiction=us&kind=transact&counterparty={name}",
        "may-kept": "/may/kept",
        "calendar": "/calendar",
        "portfolios": "/portfolios",
        "portfolio": _portfolio(page, running),
        "cleared": "/cleared",
        "same": "/same",
        "vettings": "/vetting",
        "vetting": _vetting(page, running),
        "deliveries": "/deliveries",
        "delivery": first("/deliveries?state=loaded", r"/deliveries/\d+$"),
        "delivery-held": held,
        **_exchange(page, running),
        "projects": "/projects",
        "project": first("/projects", r"/projects/iati:.+"),
        "commitments": "/commitments",
        "commitment": first("/commitments", r"/commitments/.+"),
        "overlaps": "/projects/overlaps",
        "openings": "/common/openings",
        "opening": first("/common/openings", r"/common/item/.+"),
        "members": "/common/members",
        "member": first("/common/members", r"/common/item/.+"),
        "assistance": "/common/assistance",
        "help": first("/common/assistance", r"/common/item/.+"),
        "policies": "/common/policies",
        "policy": first("/common/policies", r"/common/item/.+"),
        "integrations": "/common/integrations",
        "integration": first("/common/integrations", r"/common/item/.+"),
        "trust": "/trust?one=Member+North&other=Member+River&begins=2025-01-01",
        "audit": "/audit",
        "settings": "/settings",
        "search": "/search",
        "search-answer": f"/search?q={name}",
        "error-404": "/parties/none:such",
        "error-400": "/check?name=x&on=never",
    }


def _exchange(page: Page, running: Node) -> dict[str, str]:
    """The exchange's pages, once the three members have shared, corrected and signed."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        page.goto(f"{running.address}/receipts")
        if page.locator("tbody .is-hit").count() and page.goto(f"{running.address}/requests") is not None:
            break
        page.wait_for_timeout(500)
    else:
        raise RuntimeError(f"the members did not meet: {page.inner_text('body')[:500]}")
    return {
        "partners": "/partners",
        "partner": "/partners/coast",
        "outbox": "/outbox",
        "inbox": "/inbox",
        "receipts": "/receipts",
        "requests": "/requests",
        "share": "/share",
        "share-party": "/share?q=hill-list:2",
    }


def _check_file(page: Page, running: Node) -> str:
    page.goto(f"{running.address}/check")
    page.set_input_files("#file", {"name": "names.csv", "mimeType": "text/csv", "buffer": NAMES_CSV.encode()})
    page.click('form[action="/check/file"] button')
    page.wait_for_url("**/check/files/*")
    page.locator("#job:not([hx-trigger])").wait_for(timeout=30_000)
    return page.url.removeprefix(running.address)


def _portfolio(page: Page, running: Node) -> str:
    """A portfolio made of a file, as a person makes it."""
    page.goto(f"{running.address}/portfolios")
    page.set_input_files("#file", {"name": "names.csv", "mimeType": "text/csv", "buffer": NAMES_CSV.encode()})
    page.locator("main form[enctype] button.primary").click()
    page.locator('main form:has(input[name="data"]) button.primary').click()
    page.wait_for_load_state()
    page.goto(f"{running.address}/portfolios")
    links = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
    return next(link for link in links if re.match(r"/portfolios/\d+$", link))


def _vetting(page: Page, running: Node) -> str:
    page.goto(f"{running.address}/vetting")
    page.fill("main #name", "وضاح لقمان المنجنيقي")
    page.fill("main #post", "captain")
    page.locator("main form:has(#post) button.primary").click()
    page.wait_for_load_state()
    page.goto(f"{running.address}/vetting")
    links = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
    return next(link for link in links if re.match(r"/vetting/\d+$", link))
