"""What only a build knows is known in one: pages, needs, and what covers a spec; and where reports are."""

from __future__ import annotations

import json

from building import Build
from claims.worlds import report
from samples import spec

CLAIMS = {
    "doc guide/start": "holds",
    "doc guide/stop": "missing",
    "doc specs/001-a": "holds",
    "need SPEC_001": "holds",
    "need REQ_1": "holds",
    "need REQ_2": "missing",
    "covered == 1": "holds",
    "covered == 2": "failed",
    "test tests/test_sums.py::test_divides": "failed",
    "test tests/test_sums.py::test_times": "missing",
}
BODY = "".join(f"- [x] Item {at} <!-- evidence: {one} -->\n" for at, one in enumerate(CLAIMS))


def test_a_build_knows_its_site(build: Build) -> None:
    result = build(
        {
            "conf.py": 'extensions = ["sphinx_leanspec"]\nneeds_build_json = True\n'
            'leanspec_test_reports = ["reports/*.xml"]\n',
            "index.md": "# Home\n\n```{toctree}\nguide/start\n```\n",
            "guide/start.md": "---\nspecs: [1]\n---\n\n# Start\n\n```{req} One\n:id: REQ_1\n```\n",
            "tests/test_sums.py": "",
            "reports/junit.xml": report("2026-01-01T10:00:00Z"),
            "specs/001-a/README.md": spec("A", body=f"## Plan\n\n{BODY}"),
        }
    )
    needs = json.loads((result.outdir / "needs.json").read_text("utf-8"))["versions"]
    (version,) = needs.values()
    checks = [need for need in version["needs"].values() if need["type"] == "check"]
    verdicts = {need["title"]: need["verdict"] for need in checks}
    assert verdicts == {f"Item {at}": word for at, word in enumerate(CLAIMS.values())}
