"""What should be read from 43 small files on which readers of frontmatter part ways.

Written by hand from LeanSpec's documented behaviour: spellings that LeanSpec accepts are no finding; a file
that ends its listing is read as far as it goes and has one finding; titles are those of CommonMark.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PLAIN: dict[str, Any] = {
    "title": "T",
    "title_line": 5,
    "status": "planned",
    "priority": None,
    "created": "2026-01-01",
    "tags": (),
    "depends_on": [],
    "custom": {},
}
"""What every case is expected to have where it does not say otherwise."""


@dataclass(frozen=True)
class Case:
    """A file, what is read from it beyond :data:`PLAIN`, and the code and line of its one finding."""

    text: str
    fields: dict[str, Any] = field(default_factory=dict)
    finding: tuple[str, int] | None = None


def _planned(head: str = "", body: str = "# T\n") -> str:
    return f"---\nstatus: planned\ncreated: 2026-01-01\n{head}---\n{body}"


def _status(written: str) -> str:
    return f"---\nstatus: {written}\ncreated: 2026-01-01\npriority: high\n---\n# T\n"


URGENT = {"title_line": 6, "priority": "high"}
NOTHING = {"title": "002-x", "title_line": None, "status": None, "created": None}

CASES = {
    # the block and its ends
    "ok": Case(_planned("priority: high\n"), URGENT),
    "crlf": Case(_planned("priority: high\n").replace("\n", "\r\n"), URGENT),
    "bom": Case("\ufeff" + _planned("priority: high\n"), URGENT, ("encoding", 1)),
    "leadblank": Case("\n\n" + _planned("priority: high\n"), {"title_line": 8, "priority": "high"}),
    "nofm": Case("# No FM\n\nbody\n", {**NOTHING, "title": "No FM", "title_line": 1}, ("frontmatter", 1)),
    "empty": Case("", NOTHING, ("frontmatter", 1)),
    "unclosed": Case(
        "---\nstatus: planned\ncreated: 2026-01-01\n# T\n", {"title_line": 4}, ("frontmatter", 1)
    ),
    "dash4": Case("-" + _planned(), {}, ("frontmatter", 1)),
    "fm-trailing": Case("---\nstatus: planned\ncreated: 2026-01-01\n--- # x\n# T\n"),
    "hr-in-body": Case(_planned(body="\n---\n\n# T after hr\n"), {"title": "T after hr", "title_line": 8}),
    # YAML
    "badyaml": Case(_planned("tags: [a\n"), {"title_line": 6, "tags": ("a",)}, ("frontmatter", 4)),
    "dupkey": Case(
        "---\nstatus: planned\nstatus: complete\ncreated: 2026-01-01\n---\n# T\n",
        {"status": "complete", "title_line": 6},
        ("frontmatter", 3),
    ),
    "tab": Case("---\nstatus:\tplanned\ncreated: 2026-01-01\n---\n# T\n"),
    "null-tags": Case(_planned("tags:\nassignee:\npriority:\ndepends_on: []\n"), {"title_line": 9}),
    # status
    "status-emoji": Case(_status('"✅ complete"'), {**URGENT, "status": "complete"}, ("status", 2)),
    "status-synonym-done": Case(_status("done"), {**URGENT, "status": "complete"}, ("status", 2)),
    "status-wip": Case(_status("wip"), {**URGENT, "status": "in-progress"}, ("status", 2)),
    "status-completed": Case(_status("completed"), {**URGENT, "status": "complete"}),
    "status-in_progress": Case(_status("in_progress"), {**URGENT, "status": "in-progress"}),
    "status-In-Progress": Case(_status("In-Progress"), {**URGENT, "status": "in-progress"}),
    "status-in progress": Case(_status("in progress"), {**URGENT, "status": "in-progress"}, ("status", 2)),
    "no-status": Case(
        "---\ncreated: 2026-01-01\n---\n# T\n", {"status": None, "title_line": 4}, ("status", 1)
    ),
    "status-null": Case("---\nstatus:\ncreated: 2026-01-01\n---\n# T\n", {"status": None}, ("status", 2)),
    # priority; LeanSpec lists the file with the number, but without its priority: the author should know
    "prio-urgent": Case(_planned("priority: urgent\n"), {"title_line": 6, "priority": "critical"}),
    "prio-P1": Case(_planned("priority: P1\n"), URGENT, ("priority", 4)),
    "prio-num": Case(_planned("priority: 1\n"), {"title_line": 6, "priority": "1"}, ("priority", 4)),
    # dates
    "no-created": Case(
        "---\nstatus: planned\n---\n# T\n", {"created": None, "title_line": 4}, ("created", 1)
    ),
    "created-dt": Case(
        "---\nstatus: planned\ncreated: 2026-01-01T10:00:00Z\ncreated_at: 2026-01-01 10:00:00\n"
        "updated_at: 2026-01-01\n---\n# T\n",
        {"created": "2026-01-01T10:00:00Z", "updated": "2026-01-01", "title_line": 7},
    ),
    "created-int": Case("---\nstatus: planned\ncreated: 20260101\n---\n# T\n", {}, ("created", 3)),
    # lists
    "deps-string": Case(_planned("depends_on: 001-ok\n"), {"depends_on": ["001-ok"], "title_line": 6}),
    "deps-csv": Case(
        _planned("depends_on: 001-ok, 002-x\n"), {"depends_on": ["001-ok", "002-x"], "title_line": 6}
    ),
    "deps-jsonstr": Case(
        _planned('depends_on: \'["001-ok","002-x"]\'\n'),
        {"depends_on": ["001-ok", "002-x"], "title_line": 6},
    ),
    "deps-int": Case(
        _planned('depends_on: [1, 037, 45, "046", 001-ok]\n'),
        {"depends_on": ["1", "037", "45", "046", "001-ok"], "title_line": 6},
    ),
    "deps-intscalar": Case(_planned("depends_on: 45\n"), {"depends_on": ["45"], "title_line": 6}),
    "dependsOn-camel": Case(
        _planned("dependsOn: [001-ok]\nrelated: [001-ok]\n"),
        {"custom": {"dependsOn": ["001-ok"]}, "related": ["001-ok"], "title_line": 7},
    ),
    "tags-int": Case(
        _planned("tags: [2024, a, true, v1.0, 1.0]\n"),
        {"tags": ("2024", "a", "true", "v1.0", "1.0"), "title_line": 6},
    ),
    "tags-string": Case(_planned("tags: a, b\n"), {"tags": ("a", "b"), "title_line": 6}),
    # the other fields
    "issue-int": Case(
        _planned(
            'issue: 123\npr: "#456"\nassignee: 7\nepic: E1\nbreaking: true\ndue: 2026-02-02\ncustomx: [1,2]\n'
        ),
        {
            "issue": "123",
            "pr": "#456",
            "assignee": "7",
            "epic": "E1",
            "breaking": True,
            "due": "2026-02-02",
            "custom": {"customx": [1, 2]},
            "title_line": 12,
        },
    ),
    "title-fm": Case(
        _planned("title: FM title\nname: nm\n", "# H1 title\n"),
        {"title": "H1 title", "custom": {"title": "FM title", "name": "nm"}, "title_line": 7},
    ),
    # titles
    "no-h1": Case(_planned(body="## Only h2\n"), {"title": "002-x", "title_line": None}),
    "h1-code": Case(
        _planned(body="```bash\n# comment not title\n```\n# Real title\n"),
        {"title": "Real title", "title_line": 8},
    ),
    "h1-double": Case(_planned(body="# # Hash title #\n"), {"title": "# Hash title"}),
    "setext": Case(_planned(body="Setext Title\n===\n"), {"title": "Setext Title"}),
}
