"""The Arabic catalogue holds every string of the pages, counted ones in all six forms."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.utils import translation

import jisr
from jisr.workspace import catalogue

PACKAGE = Path(jisr.__file__).parent
SOURCE = catalogue.LOCALE / "ar" / "LC_MESSAGES" / "django.po"
ENTRIES = polib.pofile(str(SOURCE))
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
FORMS = 6


def test_nothing_is_missing_fuzzy_or_obsolete() -> None:
    assert ENTRIES.untranslated_entries() == []
    assert ENTRIES.fuzzy_entries() == []
    assert ENTRIES.obsolete_entries() == []


def test_a_counted_string_has_six_forms() -> None:
    counted = [entry for entry in ENTRIES if entry.msgid_plural]
    assert counted
    assert [
        entry.msgid for entry in counted if len([one for one in entry.msgstr_plural.values() if one]) != FORMS
    ] == []


def test_placeholders_are_kept() -> None:
    for entry in ENTRIES:
        wanted = set(PLACEHOLDER.findall(entry.msgid))
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            said = set(PLACEHOLDER.findall(text))
            assert said <= wanted if entry.msgid_plural else said == wanted, entry.msgid


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not on this machine")
def test_every_string_of_the_pages_is_in_it(tmp_path: Path) -> None:
    for room in ("workspace", "site"):
        shutil.copytree(PACKAGE / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "static"))
    (tmp_path / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "ar", "--verbosity", "0"]
    subprocess.run(command, cwd=tmp_path, check=True)  # noqa: S603  # Django's own command
    found = polib.pofile(str(tmp_path / "locale" / "ar" / "LC_MESSAGES" / "django.po"))
    here = {(entry.msgid, entry.msgid_plural) for entry in ENTRIES}
    assert {(entry.msgid, entry.msgid_plural) for entry in found} - here == set(), "run makemessages and translate"


def test_arabic_counts_as_arabic_does(shared: Path) -> None:
    known = json.loads((shared / "workspace" / "plurals_ar.json").read_text(encoding="utf-8"))
    message = next(one for one in known["messages"] if "finding" in one["msgid"])
    catalogue.compile_all()
    with translation.override("ar"):
        for count, form in known["test_numbers"].items():
            said = translation.ngettext(message["msgid"], message["plural"], int(count)) % {"n": int(count)}
            assert said == message["ar"][form] % {"n": int(count)}


def test_it_is_compiled_once_and_again_when_it_changes(tmp_path: Path) -> None:
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(SOURCE, folder / "django.po")
    assert catalogue.compile_all(tmp_path) == (folder / "django.mo",)
    assert catalogue.compile_all(tmp_path) == ()
