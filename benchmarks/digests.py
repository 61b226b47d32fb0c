"""Digests of real code under several Pythons: how many differ, in our normal form and in others.

    python benchmarks/digests.py [--python /path/to/python3.13 …] [nemo-automodel==0.7.0 …]

Distributions are fetched into the cache of `sphinx-leanspec sources`; the Pythons need no package.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DISTRIBUTIONS = ("nemo-automodel==0.7.0", "axolotl==0.21.0")
MINORS = range(11, 20)

Digested = Mapping[str, list[str]]
"""Of each function and class the digests of its forms."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("distributions", nargs="*", default=DISTRIBUTIONS, metavar="NAME==VERSION")
    parser.add_argument(
        "--python", action="append", default=[], help="an interpreter; default: all there are"
    )
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        options.worker.write_text(json.dumps(digested(map(Path, options.distributions))), "utf-8")
        return 0
    wheels = [fetched(said) for said in options.distributions]
    told: dict[str, tuple[Digested, float]] = {}
    for python in options.python or pythons():
        if found := run(python, wheels):
            told[python] = found
    return report(told)


def report(told: Mapping[str, tuple[Digested, float]]) -> int:
    """Print how many digests differ from those of the first Python."""
    (first, (usual, _)), *_ = told.items()
    symbols = sum(name.partition(" ")[0] != "module" for name in usual)
    print(f"{symbols:,} functions and classes; {version(first)} is compared with")
    print(f"{'':32}{'  '.join(f'{name:>18}' for name in FORMS)}{'seconds':>10}")
    worst = 0
    for python, (digests, seconds) in told.items():
        assert digests.keys() == usual.keys(), f"{python} does not find the same symbols"
        worst += sum(digests[name][:2] != usual[name][:2] for name in usual)
        named = [name for name in usual if not name.startswith("module ")]
        differ = [
            sum(digests[name][number] != usual[name][number] for name in named)
            for number in range(len(FORMS))
        ]
        print(f"{version(python):32}{'  '.join(f'{number:>18,}' for number in differ)}{seconds:>10.1f}")
    return 1 if worst or len(told) < 2 else 0


def fetched(said: str) -> Path:
    """Return the archive of a distribution."""
    sys.path.insert(0, str(ROOT))
    from sphinx_leanspec.files import cache_folder
    from sphinx_leanspec.sources.pypi import PackageIndex
    from sphinx_leanspec.sources.watching import Silent

    name, _, release = said.partition("==")
    index = PackageIndex(cache_folder(), Silent())
    return index.fetch(index.file_of(name, release))


def pythons() -> Iterator[str]:
    """Yield the Pythons of this machine from 3.11 on, each version once."""
    found = [shutil.which(f"python3.{minor}") for minor in MINORS]
    kept = [
        path
        for root in (".pyenv/versions", ".local/share/uv/python")
        for path in Path.home().glob(f"{root}/*")
    ]
    found += [str(path / "bin/python3") for path in sorted(kept) if (path / "bin/python3").is_file()]
    seen: set[str] = set()
    for python in filter(None, [sys.executable, *found]):
        told = version(python)
        if told and told not in seen and tuple(map(int, told.split()[1].split(".")[:2])) >= (3, 11):
            seen.add(told)
            yield python


def version(python: str) -> str:
    done = subprocess.run([python, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def run(python: str, wheels: list[Path]) -> tuple[Digested, float] | None:
    """Run this script under another Python."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "digests.json")
        command = [python, __file__, "--worker", str(out), *map(str, wheels)]
        begun = time.perf_counter()
        done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
        if done.returncode:
            print(f"{python} could not do it", file=sys.stderr)
            return None
        return json.loads(out.read_text("utf-8")), time.perf_counter() - begun


def digested(wheels: Iterator[Path]) -> dict[str, list[str]]:
    """Return the digests of all functions and classes, nested ones included, and of modules."""
    from sphinx_leanspec.sources.normal import all_digests

    warnings.simplefilter("ignore")
    found: dict[str, list[str]] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for path in sorted(name for name in archive.namelist() if name.endswith(".py")):
                tree = ast.parse(archive.read(path))
                digests = all_digests(tree)
                found[f"module {path}"] = [*digests[tree], *(form(tree) for form in OTHERS.values())]
                for node in ast.walk(tree):
                    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                        name = f"{path} {node.name} {node.lineno}:{node.col_offset}"
                        found[name] = [*digests[node], *(form(node) for form in OTHERS.values())]
    return found


def hashed(form: Callable[[ast.AST], str]) -> Callable[[ast.AST], str]:
    return lambda node: hashlib.sha256(form(node).encode("utf-8", "surrogatepass")).hexdigest()


OTHERS: Mapping[str, Callable[[ast.AST], str]] = {
    "ast.dump": hashed(ast.dump),
    "ast.unparse": hashed(ast.unparse),
}
FORMS = ("ours", "without docstrings", *OTHERS)

if __name__ == "__main__":
    sys.exit(main())
