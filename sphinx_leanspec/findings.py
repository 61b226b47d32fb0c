"""What is wrong with a project, and how much it matters: frozen records, no I/O."""

from __future__ import annotations

from operator import attrgetter
from typing import Final, Literal, NamedTuple, get_args

from msgspec import Struct

FindingCode = Literal[
    "alias",
    "banner",
    "blocked",
    "capability",
    "change",
    "children",
    "claim",
    "code",
    "completion",
    "config",
    "count",
    "covers",
    "created",
    "cycle",
    "dates",
    "delta",
    "done",
    "encoding",
    "evidence",
    "failed",
    "fence",
    "field",
    "file",
    "floor",
    "frontmatter",
    "id",
    "length",
    "link",
    "mark",
    "mention",
    "missing",
    "number",
    "open",
    "orphan",
    "path",
    "priority",
    "ref",
    "repeat",
    "required",
    "requirement",
    "section",
    "source",
    "stale",
    "status",
    "tag",
    "task",
    "tickable",
    "title",
    "transitions",
    "umbrella",
    "unclear",
    "uncovered",
    "unlisted",
    "unranked",
    "unreadable",
]
"""Every kind of finding, sorted: a new one is a visible change. Each has a rule, see ``rules``."""


Severity = Literal["off", "info", "warning", "error"]
"""How much a finding matters, least first: one that is off is not looked for."""

SEVERITIES: tuple[Severity, ...] = get_args(Severity)


def matters(severity: Severity, least: Severity) -> bool:
    """Tell whether a severity is at least another one."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(least)


VerdictWord = Literal[
    "failed", "missing", "drifted", "ambiguous", "flaky", "stale", "skipped", "unknown", "holds"
]
"""What comes of a claim, worst first."""

VERDICTS: Final[tuple[VerdictWord, ...]] = get_args(VerdictWord)

FALLIBLE: Final = tuple(word for word in VERDICTS if word != "holds")
"""Those that a ticked box is told of."""


class Correction(NamedTuple):
    """What mends a finding for certain: one text of the frontmatter in place of another.

    :param field: the field that it stands in, on the finding's line.
    :param written: the text as it is written.
    :param right: the text as it should be.
    """

    field: str
    written: str
    right: str


class Finding(Struct, frozen=True, array_like=True, eq=False):
    """One thing that is wrong: where, what, and how to mend it.

    How much it matters is not its own: that belongs to its kind, and to the project.

    :param path: the file it stands in.
    :param line: the line it stands on.
    :param code: its kind; in a build it is the warning ``leanspec.<code>``.
    :param message: what is wrong and what was done about it.
    :param fix: what the author can do.
    :param is_graver: whether it matters more than others of its kind: as a warning, where these are infos.
    :param column: the sign of the line that it begins at, counted from 1; 0 for the line as a whole.
    :param verdict: what came of the claim that it is about, empty where it is about none.
    :param at_most: the most that it matters, whatever its kind does.
    :param change: what mends it, where only one thing can be meant.
    :param is_accepted: whether the project's baseline lists it.
    """

    path: str
    line: int
    code: FindingCode
    message: str
    fix: str = ""
    is_graver: bool = False
    column: int = 0
    verdict: str = ""
    at_most: Severity = "error"
    change: Correction | None = None
    is_accepted: bool = False

    def __eq__(self, other: object) -> bool:
        return IN_ORDER(self) == IN_ORDER(other) if isinstance(other, Finding) else NotImplemented

    def __hash__(self) -> int:
        return hash(IN_ORDER(self))

    def __lt__(self, other: Finding) -> bool:
        return bool(IN_ORDER(self) < IN_ORDER(other))

    @property
    def place(self) -> str:
        """Where it is, as compilers write it: ``path:line``, or ``path:line:column``."""
        return f"{self.path}:{self.line}:{self.column}" if self.column else f"{self.path}:{self.line}"

    def __str__(self) -> str:
        return f"{self.message}; {self.fix}" if self.fix else self.message


SkipReason = Literal["ignored", "no documents", "not selected", "not shown", "off"]
"""Why a rule is not asked; not shown is what a slow one would find."""


class Skipped(Struct, frozen=True):
    """A rule that was not asked, and why."""

    code: FindingCode
    reason: SkipReason


IN_ORDER: Final = attrgetter("path", "line", "code", "message", "fix", "column")
"""What findings are sorted by: the same as by themselves, and five times as fast."""
