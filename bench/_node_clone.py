"""How long from a clone to the first useful page in Arabic, and how much lies on the disk then?"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from bench import ROOT, Board, timed
from bench._browser import Browser, link_in


def main() -> None:
    """Once with empty caches, once with full ones."""
    board = Board()
    home = Path(tempfile.mkdtemp(prefix="jisr-clone-"))
    try:
        cold = _until_page(home / "cold", caches=home / "caches")
        board.say("clone to first Arabic page, cold caches", cold, "s", bar=90)
        warm = _until_page(home / "warm", caches=home / "caches")
        board.say("clone to first Arabic page, warm caches", warm, "s", bar=10)
        board.say("the same clone, started again", _until_page(home / "warm", caches=home / "caches"), "s", bar=10)
        parts = [home / "warm" / part for part in (".venv", ".tools", "src")]
        board.say("installed runtime", sum(_size(part) for part in parts) / 1e6, "MB", bar=400)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    board.end()


def _until_page(clone: Path, *, caches: Path) -> float:
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JISR", "VIRTUAL_ENV", "MAKE", "PYTHON"))
        },
        "UV_CACHE_DIR": str(caches / "uv"),
        "PIP_CACHE_DIR": str(caches / "pip"),
        "npm_config_cache": str(caches / "npm"),
        "XDG_CACHE_HOME": str(caches),
        "JISR_LANG": "ar",
    }
    with timed() as took:
        if not clone.exists():
            subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        node = subprocess.Popen(
            ["make", "run"],
            cwd=clone,
            env=environment,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        try:
            assert node.stderr is not None
            page = Browser(link_in(node.stderr)).first
            assert 'dir="rtl"' in page, page[:300]
            assert "/findings/" in page, "nothing on the first page"
            done = took()
        finally:
            os.killpg(node.pid, signal.SIGTERM)
            node.wait(30)
    return done


def _size(folder: Path) -> int:
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


main()
