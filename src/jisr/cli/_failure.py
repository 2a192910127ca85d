"""What is said when a command cannot do what it was asked?

Two lines on standard error: what and where; then what to do next. The exit code tells a program the kind.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from jisr import wording
from jisr.cli._out import Shown, clean, isolate
from jisr.cli._words import option
from jisr.errors import JisrError, Unreadable

WRONG_USE, BAD_INPUT = 2, 3


def report(error: Exception, words: Sequence[str]) -> int:
    """Print the two lines for `error`; the exit code. `words`: the command line, for its --lang."""
    lang = language(words)
    code, what, hint = _explain(error, lang)
    red, plain = ("\033[31m", "\033[0m") if sys.stderr.isatty() and not os.environ.get("NO_COLOR") else ("", "")
    sys.stderr.write(red + wording.say("cli-error", lang=lang, facts={"what": what}) + plain + "\n")
    sys.stderr.write(wording.say("cli-hint", lang=lang, facts={"hint": hint}) + "\n")
    return code


def language(words: Sequence[str]) -> str:
    """What language a command line asks for, understood or not: --lang, else JISR_LANG, else English."""
    asked = option(words, "--lang") or os.environ.get("JISR_LANG", "")
    return asked if asked in wording.LANGUAGES else "en"


def _explain(error: Exception, lang: str) -> tuple[int, str, str]:
    """Exit code, what went wrong, what to do next."""
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "jisr"
        return WRONG_USE, clean(error.format_message()), _say("cli-hint-usage", lang, command=command)
    if isinstance(error, click.ClickException):
        return BAD_INPUT, clean(error.format_message()), _say("cli-hint-file", lang)
    if isinstance(error, JisrError):
        return _ours(error, lang)
    if isinstance(error, OSError):
        named = isolate(str(error.filename or ""), rtl=lang == "ar")
        return BAD_INPUT, _say("cli-os-error", lang, file=named, why=error.strerror or ""), _say("cli-hint-file", lang)
    kind = type(error)
    if kind.__module__.startswith("django.db"):
        return BAD_INPUT, _say("cli-store-error", lang, why=clean(str(error))), _say("cli-hint-doctor", lang)
    return BAD_INPUT, _say("cli-bug", lang, kind=kind.__name__), _say("cli-hint-bug", lang, file=str(_keep(error)))


def _ours(error: JisrError, lang: str) -> tuple[int, str, str]:
    """An error of the one tree; English is its own message, Arabic the sentence of its code and then that message."""
    bad = isinstance(error, Unreadable)
    code, hint = BAD_INPUT if bad else WRONG_USE, _say(f"error-hint-{error.code}", lang)
    if lang == "en":
        return code, clean(str(error)), hint
    refusal = wording.refusal(str(error), lang=lang)
    if refusal and not bad:
        return code, refusal, hint
    facts = {name: isolate(value, rtl=True) for name, value in error.facts.items()}
    try:
        sentence = _say(error.code, lang, **facts)
    except JisrError:  # a sentence or a fact is missing: the message alone must do
        return code, isolate(str(error), rtl=True), hint
    about = _say("cli-error-about", lang, sentence=Shown(sentence), what=isolate(str(error), rtl=True))
    return code, sentence if bad else about, hint


def _say(code: str, lang: str, **facts: str) -> str:
    return wording.say(code, lang=lang, facts=facts)


def _keep(error: Exception) -> Path:
    """The traceback of a fault of ours, in a file a person can send on; it never reaches the terminal."""
    with tempfile.NamedTemporaryFile("w", prefix="jisr-fault-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return Path(file.name)
