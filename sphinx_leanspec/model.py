"""What a LeanSpec project is made of: frozen records, no I/O.

Paths are POSIX paths relative to the repository, lines count from 1. Records that there are thousands of hold
nothing that holds them, so that Python's collector of garbage need not visit them: `gc=False`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, get_args

from msgspec import Struct
from msgspec.structs import replace

from .findings import Finding
from .need_ids import USUAL, NeedSpelling
from .requirements import Asked, Delta, Requirement

if TYPE_CHECKING:
    Value: TypeAlias = "str | int | float | bool | None | list[Value] | dict[str, Value]"
    """What a frontmatter field can hold once it is read."""
else:
    Value = Any  # what reads records back asks for their types, and knows none that holds itself

Duty = Literal["required", "optional", "exempt"]
"""What the open boxes of a section mean: unfinished work, work that may be left, or no work at all."""

DUTIES: tuple[Duty, ...] = get_args(Duty)


class Reference(Struct, frozen=True, array_like=True, gc=False):
    """A spec named in a frontmatter field, as written.

    :param path: the file that names it, empty for the spec's own.
    :param is_foretold: whether a plan names that spec, so that it need not be there yet.
    """

    field: str
    text: str
    line: int
    path: str = ""
    is_foretold: bool = False


class Transition(Struct, frozen=True, array_like=True, gc=False):
    """A change of status that the frontmatter records; ``at`` as written."""

    status: str
    at: str
    line: int


class Section(Struct, frozen=True, array_like=True, gc=False):
    """A heading: its level (1 to 6), its line, its text, and its anchor as GitHub makes it.

    Of sections and checks there are thousands: a named tuple takes three times as long to make, and to read
    from the cache.
    """

    level: int
    line: int
    title: str
    slug: str


class Annotation(NamedTuple):
    """What a comment at the end of an item says after its name, as written, and where that begins."""

    text: str
    line: int
    column: int


class Task(NamedTuple):
    """What an item says of itself where its tool has words for that; LeanSpec has none.

    :param number: what its tool calls it, ``T012`` or ``1.2``.
    :param is_parallel: whether it can be done beside others.
    :param is_optional: whether it may be left.
    :param story: the user story that it belongs to, ``US1``.
    :param requirements: the names of the requirements that it serves.
    :param depends_on: the numbers of the tasks that come before it.
    :param state: what its box says beside done or not: ``in-progress`` or ``queued``.
    :param boundary: the part of the software that it may change.
    :param blocked: what it waits for, in words.
    """

    number: str = ""
    is_parallel: bool = False
    is_optional: bool = False
    story: str = ""
    requirements: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    state: str = ""
    boundary: str = ""
    blocked: str = ""

    @property
    def serves(self) -> tuple[str, ...]:
        """The names of all that it is done for: requirements, and a story."""
        return (*self.requirements, *([self.story] if self.story else ()))


class Check(Struct, frozen=True, array_like=True, gc=False):
    """One item of a checklist.

    :param key: what names it within its spec: six hex digits of its section and text, or the author's own.
    :param text: the item as plain text, on one line.
    :param written: its :attr:`markup` where that is not the text, as it is of few.
    :param done: whether its box is ticked.
    :param line: the line of its box.
    :param sections: the headings above it, outermost first, without the title of the page.
    :param level: how deep it is nested in other items, 0 for the outermost.
    :param parent: the key of the item it is nested in.
    :param exempt: the reason why it does not apply, from ``<!-- n/a: reason -->``.
    :param path: the file it stands in, empty for the spec's own.
    :param evidence: what its author offers in proof, from ``<!-- evidence: … -->``.
    :param task: what it says in its tool's own words, where it has some.
    """

    key: str
    text: str
    written: str
    done: bool
    line: int
    sections: tuple[str, ...] = ()
    level: int = 0
    parent: str | None = None
    exempt: str | None = None
    evidence: tuple[Annotation, ...] = ()
    path: str = ""
    task: Task | None = None

    @property
    def markup(self) -> str:
        """The item's own Markdown, without box and annotations."""
        return self.written or self.text

    @property
    def section(self) -> str:
        """The nearest heading, empty where there is none but the title."""
        return self.sections[-1] if self.sections else ""


class Progress(Struct, frozen=True, array_like=True, gc=False):
    """How many checks are done, of how many that apply."""

    done: int
    total: int

    @classmethod
    def of(cls, checks: tuple[Check, ...] | list[Check]) -> Progress:
        """Count checks; one that is marked not applicable counts on neither side."""
        applicable = [check.done for check in checks if check.exempt is None]
        return cls(sum(applicable), len(applicable))

    def __add__(self, other: Progress) -> Progress:
        return Progress(self.done + other.done, self.total + other.total)

    def __str__(self) -> str:
        return f"{self.done} / {self.total}"


class SubDocument(Struct, frozen=True, array_like=True):
    """A Markdown file beside a spec's own.

    :param is_review: whether its boxes are a review of the text, and no work.
    """

    name: str
    path: str
    is_review: bool = False


class Part(NamedTuple):
    """A part of a spec's page, in GitHub's Markdown, and where it comes from.

    :param path: its file, relative to the repository.
    :param line: the line that it begins on.
    :param text: the Markdown.
    :param is_spread: whether each line of the text is one of the file; else all of it stands on one line, as
        a text in JSON does.
    """

    path: str
    line: int
    text: str
    is_spread: bool = True


class Place(Struct, frozen=True, array_like=True):
    """Where a spec lies and what it is called, known from folder names alone.

    :param id: the folder's name, which is what LeanSpec calls the spec.
    :param key: the id, or ``group/id`` where several specs share it; unique.
    :param number: the number the id begins with.
    :param slug: the id without number.
    :param need_id: the id of its need before it is spelled as the project wants it; unique.
    :param path: its file.
    :param group: the folder it is grouped in, empty for most.
    :param archived: whether it lies in a folder for archived specs.
    :param sub_documents: the other Markdown files of its folder.
    """

    id: str
    key: str
    number: int | None
    slug: str
    need_id: str
    path: str
    group: str = ""
    archived: bool = False
    sub_documents: tuple[SubDocument, ...] = ()
    dialect: str = "leanspec"
    """The tool that keeps it, see :mod:`.reading.dialects`."""
    files: tuple[str, ...] = ()
    """All files that it is made of, where these are not its own file alone."""
    fragment: str = ""
    """Which part of the file it is, where one holds many specs."""
    spelling: NeedSpelling = USUAL
    """How ids of needs are spelled."""
    shared: tuple[str, ...] = ()
    """The files that say something of it and of others."""
    short: str = ""
    """What people call it, where that is neither its number nor its id: ``1.2``."""
    project: str = ""
    """The name of the project that it belongs to, where a site shows several."""
    page: str = ""
    """The address of its page, where that belongs to a site elsewhere: then it has no files here."""

    @property
    def own(self) -> tuple[str, ...]:
        """The files that it is made of, and no other."""
        return () if self.page else self.files or (self.path,)

    @property
    def keeper(self) -> tuple[str, str]:
        """The project and the tool that keep it: in these its id is one of a kind."""
        return self.project, self.dialect

    @property
    def is_leanspec(self) -> bool:
        """Whether LeanSpec keeps it: what its frontmatter lacks can be written there."""
        return self.dialect == "leanspec"

    @property
    def made_of(self) -> tuple[str, ...]:
        """All files that it is made of."""
        return self.own + self.shared

    @property
    def texts(self) -> tuple[str, ...]:
        """Those of them that are Markdown, and about this spec alone."""
        if not self.files:
            return self.own
        return () if self.fragment else tuple(path for path in self.files if path.lower().endswith(".md"))


class Leaf(NamedTuple):
    """What a page below a spec's own is, where its tool says that beside the text.

    :param title: what it is called where its text has no title.
    :param facts: what else is said of it, by what the tool calls it.
    """

    title: str = ""
    facts: Mapping[str, tuple[str, ...]] = {}


class Spec(Struct, frozen=True, array_like=True, dict=True):
    """A spec as its file says; what it means among others is the corpus' to know.

    Texts that hold a date are kept as written: see :func:`.dates.instant`.
    """

    place: Place
    title_source: str
    """The first heading of level 1 as written, or the id."""
    title: str
    """The same as plain text."""
    status: str | None = None
    status_written: str | None = None
    status_from: Literal["", "tasks"] = ""
    """Where the status comes from, if no file says it: from the boxes of its tasks, and where it lies."""
    priority: str | None = None
    tags: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    reviewer: str | None = None
    created: str | None = None
    updated: str | None = None
    """When it was last changed."""
    completed: str | None = None
    """When it was finished."""
    due: str | None = None
    issue: str | None = None
    pr: str | None = None
    epic: str | None = None
    breaking: bool = False
    migrated_to: str | None = None
    depends_on: tuple[Reference, ...] = ()
    parent: Reference | None = None
    related: tuple[Reference, ...] = ()
    aliases: tuple[Reference, ...] = ()
    """What it was called before it was renamed or renumbered."""
    transitions: tuple[Transition, ...] = ()
    custom: Mapping[str, Value] = {}
    facts: Mapping[str, tuple[str, ...]] = {}
    """What else its tool keeps of it and pages show, by what the tool calls it: ``type``, ``references``."""
    epics: Mapping[str, str] = {}
    """The titles of the epics that other specs of its tool name, by the names that these write."""
    below: Mapping[str, Leaf] = {}
    """What the pages below it are, by their files."""
    checks: tuple[Check, ...] = ()
    sections: tuple[Section, ...] = ()
    title_line: int | None = None
    lines_of: Mapping[str, int] = {}
    """The lines that its fields stand on, by their names."""
    body_line: int = 1
    """The first line after the frontmatter; of one of many in a file, its own first line."""
    banner_line: int | None = None
    """The line of the ``> **Status**: …`` decoration, which nobody keeps up to date."""
    banner_status: str | None = None
    """The status that this decoration says, as written."""
    lines: int = 0
    """How many lines its file has, frontmatter included; of one of many in a file, how many it has there."""
    tokens: int = 0
    """How many tokens a language model reads its body as, roughly."""
    findings: tuple[Finding, ...] = ()
    parts: tuple[Part, ...] = ()
    """What its page is made of; where there are none it is the file itself, after the frontmatter."""
    is_lasting: bool = False
    """Whether it says what holds, as a capability of OpenSpec does, and is no work that could be finished."""
    requirements: tuple[Requirement, ...] = ()
    """What it asks for, where its tool tells that from the work; in LeanSpec none."""
    deltas: tuple[Delta, ...] = ()
    """What it does to the requirements of other specs, where its tool says so."""
    counted: Progress | None = None
    """How many of its checks are done, where a site elsewhere has counted them."""

    @property
    def id(self) -> str:
        return self.place.id

    @property
    def key(self) -> str:
        return self.place.key

    @property
    def need_id(self) -> str:
        return self.place.spelling.spell(self.place.need_id)

    @property
    def path(self) -> str:
        return self.place.path

    @property
    def stage(self) -> str | None:
        """What it is to those who plan work: archived in a folder of archived specs, else its status."""
        return "archived" if self.place.archived else self.status

    @property
    def assignee(self) -> str | None:
        """Who works on it, in one text."""
        return ", ".join(self.assignees) or None

    @property
    def label(self) -> str:
        """The number as people say it, three digits at least, or the id where there is none.

        Where a site shows several projects, the name of its own stands before it: ``api:012``.
        """
        own = self.place.short or (self.id if self.place.number is None else f"{self.place.number:03}")
        return f"{self.place.project}:{own}" if self.place.project else own

    @cached_property
    def progress(self) -> Progress:
        return self.counted or Progress.of(self.checks)

    @cached_property
    def offers_evidence(self) -> bool:
        """Whether any of its items offers evidence."""
        return any(check.evidence for check in self.checks)

    def path_of(self, check: Check) -> str:
        """Return the file that one of this spec's checks stands in."""
        return check.path or self.path

    def shown(self) -> Spec:
        """Return the spec as others can show it: without sizes, and wherever in its file a thing stands."""
        return replace(
            self,
            checks=tuple(replace(check, line=0, evidence=()) for check in self.checks),
            sections=(),
            title_line=None,
            lines_of={},
            body_line=1,
            banner_line=None,
            lines=0,
            tokens=0,
            findings=(),
            parts=tuple(part._replace(line=0) for part in self.parts),
            depends_on=tuple(replace(reference, line=0) for reference in self.depends_on),
            parent=replace(self.parent, line=0) if self.parent else None,
            related=tuple(replace(reference, line=0) for reference in self.related),
            requirements=tuple(requirement.moved() for requirement in self.requirements),
            deltas=tuple(delta._replace(line=0) for delta in self.deltas),
        )

    def check_id(self, check: Check) -> str:
        """Return the need id of one of this spec's checks, ``SPEC_013_C_1A2B3C``."""
        return self.place.spelling.extend(self.need_id, f"_C_{check.key}")

    def requirement_id(self, requirement: Requirement) -> str:
        """Return the need id of one of this spec's requirements, ``SPECKIT_042_R_FR_001``."""
        return self.place.spelling.extend(self.need_id, f"_R_{requirement.key}")

    def asked_id(self, asked: Asked) -> str:
        """Return where a requirement or one of its scenarios stands on the page; no need has a full stop."""
        name = self.requirement_id(asked.requirement)
        return f"{name}.{asked.scenario}" if asked.scenario else name
