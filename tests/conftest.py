"""What every test stands on: where the real data is, and that a pure room stays pure."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("jisr", deadline=None)  # no test is about time
settings.load_profile("jisr")

ROOT = Path(__file__).resolve().parent.parent
PURE = {"names", "records", "sharing", "identity", "ledger", "formats", "desks", "wording"}
ALLOWED = (
    sys.prefix,
    sys.base_prefix,
    ".hypothesis",
    "/jisr/tables/",
    "/zoneinfo/",
    "/shared/data/",
    "/dev/null",
    "/__pycache__",  # compiled kernels
    "/proc/cpuinfo",
    "<unknown>",
)
WATCHED = {"open", "socket.connect", "subprocess.Popen", "sqlite3.connect"}


class _Watch:
    """What the running test touched; None: not watching."""

    touched: list[str] | None = None


def watch(event: str, args: tuple[object, ...]) -> None:
    """The audit hook: notes files, sockets, processes and databases opened from a test of a pure room."""
    opened = not isinstance(args[0], int) if args else False  # a descriptor was opened by its name before
    if _Watch.touched is not None and event in WATCHED and opened:
        target = str(args[0])
        if not target.endswith((".py", ".pyc")) and not any(allowed in target for allowed in ALLOWED):
            _Watch.touched.append(f"{event} {target}")


sys.addaudithook(watch)


@pytest.fixture(autouse=True)
def _pure(request: pytest.FixtureRequest) -> Iterator[None]:
    _Watch.touched = [] if request.path.parent.name in PURE else None
    yield
    seen, _Watch.touched = _Watch.touched, None
    assert not seen, f"a pure room touched the world: {seen}"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real data beside the repository; a test that needs it is skipped where it is absent."""
    data = ROOT.parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip("no ../shared/data beside the repository")
    return data


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser come last: while one is open, nothing else in the process may ask a database."""
    items.sort(key=lambda item: item.path.parent.name == "browser")
