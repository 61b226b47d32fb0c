"""How many tests the obvious lookup gets right: `ub-test-reports` reads, the first case that fits counts.

    pip install ub-test-reports==1.1
    python benchmarks/reports.py FOLDER

FOLDER has reports and an ``expected.json``: file, id as a person writes it, verdict; where that is an object,
its ``verdict`` is what can be said from the report. A case fits if its name is the last part of the id or all
parts after the file, and its class is the file, the groups, the path with dots, or the name again. Ours is
measured beside it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx_leanspec.claims.junit import ReportSettings, TestReports

_SAID = {"error": "failed", "disabled": "skipped"}


def main() -> None:
    """Compare both, as the command line asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for name, ids in expected.items():
        if name.startswith("_"):
            continue
        cases = read(folder / name)
        ours = TestReports(folder, [ReportSettings(name, base=ids.pop("_base", ""))], lambda _: False)
        for test_id, said in ids.items():
            verdict = said["verdict"] if isinstance(said, dict) else said
            obvious = "unreadable" if cases is None else first(cases, test_id)
            right["all"] += 1
            right["obvious"] += obvious == verdict
            right["ours"] += ours.look_up(test_id).verdict == verdict
            if obvious != verdict:
                kind = "a pass that is none" if obvious == "passed" else obvious
                wrong[kind] += 1
    print(f"of {right['all']} verdicts, ub-test-reports gets {right['obvious']} and we {right['ours']}")
    for kind, count in wrong.most_common():
        print(f"wrong, {kind}: {count}")


def read(path: Path) -> list[dict[str, Any]] | None:
    """Return the cases of a report, or None if it cannot be read."""
    from ub_test_reports.errors import ReportReadError  # type: ignore[import-not-found, unused-ignore]
    from ub_test_reports.junitparser import JUnitParser  # type: ignore[import-not-found, unused-ignore]

    try:
        return list(_cases(JUnitParser(str(path)).parse()))
    except ReportReadError:
        return None


def _cases(suites: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for suite in suites:
        yield from suite["testcases"]
        yield from _cases(suite["testsuite_nested"])


def first(cases: Iterable[dict[str, Any]], test_id: str) -> str:
    """Return the result of the first case that fits an id."""
    parts = re.split(r" [>›] |::(?![^\[]*\])", test_id)
    file, titles = (parts[0], parts[1:]) if len(parts) > 1 else ("", parts)
    joined = [separator.join(titles) for separator in (" > ", " › ", " ", "::", "/")]
    dotted = ".".join([re.sub(r"\.\w+$", "", file).replace("/", "."), *titles[:-1]]).strip(".")
    groups = [separator.join(titles[:-1]) for separator in (" > ", " ", ".", "::")]
    for case in cases:
        name, classname = case["name"].strip(), case["classname"].strip()
        if name in (titles[-1], *joined) and classname in (file, f"./{file}", dotted, *groups, name):
            result = str(case["result"])
            return _SAID.get(result, result)
    return "missing"


if __name__ == "__main__":
    main()
