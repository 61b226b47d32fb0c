"""What two versions of the package make of the same repositories: every difference, and what each costs.

    python benchmarks/versions.py BEFORE AFTER REPO [REPO …] [--repeat 3] [--only cost|output]

BEFORE and AFTER are Python interpreters, each of an environment that has one version installed (``-P``: what
lies in the current folder is not imported). A repository
with a ``conf.py`` at its top is built by it, any other with one of three lines. Output is compared file by
file; needs.json as data, without the time it was made at. Costs are measured in turn, in one run.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from figures import Cost, run

_CONF = 'extensions = ["sphinx_leanspec"]\nhtml_theme = "furo"\n'
_ASSET = re.compile(rb"(\?v=|leanspec[\w-]*\.(?:css|js)\?v=)[0-9a-f]+")
"""The digest of a style sheet in an address: one other rule there is no difference in each page."""

_SHOWN = 6


def main() -> None:
    """Compare two versions, as the command line asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("repository", type=Path, nargs="+")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", choices=("cost", "output"))
    options = parser.parse_args()
    for repository in options.repository:
        print(f"\n## {repository.name}\n", flush=True)
        with tempfile.TemporaryDirectory() as scratch:
            if options.only != "cost":
                _compare(options.before, options.after, repository, Path(scratch))
            if options.only != "output":
                _measure(options.before, options.after, repository, Path(scratch), options.repeat)


def _compare(before: str, after: str, repository: Path, scratch: Path) -> None:
    """Build, check and list with both versions, and print what differs."""
    made = {}
    for name, python in (("before", before), ("after", after)):
        project = _project(repository, scratch / name)
        out = scratch / f"{name}-out"
        log = _output(python, project, out)
        made[name] = {"log": log, **_files(out), **_answers(python, project)}
    names = sorted(made["before"].keys() | made["after"].keys())
    differ = [name for name in names if made["before"].get(name) != made["after"].get(name)]
    print(f"{len(names)} outputs, {len(differ)} differ")
    for name in differ:
        print(f"\n### {name}")
        lines = _difference(made["before"].get(name, b""), made["after"].get(name, b""))
        for number, line in enumerate(lines):
            if number >= _SHOWN:
                print("…")
                break
            print(line[:240])


def _project(repository: Path, folder: Path) -> Path:
    kept = shutil.ignore_patterns(".git", "_build", ".tox", ".venv", "__pycache__", "build")
    shutil.copytree(repository, folder / "project", ignore=kept)
    conf = folder / "project" / "conf.py"
    if not conf.is_file():
        conf.write_text(_CONF, "utf-8")
        (conf.parent / "index.md").write_text("# Home\n", "utf-8")
    return conf.parent


def _output(python: str, project: Path, out: Path) -> bytes:
    """Build a site, and return its warnings with paths relative to the project."""
    command = [python, "-P", "-m", "sphinx", "-q", "-E", "-d", f"{out}-doctrees", str(project), str(out)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{python} cannot build {project}: {done.stderr.decode()}")
    return b"\n".join(sorted(done.stderr.replace(f"{project}/".encode(), b"").splitlines()))


def _files(out: Path) -> Mapping[str, bytes]:
    """Return every file of a site by its path, without what differs in each build."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if (
            not path.is_file()
            or path.name in (".buildinfo", "schema_violations.json")
            or name.startswith("_static/")
        ):
            continue
        data = path.read_bytes()
        if path.name == "needs.json":
            content = json.loads(data)
            content.pop("created", None)
            for version in content["versions"].values():
                version.pop("created", None)
            data = json.dumps(content, indent=1, sort_keys=True).encode()
        found[name] = _ASSET.sub(rb"\1", data)
    return found


def _answers(python: str, project: Path) -> Mapping[str, bytes]:
    """Return what ``check`` and ``list`` say of a project."""
    found = {}
    for command in ("check", "list"):
        words = [python, "-P", "-m", "sphinx_leanspec.cli", command, "--format", "json", str(project)]
        if command == "check":
            words[-1:-1] = ["--severity", "info"]
        done = subprocess.run(words, capture_output=True, check=False)
        found[f"{command} --format json"] = done.stdout.replace(f"{project}/".encode(), b"")
    return found


def _difference(before: bytes, after: bytes) -> Iterator[str]:
    texts = [
        re.sub(r"(?<=>)(?=<)", "\n", data.decode(errors="replace")).splitlines() for data in (before, after)
    ]
    lines = difflib.unified_diff(texts[0], texts[1], "before", "after", lineterm="", n=0)
    return (line for line in lines if not line.startswith(("---", "+++", "@@")))


def _measure(before: str, after: str, repository: Path, scratch: Path, repeat: int) -> None:
    """Print what each command costs, after against before.

    The version after builds by ``sphinx-build`` and, in its own process, as ``sphinx-leanspec build`` does.
    """
    tasks = ("clean", "nothing changed", "one edited", "list", "check")
    ways = (
        ("before", before, "sphinx"),
        ("after", after, "sphinx"),
        ("own", after, "sphinx_leanspec.extension"),
    )
    costs: dict[tuple[str, str], list[Cost]] = {}
    for turn in range(repeat):
        for name, python, module in ways:
            project = _project(repository, scratch / f"{name}-{turn}")
            build = [python, "-P", "-m", module, "-q", str(project), str(scratch / f"{name}-{turn}-out")]
            edited = min(project.glob("specs/*/README.md"))
            for task in tasks:
                if task == "one edited":
                    edited.write_text(f"{edited.read_text('utf-8')}\nOne more thing.\n", "utf-8")
                words = [python, "-P", "-m", "sphinx_leanspec.cli", task, str(project)]
                ours = {"list": words, "check": [*words, "--fail-on", "never"]}
                costs.setdefault((task, name), []).append(run(ours.get(task, build), scratch, scratch))
                print(f"{name} {task}: {costs[task, name][-1].cpu:.2f} s", file=sys.stderr)
    print("\n| task | CPU before | after | ratio | own process | ratio | MiB before | after | ratio |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for task in tasks:
        old, new, own = (Cost.median(costs[task, name]) for name, *_ in ways)
        cpu = f"{old.cpu:.2f} s | {new.cpu:.2f} s | {new.cpu / old.cpu:.2f}"
        cpu += f" | {own.cpu:.2f} s | {own.cpu / old.cpu:.2f}"
        print(f"| {task} | {cpu} | {old.memory:.0f} | {new.memory:.0f} | {new.memory / old.memory:.2f} |")


if __name__ == "__main__":
    main()
