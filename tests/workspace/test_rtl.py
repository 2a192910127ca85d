"""Style sheets know no left and no right: a page turns by its `dir` alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jisr import workspace

ROOT = Path(workspace.__file__).parent
SHEETS = sorted((ROOT / "static" / "workspace").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)|"
    r"border-(?:top|bottom)-(?:left|right)-radius|left|right|top|bottom)\s*:|"
    r"(?:text-align|float|clear)\s*:\s*(?:left|right)|(?<![\w-])(?:width|height|(?:min|max)-(?:width|height))\s*:",
)
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)(?![^>]*application/json)")
NOT_FOR_ARABIC = re.compile(r"font-style\s*:\s*italic|text-transform\s*:\s*uppercase|letter-spacing\s*:(?!\s*normal)")


def rules(sheet: Path) -> str:
    """The sheet without remarks and without the conditions of media queries, whose widths are physical by nature."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"@media[^{]*", "@media ", text)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_names_no_side(sheet: Path) -> None:
    assert PHYSICAL.findall(rules(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_that_arabic_has_not(sheet: Path) -> None:
    assert NOT_FOR_ARABIC.findall(rules(sheet)) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_a_template_holds_no_style_and_no_script(template: Path) -> None:
    assert INLINE.findall(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("bad", "found"),
    [("a { margin-left: 1px }", 1), ("a { left: 0 }", 1), ("a { text-align: right }", 1), ("a { width: 2px }", 1)],
)
def test_the_lint_itself_finds_what_it_should(bad: str, found: int) -> None:
    assert len(PHYSICAL.findall(bad)) == found
