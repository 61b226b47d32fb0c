from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from sphinx_leanspec.cycles import circles

PACKAGE = Path(__file__).parents[1] / "sphinx_leanspec"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "starter" not in path.parts)
TREES = {path.relative_to(PACKAGE.parent): ast.parse(path.read_text("utf-8")) for path in SOURCES}


def module_of(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in TREES}


def imported(path: Path) -> list[str]:
    """The modules of the package that one imports, inside functions and for types alone, too."""
    package = module_of(path) if path.name == "__init__.py" else module_of(path).rpartition(".")[0]
    found = []
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            base = ".".join([*above, *((node.module or "").split(".") if node.module else [])])
            found += [name if name in MODULES else base for a in node.names for name in [f"{base}.{a.name}"]]
    return [name for name in found if name in MODULES and name != module_of(path)]


def test_no_module_is_part_of_a_circle() -> None:
    edges = {name: imported(path) for name, path in MODULES.items()}
    assert sum(map(len, edges.values())) > 500, "the imports are not seen any more"
    # the package's own lazy setup() is the way in, not a part of anything
    edges["sphinx_leanspec"] = []
    assert [" -> ".join(circle) for circle in circles(edges)] == []


def test_a_public_class_name_stands_once() -> None:
    where = defaultdict(list)
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(f"{path}:{node.lineno}")
    assert len(where) > 100
    assert {name: places for name, places in where.items() if len(places) > 1} == {}


def test_a_docstring_begins_with_a_sentence() -> None:
    documented = [
        (f"{path}:{node.lineno}", docstring.lstrip())
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and (docstring := ast.get_docstring(node))
    ]
    assert len(documented) > 800
    assert [place for place, docstring in documented if docstring.startswith(":")] == []
