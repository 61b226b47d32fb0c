"""Files of OpenSpec, right and wrong, and what OpenSpec 1.13.2 said of them when it was asked.

Each case is a change or a capability. The verdict is that of ``openspec validate --all --json``: how many of
its issues are errors, warnings and infos. What it says twice is counted once, and that ``skip_specs`` was
accepted is no issue.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Files = Mapping[str, str]

STEPS = "- **WHEN** the bell rings\n- **THEN** the door opens\n"
PURPOSE = (
    "## Purpose\nOpens the door to whoever rings, by day and by night, for as long as the house stands.\n"
)


def requirement(name: str, text: str = "The door SHALL open.", *cases: str) -> str:
    """A requirement with some scenarios, one if none is named."""
    scenarios = "".join(f"\n#### Scenario: {case}\n{STEPS}" for case in cases or ("Ring",))
    return f"### Requirement: {name}\n{text}\n{scenarios}\n"


def capability(*requirements: str, purpose: str = PURPOSE) -> str:
    """The text of a capability."""
    return f"# Doors\n\n{purpose}\n## Requirements\n\n{''.join(requirements)}"


def added(*requirements: str) -> str:
    """A delta that adds requirements."""
    return f"## ADDED Requirements\n\n{''.join(requirements)}"


PROPOSAL = "## Why\n\nPeople stand before the door, and nobody hears them.\n\n## What Changes\n\n- A bell\n"
TASKS = "## 1. Bell\n\n- [x] 1.1 Buy it\n- [ ] 1.2 Hang it\n"
METADATA = "schema: spec-driven\ncreated: 2026-03-01\n"
BELL = requirement("Ring")


def change(delta: str | None = None, **files: str) -> Files:
    """A change of the capability ``doors``."""
    usual = {"proposal.md": PROPOSAL, "tasks.md": TASKS, ".openspec.yaml": METADATA}
    deltas = {} if delta is None else {"specs/doors/spec.md": delta}
    return {**usual, **deltas, **files}


class Case(NamedTuple):
    """A change or a capability, and how many errors, warnings and infos OpenSpec has for it."""

    files: Files
    verdict: tuple[int, int, int]


MAIN = capability(requirement("Open", "The door SHALL open.", "Key", "Bell"), requirement("Close"))
RENAMED = "## RENAMED Requirements\n\n{}\n"
FROM, TO = "- FROM: `### Requirement: {}`\n", "- TO: `### Requirement: {}`\n"

CAPABILITIES: Mapping[str, tuple[str, tuple[int, int, int]]] = {
    "doors": (MAIN, (0, 0, 0)),
    "halls/stairs": (capability(requirement("Climb")), (0, 0, 0)),
    "no-purpose": ("# A\n\n## Requirements\n\n" + BELL, (1, 0, 0)),
    "no-requirements-section": (f"# A\n\n{PURPOSE}", (1, 0, 0)),
    "no-requirement": (f"# A\n\n{PURPOSE}\n## Requirements\n\nNone yet.\n", (1, 0, 0)),
    "brief": (capability(BELL, purpose="## Purpose\nDoors.\n"), (0, 1, 0)),
    "placeholder": (
        capability(
            BELL,
            purpose="## Purpose\nTBD - created by archiving change add-bell. Update Purpose after archive.\n",
        ),
        (0, 1, 0),
    ),
    "marker": (capability(BELL, purpose=f"## Purpose\nTODO: say it\n{'x' * 60}\n"), (0, 1, 0)),
    "no-scenario": (capability("### Requirement: Ring\nThe bell SHALL ring.\n"), (1, 0, 0)),
    "bare-scenario": (
        capability("### Requirement: Ring\nThe bell SHALL ring.\n\n#### Scenario: Ring\n"),
        (1, 0, 0),
    ),
    "other-scenario": (
        capability(f"### Requirement: Ring\nThe bell SHALL ring.\n\n#### By night\n{STEPS}"),
        (0, 0, 0),
    ),
    "deeper-scenario": (
        capability(f"### Requirement: Ring\nThe bell SHALL ring.\n\n##### By night\n{STEPS}"),
        (0, 0, 0),
    ),
    "cut-by-a-bare-heading": (
        capability(f"### Requirement: Ring\nThe bell SHALL ring.\n\n#### Scenario: A\n#### \n{STEPS}"),
        (1, 0, 0),
    ),
    "no-keyword": (capability(requirement("Ring", "The bell rings.")), (0, 1, 0)),
    "no-text": (capability(requirement("The bell SHALL ring", "")), (1, 0, 0)),
    "only-metadata": (capability(requirement("Ring", "**Rule**: The bell MUST ring.")), (0, 0, 0)),
    "long": (capability(requirement("Ring", f"The bell SHALL ring. {'x' * 500}")), (0, 0, 1)),
    "twins": (capability(BELL, BELL), (1, 0, 0)),
    "outside": (capability(BELL) + "\n## Notes\n\n" + requirement("Lost"), (1, 0, 0)),
    "delta-heading": (capability(BELL) + "\n## ADDED Requirements\n\n", (1, 0, 0)),
    "in-a-fence": (capability(BELL) + "\n```\n## ADDED Requirements\n```\n", (0, 0, 0)),
    "closed-heading": (
        capability(f"### Requirement: Ring ###\nThe bell SHALL ring.\n\n#### Scenario: A ##\n{STEPS}"),
        (0, 0, 0),
    ),
    "lower-case": (
        f"# A\n\n{PURPOSE.replace('Purpose', 'purpose')}\n## requirements\n\n{BELL.replace('Req', 'req')}",
        (0, 0, 0),
    ),
}

CHANGES: Mapping[str, Case] = {
    "right": Case(change(added(BELL)), (0, 0, 0)),
    "no-delta": Case(change(), (1, 0, 0)),
    "skipped": Case(change(**{".openspec.yaml": METADATA + "skip_specs: true\n"}), (0, 0, 0)),
    "skipped-with-delta": Case(
        change(added(BELL), **{".openspec.yaml": METADATA + "skip_specs: true\n"}), (1, 0, 0)
    ),
    "skipped-by-broken-metadata": Case(
        change(**{".openspec.yaml": METADATA.replace("2026-03-01", "soon") + "skip_specs: true\n"}), (2, 0, 0)
    ),
    "skipped-by-a-word": Case(change(**{".openspec.yaml": METADATA + "skip_specs: 'yes'\n"}), (2, 0, 0)),
    "skipped-in-no-yaml": Case(
        change(added(BELL), **{".openspec.yaml": METADATA + "goal: [a\nskip_specs: true\n"}), (1, 0, 0)
    ),
    "not-skipped": Case(
        change(added(BELL), **{".openspec.yaml": "goal: [a]\nskip_specs: false\n"}), (0, 0, 0)
    ),
    "broken-metadata-and-twin-numbers": Case(
        change(
            added(BELL),
            **{".openspec.yaml": "goal: Ring\n", "tasks.md": "## 1. Bell\n\n- [ ] 1.1 A\n- [ ] 1.1 B\n"},
        ),
        (0, 0, 0),
    ),
    "without-metadata": Case({"proposal.md": PROPOSAL, "specs/doors/spec.md": added(BELL)}, (0, 0, 0)),
    "no-text": Case(change(added(requirement("Ring", ""))), (1, 0, 0)),
    "no-keyword": Case(change(added(requirement("Ring", "It rings."))), (0, 1, 0)),
    "no-scenario": Case(change(added("### Requirement: Ring\nIt SHALL ring.\n")), (1, 0, 0)),
    "twice-added": Case(change(added(BELL, BELL)), (1, 0, 0)),
    "added-and-removed": Case(
        change(added(BELL) + "\n## REMOVED Requirements\n\n### Requirement: Ring\n"), (1, 0, 0)
    ),
    "added-and-modified": Case(change(added(BELL) + "\n## MODIFIED Requirements\n\n" + BELL), (1, 0, 0)),
    "from-without-to": Case(change(RENAMED.format(FROM.format("Open")) + added(BELL)), (1, 0, 0)),
    "to-without-from": Case(change(RENAMED.format(TO.format("Open")) + added(BELL)), (1, 0, 0)),
    "renamed": Case(change(RENAMED.format(FROM.format("Close") + TO.format("Shut"))), (0, 0, 0)),
    "renamed-and-gone": Case(change(RENAMED.format(FROM.format("Lock") + TO.format("Bolt"))), (0, 0, 1)),
    "renamed-onto": Case(change(RENAMED.format(FROM.format("Open") + TO.format("Close"))), (0, 0, 1)),
    "renamed-and-removed": Case(
        change(
            RENAMED.format(FROM.format("Close") + TO.format("Shut"))
            + "## REMOVED Requirements\n\n- `### Requirement: close`\n"
        ),
        (1, 0, 0),
    ),
    "modified-by-its-old-name": Case(
        change(
            RENAMED.format(FROM.format("Close") + TO.format("Shut"))
            + "## MODIFIED Requirements\n\n"
            + requirement("Close")
        ),
        (1, 0, 0),
    ),
    "modified-after-renaming": Case(
        change(
            RENAMED.format(FROM.format("Close") + TO.format("Shut"))
            + "## MODIFIED Requirements\n\n"
            + requirement("Shut")
        ),
        (0, 0, 0),
    ),
    "loses-a-scenario": Case(
        change("## MODIFIED Requirements\n\n" + requirement("Open", "It MUST open.", "Key")), (1, 0, 0)
    ),
    "loses-a-scenario-and-is-wrong": Case(
        change("## MODIFIED Requirements\n\n" + requirement("Open", "", "Key")), (2, 0, 0)
    ),
    "keeps-its-scenarios": Case(
        change("## MODIFIED Requirements\n\n" + requirement("Open", "It MUST open.", "Bell", "Key", "Hand")),
        (0, 0, 0),
    ),
    "modifies-nothing": Case(change("## MODIFIED Requirements\n\n" + requirement("Lock")), (0, 0, 1)),
    "adds-what-is-there": Case(change(added(requirement("Open", "It MUST open."))), (0, 0, 1)),
    "adds-what-is-nearly-there": Case(change(added(requirement("open"))), (0, 0, 1)),
    "adds-the-same": Case(change(added(requirement("Close"))), (0, 0, 0)),
    "removes-nothing": Case(change("## REMOVED Requirements\n\n### Requirement: Lock\n"), (0, 0, 0)),
    "removes-nearly": Case(change("## REMOVED Requirements\n\n### Requirement: CLOSE\n"), (0, 0, 1)),
    "of-no-capability": Case(
        {"proposal.md": PROPOSAL, "specs/roofs/spec.md": "## MODIFIED Requirements\n\n" + BELL}, (0, 0, 1)
    ),
    "new-capability": Case({"proposal.md": PROPOSAL, "specs/roofs/spec.md": added(BELL)}, (0, 0, 0)),
    "no-heading": Case(change(BELL), (2, 1, 0)),
    "empty-heading": Case(change("## ADDED Requirements\n\nLater.\n"), (2, 0, 0)),
    "outside": Case(change(added(BELL) + "\n## Notes\n\n" + requirement("Lost")), (0, 1, 0)),
    "stray": Case(change(added("### About bells\n\n", BELL)), (0, 0, 1)),
    "spec-at-the-top": Case(change(**{"specs/spec.md": added(BELL)}), (1, 0, 0)),
    "beside-a-spec": Case(change(added(BELL), **{"specs/doors/more.md": added(BELL)}), (1, 0, 0)),
    "no-box": Case(change(added(BELL), **{"tasks.md": "## 1. Bell\n\n- 1.1 Buy it\n"}), (0, 1, 0)),
    "twin-numbers": Case(
        change(added(BELL), **{"tasks.md": "## 1. Bell\n\n- [ ] 1.1 Buy it\n- [ ] 1.1 Hang it\n"}), (0, 1, 0)
    ),
    "wrong-group": Case(
        change(added(BELL), **{"tasks.md": "## 1. Bell\n\n- [ ] 2.1 Buy it\n- [ ] 1.2 Hang it\n"}), (0, 1, 0)
    ),
    "emoji-in-a-box": Case(
        change(added(BELL), **{"tasks.md": "## 1. Bell\n\n- [\N{GRINNING FACE}] 1.1 A\n"}), (0, 1, 0)
    ),
    "byte-order-mark-and-nothing-to-modify": Case(
        change("\ufeff## MODIFIED Requirements\n\n" + requirement("Lock")), (0, 0, 1)
    ),
    "scenario-without-name": Case(
        change(added("### Requirement: Ring\nThe bell SHALL ring.\n\n#### \n- **THEN** it rings\n")),
        (0, 0, 0),
    ),
    "repeated-heading": Case(change(added(BELL) + "\n" + added(requirement("Knock"))), (0, 0, 0)),
    "any-case": Case(change(added(BELL).replace("ADDED", "Added")), (0, 0, 0)),
    "wrapper": Case({f"inner/{name}": text for name, text in change(added(BELL)).items()}, (1, 0, 0)),
}


def project() -> dict[str, str]:
    """All of them in one repository."""
    specs = {f"openspec/specs/{name}/spec.md": text for name, (text, _) in CAPABILITIES.items()}
    changes = {
        f"openspec/changes/{name}/{path}": text
        for name, case in CHANGES.items()
        for path, text in case.files.items()
    }
    return {
        ".git/HEAD": "ref: refs/heads/main\n",
        "openspec/config.yaml": "schema: spec-driven\n",
        **specs,
        **changes,
    }
