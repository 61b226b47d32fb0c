"""What evidence costs: the same specs built without and with it, in turn, and what deciding it takes.

    python benchmarks/evidence.py [--specs 400] [--annotations 2000] [--repeat 2]

The annotations are of all kinds that look at files, reports, git and the corpus; a third does not hold. The
repository has a history of one commit, and as many files as annotations.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import generate

from sphinx_leanspec.claims import Claims, EvidenceSettings, World
from sphinx_leanspec.claims.junit import ReportSettings
from sphinx_leanspec.corpus import load

_ITEM = re.compile(r"^ *- \[[ x]\] .*$", re.MULTILINE)
_CONF = """extensions = ["sphinx_leanspec"]
leanspec_check_needs = False
leanspec_test_reports = ["reports/*.xml"]
"""
_KINDS: tuple[Callable[[int], str], ...] = (
    lambda at: f"file src/part{at % 40}/file{at}.py",
    lambda at: f"file src/part{at % 40}/lost{at}.py",
    lambda at: f"files src/part{at % 40}/*.py >= 1",
    lambda at: f'text src/part{at % 40}/file{at}.py "def f{at}("',
    lambda at: f'matches src/part{at % 40}/file{at}.py "^def f[0-9]+"',
    lambda at: f"test tests/test_{at % 40}.py::test_{at}",
    lambda at: f"test tests/test_{at % 40}.py::test_lost_{at}",
    lambda at: f"spec {at % 90 + 1:03}",
    lambda _: "ancestor main",
)


def annotate(root: Path, number: int) -> int:
    """Write evidence behind the items of specs, evenly; the files, tests and commits that it names, too."""
    specs = sorted(root.glob("specs/*/README.md"))
    items = sum(len(_ITEM.findall(path.read_text("utf-8"))) for path in specs)
    every, seen, written = max(items // number, 1), 0, 0
    for path in specs:

        def offered(found: re.Match[str]) -> str:
            nonlocal seen, written
            seen += 1
            if seen % every or written >= number:
                return found[0]
            written += 1
            return f"{found[0]} <!-- evidence: {_KINDS[written % len(_KINDS)](written)} -->"

        path.write_text(_ITEM.sub(offered, path.read_text("utf-8")), "utf-8")
    return written


def surround(root: Path, number: int) -> None:
    """Write what the evidence names."""
    cases = []
    for at in range(number + 1):
        path = root / f"src/part{at % 40}/file{at}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"import os\n\n\ndef f{at}(): ...\n", "utf-8")
        cases.append(f'<testcase classname="tests.test_{at % 40}" name="test_{at}" time="0.01"/>')
    for at in range(40):
        path = root / f"tests/test_{at}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("", "utf-8")
    (root / "reports").mkdir()
    suite = f'<testsuite name="pytest" tests="{len(cases)}" timestamp="2030-01-01T00:00:00+00:00">'
    text = f"<testsuites>{suite}{''.join(cases)}</testsuite></testsuites>"
    (root / "reports/junit.xml").write_text(text, "utf-8")
    (root / ".gitignore").write_text("reports/\n_*/\n", "utf-8")
    (root / "conf.py").write_text(_CONF, "utf-8")
    (root / "index.md").write_text("# Project\n", "utf-8")
    for command in ("init -q -b main", "add -A", "-c user.name=n -c user.email=n@e.invalid commit -qm begin"):
        subprocess.run(["git", *command.split()], cwd=root, check=True)


def build(root: Path, out: Path) -> float:
    """Build a site, and return the CPU seconds that it took."""
    before = os.times()
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "html", str(root), str(out)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def decide(root: Path) -> tuple[float, dict[str, int]]:
    """Decide all evidence once, and return the seconds that it took, git among them, and the verdicts."""
    corpus = load(root)
    claims = Claims(World(corpus, settings=EvidenceSettings((ReportSettings("reports/*.xml"),))))
    begun = time.perf_counter()
    words = [judged.word for *_, judged in claims.all() if judged.word]
    return time.perf_counter() - begun, {word: words.count(word) for word in sorted(set(words))}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--specs", type=int, default=400)
    parser.add_argument("--annotations", type=int, default=2_000)
    parser.add_argument("--repeat", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        roots = {name: Path(folder, name) for name in ("without", "with")}
        for root in roots.values():
            generate.generate(root, arguments.specs)
        written = annotate(roots["with"], arguments.annotations)
        for root in roots.values():
            surround(root, arguments.annotations)
        taken: dict[str, list[float]] = {name: [] for name in roots}
        for _ in range(arguments.repeat):
            for name, root in roots.items():
                taken[name].append(build(root, root / "_build"))
        best = {name: min(times) for name, times in taken.items()}
        seconds, words = min((decide(roots["with"]) for _ in range(3)), key=lambda one: one[0])
    share = (best["with"] - best["without"]) / best["without"]
    figures = {
        "annotations": written,
        "build, CPU s": {name: round(one, 2) for name, one in best.items()},
        "more, %": round(100 * share, 1),
        "deciding, s": round(seconds, 2),
        "verdicts": words,
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
