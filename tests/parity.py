"""Compare what ``sphinx-leanspec list`` says of a corpus with what LeanSpec itself says of it.

    python tests/parity.py CORPUS ORACLE

Exits with 1 if a field of a spec differs, and names each that does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx_leanspec.dates import instant

SAME = ("number", "title", "status", "priority", "assignee")


def listing(corpus: Path) -> dict[str, Any]:
    """Run the command as a user would."""
    command = [sys.executable, "-m", "sphinx_leanspec.cli", "list", str(corpus), "--format", "json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)


def differences(ours: dict[str, Any], theirs: dict[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    """:returns: spec, field, our value and theirs wherever they differ."""
    specs = {spec["id"]: spec for spec in ours["specs"]}
    for key in sorted(specs.keys() ^ theirs.keys()):
        yield key, "id", key in specs, key in theirs
    for key in sorted(specs.keys() & theirs.keys()):
        spec, other = specs[key], theirs[key]
        pairs = {name: (spec[name], other[name]) for name in SAME}
        pairs |= {
            "tags": (spec["tags"], other["tags"]),
            "created": (instant(spec["created"]), instant(other["created"])),
            "updated_at": (instant(spec["updated_at"]), instant(other["updated_at"])),
            "completed_at": (instant(spec["completed_at"]), instant(other["completed_at_http"])),
            "checks": ([spec["checks"]["done"], spec["checks"]["total"]], other["checks"]),
            "sub_documents": ([Path(path).name for path in spec["sub_documents"]], other["sub_docs"]),
            "parent_ref": (spec["parent_ref"], other["parent"]),
            "parent": (spec["parent"], other["parent"] if other["parent"] in theirs else None),
            # LeanSpec resolves exact ids alone: what it resolves we must, and what it lists we must know of
            "depends_on": (
                len(spec["depends_on"]) + sum(lost["field"] == "depends_on" for lost in spec["unresolved"]),
                len(other["depends_on"]),
            ),
            "exact depends_on": (
                sorted(ref for ref in other["depends_on"] if ref in theirs and ref not in spec["depends_on"]),
                [],
            ),
        }
        for name, (mine, their) in pairs.items():
            if mine != their:
                yield key, name, mine, their


def main(corpus: Path, oracle: Path) -> int:
    ours = listing(corpus)
    theirs = json.loads(oracle.read_text(encoding="utf-8"))
    found = list(differences(ours, theirs))
    for key, name, mine, their in found:
        print(f"{key}: {name}: {mine!r} here, {their!r} in LeanSpec")
    parents = [spec for spec in ours["specs"] if spec["parent_ref"]]
    edges = sum(len(spec["depends_on"]) for spec in ours["specs"])
    lost = Counter(entry["field"] for spec in ours["specs"] for entry in spec["unresolved"])
    print(
        f"{len(ours['specs'])} specs compared, {len(found)} differences; "
        f"{len(parents)} parents, {sum(spec['parent'] is not None for spec in parents)} resolved; "
        f"{edges + lost['depends_on']} dependencies, {edges} resolved"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
