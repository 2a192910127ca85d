"""An article that cannot be read, dropped on the page: said in the language of the page, and nothing half kept."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jisr.node.models import Batch, Reading, Record, Telling
from tests.cli.test_documents_bad import ARABIC, BAD, GOOD
from tests.workspace.conftest import SignedIn

pytestmark = pytest.mark.django_db
ITEMS = b"<item><title>A</title><description>w</description></item>" * 2100
ENDLESS = b"<rss><channel><title>t</title>" + ITEMS + b"</channel></rss>"
PAGE: dict[str, Callable[[], bytes]] = {**BAD, "endless.xml": lambda: ENDLESS}
WHY = {
    "blank.txt": ("the file is empty", "الملف فارغ"),
    "cut.txt": ("no reader knows this content", "لا قارئ يعرف هذا المحتوى"),
    "empty.txt": ("the file is empty", "الملف فارغ"),
    "endless.xml": ("at most 2000 items of a feed", "2000"),
    "feed.xml": ("a whole feed", "خلاصة كاملة"),
    "huge.txt": ("too large", "أكبر مما يُقبل"),
    "locked.pdf": ("it is encrypted", "مشفّر"),
    "noise.txt": ("no reader knows this content", "لا قارئ يعرف هذا المحتوى"),
    "scan.pdf": ("its pages are pictures", "فصفحاته صور"),
    "torn.docx": ("no reader knows this content", "لا قارئ يعرف هذا المحتوى"),
    "torn.pdf": ("expected a whole PDF", "ملف PDF كامل"),
}
LATIN = re.compile(r"[A-Za-z]{4,} [a-z]{3,} [a-z]{2,}")  # a phrase of English


def words_of(page: str) -> str:
    """The text of the page's main part, without marks of direction."""
    main = page[page.index("<main") : page.index("</main>")]
    said = re.sub(r"<(?:script|style|details|form)\b.*?</(?:script|style|details|form)>", " ", main, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", said).split())


@pytest.mark.parametrize("name", sorted(PAGE))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_is_refused_or_held_and_says_why(signed_in: SignedIn, name: str, language: str) -> None:
    client = signed_in("analyst", language=language)
    file = SimpleUploadedFile(name, PAGE[name]())
    answer = client.post("/deliveries", {"files": file, "marking": "clear"}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200  # the page of the delivery
    said = words_of(page)
    assert WHY[name][language == "ar"] in said
    assert name in said
    assert (Record.objects.count(), Reading.objects.count(), Telling.objects.count()) == (0, 0, 0)
    assert not Batch.objects.filter(state="loaded").exists()
    if language == "ar":
        assert not LATIN.search(said), LATIN.search(said)


@pytest.mark.parametrize("text", [ARABIC * 4, GOOD * 2], ids=["windows-1256", "marks"])
def test_a_page_of_another_code_or_with_marks_is_read_whole(signed_in: SignedIn, text: str) -> None:
    marked = text.replace(" ", "\u202c \u200f\u202b\u200f").replace("o", "o\u200d").encode()
    data = text.encode("windows-1256") if text.startswith(ARABIC) else marked
    client = signed_in("analyst")
    page = client.post("/deliveries", {"files": SimpleUploadedFile("a.txt", data), "marking": "clear"}, follow=True)
    assert page.status_code == 200
    assert Batch.objects.get().state == "loaded"
    assert Telling.objects.filter(kind="event", type="ACCEDE").exists()
