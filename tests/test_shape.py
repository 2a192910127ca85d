"""The shape of the house: what fits in one look, what each room asks, no circle. Limits only ever go down."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "jisr"
PURE = ("errors", "tables", "names", "records", "sharing", "identity", "ledger", "formats", "desks", "wording")
LIMITS = {"lines of a file": 400, "lines of a function": 50, "parameters": 5, "nesting": 3}
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
ROOMS = sorted(path for path in SOURCE.iterdir() if (path / "__init__.py").is_file())
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
FUNCTIONS = [
    (path, node)
    for path, tree in TREES.items()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
]
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)


def at(path: Path, node: ast.AST | None = None) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def nesting(node: ast.AST, depth: int = 0) -> int:
    """How many blocks stand in one another below `node`; an `elif` is no deeper than its `if`."""
    deepest = depth
    for name, child in ast.iter_fields(node):
        children = child if isinstance(child, list) else [child]
        for one in children:
            if not isinstance(one, ast.AST):
                continue
            is_elif = isinstance(node, ast.If) and name == "orelse" and isinstance(one, ast.If) and len(children) == 1
            deepest = max(deepest, nesting(one, depth + (isinstance(one, BLOCKS) and not is_elif)))
    return deepest


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    named = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return len([name for name in named if name not in {"self", "cls"}])


def is_command(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A command of the terminal has a parameter an option: click fills them by name."""
    return any(".option(" in ast.unparse(one) or ".argument(" in ast.unparse(one) for one in node.decorator_list)


def test_a_file_fits_in_one_look() -> None:
    long = {at(path): lines for path in FILES if (lines := path.read_text().count("\n")) > LIMITS["lines of a file"]}
    assert not long


def test_a_function_fits_in_one_look() -> None:
    long = [
        f"{at(path, node)} {node.name}"
        for path, node in FUNCTIONS
        if (node.end_lineno or 0) - node.lineno + 1 > LIMITS["lines of a function"]
    ]
    assert not long


def test_a_function_takes_few_things() -> None:
    many = [
        f"{at(path, node)} {node.name}"
        for path, node in FUNCTIONS
        if parameters(node) > LIMITS["parameters"] and not is_command(node)
    ]
    assert not many


def test_a_function_is_flat() -> None:
    deep = [f"{at(path, node)} {node.name}" for path, node in FUNCTIONS if nesting(node) > LIMITS["nesting"]]
    assert not deep


def test_every_file_says_what_it_is() -> None:
    silent = [at(path) for path, tree in TREES.items() if not ast.get_docstring(tree)]
    assert not silent


@pytest.mark.parametrize("room", [*ROOMS, SOURCE / "errors.py"], ids=lambda path: path.stem)
def test_a_room_asks_one_question(room: Path) -> None:
    file = room if room.is_file() else room / "__init__.py"
    question = (ast.get_docstring(TREES[file]) or "").splitlines()[0]
    assert question.rstrip().endswith("?"), f"{at(file)}: {question!r} is no question"


@pytest.mark.parametrize("room", [room for room in ROOMS if room.name in PURE], ids=lambda path: path.name)
def test_a_room_lists_its_public_names(room: Path) -> None:
    module = importlib.import_module(f"jisr.{room.name}")
    listed = set(module.__all__)
    defined = {
        name
        for node in TREES[room / "__init__.py"].body
        for name in _bound(node)
        if not name.startswith("_") and name != "annotations"
    }
    assert list(module.__all__) == sorted(module.__all__, key=_order), "__all__ is not in order"
    assert {name for name in listed if not hasattr(module, name)} == set()
    assert {name for name in defined - listed if _is_ours(module, name)} == set()


def _order(name: str) -> tuple[int, str]:
    """As ruff sorts `__all__`: CONSTANTS, then Classes, then functions."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
    return kind, name


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jisr."):
        yield from (alias.asname or alias.name for alias in node.names)
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _is_ours(module: object, name: str) -> bool:
    """Defined here or in a private file of this room, not taken from a room below."""
    home = getattr(getattr(module, name), "__module__", None)
    return home is None or str(home).startswith(getattr(module, "__name__", ""))


def test_nobody_leaves_work_behind() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [at(path) for path in FILES if words.search(path.read_text(encoding="utf-8"))]
    assert not found


def test_no_fault_is_swallowed_in_a_pure_room() -> None:
    broad = [
        at(path, node)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and path.relative_to(SOURCE).parts[0].removesuffix(".py") in PURE
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert not broad


def test_few_faults_are_caught_whole_at_the_rim() -> None:
    broad = [
        at(path, node)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception")
    ]
    assert len(broad) <= 3, broad


def test_no_function_imports() -> None:
    """An import inside a function is a circle in disguise; the few that save a start-up say so on their line."""
    hidden = [
        at(path, inner)
        for path, node in FUNCTIONS
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
        and not re.search(r"noqa: PLC0415  # \w+", path.read_text(encoding="utf-8").splitlines()[inner.lineno - 1])
    ]
    assert not hidden


def test_what_the_top_rooms_ask_names_its_reader() -> None:
    """A query without a reader would answer anybody."""
    queries = {
        node.name: (path, node) for path, node in FUNCTIONS if "queries" in path.parts and node in TREES[path].body
    }
    asked = {
        alias.name
        for path, tree in TREES.items()
        if path.relative_to(SOURCE).parts[0] in {"workspace", "api", "cli"}
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("jisr.node.queries")
        and not (node.module or "").endswith((".clocks", ".reader"))  # which day, and who asks: they read no case
        for alias in node.names
    }
    blind = [
        f"{at(path, node)} {name}"
        for name, (path, node) in queries.items()
        if name in asked and "reader" not in {one.arg for one in node.args.kwonlyargs}
    ]
    assert not blind
