"""Small repositories that several tests look at."""

from __future__ import annotations

HEAD = "---\nstatus: planned\ncreated: 2026-01-01\n---\n\n"


def spec(title: str, *head: str, body: str = "", status: str = "planned") -> str:
    """The text of a spec: its title, further lines of frontmatter, what stands below the title."""
    lines = [f"status: {status}", "created: 2026-01-01", *head]
    return "---\n" + "\n".join(lines) + f"\n---\n\n# {title}\n\n{body}"


HOUSE = {
    "specs/001-ground/README.md": spec(
        "Ground",
        "priority: high",
        "tags: [stone, earth]",
        "assignee: ada",
        "completed_at: 2026-03-04T05:06:07Z",
        status="complete",
        body="## Plan\n\n- [x] Dig\n- [x] Pour\n  - [ ] Let it dry\n\n## Test\n\n- [ ] Stand on it\n",
    ),
    "specs/002-walls/README.md": spec(
        "Walls",
        "priority: low",
        "tags: [stone]",
        "depends_on: [001-ground]",
        "parent: 004-house",
        status="in-progress",
        body="Rests on [the ground](../001-ground/README.md).\n\n"
        "## Plan\n\n- [x] Lay bricks\n- [ ] Plaster\n",
    ),
    "specs/002-walls/DESIGN.md": "# Bricks\n\nRed ones.\n\n- [ ] No check of the spec\n",
    "specs/003-roof/README.md": spec(
        "Roof",
        "depends_on: [2]",
        "parent: 004-house",
        body="- [ ] Tiles <!-- id: tiles -->\n- [ ] Solar <!-- n/a: no sun -->\n",
    ),
    "specs/004-house/README.md": spec("House", status="draft"),
}
"""Four specs: two depend on another, two have a parent, one has a second page, one is nearly done."""
