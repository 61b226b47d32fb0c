"""One capability or change of OpenSpec, read into a record, whatever its files are like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from ....dates import instant
from ....findings import Finding
from ....lifecycle import estimated_tokens
from ....model import Check, Part, Place, Section, Spec, Task, Value
from ....requirements import Delta, Requirement, Scenario
from ... import decoding
from ...decoding import ENCODING_FIX, decode, unified, unreadable
from ...keys import digest, unique
from ...prose import Prose
from ...seam import Files
from ...walk import Walk
from . import check, metadata
from . import places as lie
from .lines import APPLIED, Block, DeltaText, FencedLines, read_delta, requirements
from .metadata import Metadata
from .tasks import TaskLine, tasks

_MARKDOWN: Final = ".md"


class OpenSpecReader:
    """Reads the files of one capability or change, and collects what is wrong with them."""

    def __init__(self, place: Place, files: Files) -> None:
        self.place = place
        self.findings: list[Finding] = []
        self.damage: dict[str, Finding] = {}
        self.said = {path: self._decoded(path, data) for path, data in files.items()}
        self.walks: dict[str, Walk] = {}

    def capability(self) -> Spec:
        """Return a capability, whose page is its file."""
        path = self.place.path
        text, walk = self.said[path], self.walk(path)
        if path not in self.damage or self.damage[path].code == "encoding":
            self.findings += check.capability(path, text)
        taken: dict[str, int] = {}
        return Spec(
            self.place,
            title_source=self.place.id,
            title=self.place.id,
            checks=(),
            is_lasting=True,
            sections=tuple(walk.sections),
            title_line=walk.title_line,
            lines=_count(text),
            tokens=estimated_tokens(text),
            findings=tuple(sorted(self.findings)),
            requirements=tuple(_requirement(block, path, taken) for block in requirements(FencedLines(text))),
        )

    def change(self, statuses: Mapping[str, str]) -> Spec:
        """Return a change, whose page is its proposal and its tasks.

        :param statuses: what each state of a change is to us.
        """
        place = self.place
        is_wrapper = lie.is_wrapper(place)
        deltas = {path: read_delta(self.said[path]) for path in self.deltas()}
        found = {path: tasks(self.said[path]) for path in (() if is_wrapper else self.tracked())}
        matter = self.metadata()
        word = "archived" if place.archived else state(task for own in found.values() for task in own)
        created = self.created(matter)
        self.findings += check.change(place, self.said, deltas, found, matter)
        shown = place.files if is_wrapper else (*self.proposal(), *found)
        texts = [self.said[path] for path in shown]
        walk = self.walk(place.path) if place.path in shown else None
        taken: dict[str, int] = {}
        return Spec(
            place,
            title_source=place.id,
            title=place.id,
            status=statuses[word],
            status_written=word,
            status_from="tasks",
            created=created,
            completed=_completed(place, created),
            custom=_custom(matter),
            checks=tuple(check for path, own in found.items() for check in self.checks(path, own, taken)),
            sections=tuple(walk.sections) if walk else (),
            lines=sum(map(_count, texts)),
            tokens=sum(map(estimated_tokens, texts)),
            findings=tuple(sorted(self.findings)),
            parts=tuple(Part(path, 1, f"{self.said[path]}\n") for path in shown)
            or (Part(place.path, 1, ""),),
            deltas=tuple(delta for path, text in deltas.items() for delta in _deltas(path, text)),
        )

    def texts(self) -> Mapping[str, Prose]:
        """Return what rules ask of the texts."""
        from ...texts import of_walk  # here, as it takes long and only rules ask for it

        return {
            path: of_walk(self.walk(path), self.damage.get(path))
            for path in self.said
            if path.lower().endswith(_MARKDOWN)
        }

    def walk(self, path: str) -> Walk:
        """Walk through a text once."""
        if path not in self.walks:
            self.walks[path] = Walk(f"{self.said[path]}\n", 1)
        return self.walks[path]

    def proposal(self) -> Iterator[str]:
        """Yield the file of the proposal, if there is one."""
        return (path for path in self.said if lie.inner(path) == (lie.PROPOSAL,))

    def deltas(self) -> Iterator[str]:
        """Yield the files that say what becomes of capabilities."""
        return (path for path in self.said if lie.capability_of(path))

    def tracked(self) -> Iterator[str]:
        """Yield the files whose lines are counted as tasks."""
        beside = {document.path for document in self.place.sub_documents}
        others = ((lie.PROPOSAL,), (lie.METADATA,))
        return (
            path
            for path in self.said
            if path not in beside and lie.inner(path) not in others and path.lower().endswith(_MARKDOWN)
        )

    def metadata(self) -> Metadata:
        """Return what the tool keeps of the change, a broken file as far as it goes."""
        path = next((path for path in self.said if lie.inner(path) == (lie.METADATA,)), "")
        if not path or path in self.damage:
            return Metadata()
        found = metadata.read(self.said[path])
        for wrong in found.problems:
            self.findings.append(Finding(path, wrong.line, "frontmatter", wrong.message, wrong.fix))
        return found

    def created(self, matter: Metadata) -> str | None:
        """Return the day on which the change was made."""
        field = matter.fields.get("created")
        if field is None or not field.text:
            return None
        if instant(field.text):
            return field.text
        path = next(path for path in self.said if lie.inner(path) == (lie.METADATA,))
        message = f"`{field.text}` is no day as OpenSpec writes them; it was left out"
        self.findings.append(Finding(path, field.line, "created", message, "write `created: YYYY-MM-DD`"))
        return None

    def checks(self, path: str, found: Iterable[TaskLine], taken: dict[str, int]) -> Iterator[Check]:
        """Yield the tasks of a file, each with what Markdown knows of it if it is a box there, too."""
        walk = self.walk(path)
        known = {check.line: check for check in walk.checks()}
        for task in found:
            sections = _above(walk.sections, task.line, walk.title_line)
            own = known.get(task.line) or Check(
                digest("\x1f".join((*sections, task.text))),
                task.text,
                "",
                task.done,
                task.line,
                sections,
            )
            key = unique(own.key, taken)
            yield replace(own, key=key, done=task.done, exempt=None, path=path, task=Task(task.number))

    def _decoded(self, path: str, data: bytes | OSError) -> str:
        if isinstance(data, OSError):
            self.damage[path] = unreadable(path, data)
            self.findings.append(self.damage[path])
            return ""
        text, line, problem = decode(data)
        if line is not None:
            self.damage[path] = Finding(path, line, "encoding", problem, ENCODING_FIX)
            self.findings.append(self.damage[path])
        return unified(text)


def state(found: Iterable[TaskLine]) -> str:
    """Return what OpenSpec calls a change with these tasks."""
    done = [task.done for task in found]
    if not done:
        return "no-tasks"
    return "complete" if all(done) else "in-progress"


def text_of(root: Path, path: str) -> str | None:
    """Return what a file of a repository says, None if it cannot be read."""
    try:
        return told(decoding.read(root, path))
    except OSError:
        return None


def told(data: bytes) -> str:
    """Return what a file says, whatever it is like."""
    return unified(decode(data)[0])


def _completed(place: Place, created: str | None) -> str | None:
    """Return the day that an archived change begins with; if it was made later, that is another day."""
    day = place.id[:10] if place.archived and lie.is_dated(place.id) else None
    return day if instant(day) and (created is None or (day or "") >= created[:10]) else None


def _custom(matter: Metadata) -> dict[str, Value]:
    return {name: field.value for name, field in matter.fields.items() if name != "created"}


def _above(sections: Sequence[Section], line: int, title_line: int | None) -> tuple[str, ...]:
    """Return the headings above a line, outermost first, without the title of the page."""
    above: list[Section] = []
    for section in sections:
        if section.line > line:
            break
        above = [one for one in above if one.level < section.level]
        above.append(section)
    return tuple(one.title for one in above if one.line != title_line)


def _requirement(block: Block, path: str, taken: dict[str, int]) -> Requirement:
    key = re.sub(r"[^A-Z0-9]+", "_", block.name.upper()).strip("_") if block.name.isascii() else ""
    scenarios = tuple(Scenario(case.name, case.text, case.line) for case in block.children if case.text)
    own = unique(key or digest(block.name), taken)
    return Requirement(own, "requirement", block.name, block.text or block.name, path, block.line, scenarios)


def _deltas(path: str, text: DeltaText) -> Iterator[Delta]:
    """Yield what a file does to a capability, in the order in which it is done."""
    folder = lie.capability_of(path)
    for one in text.renamed:
        yield Delta("renamed", folder, one.name, one.line, path, one.before)
    for verb in APPLIED:
        yield from (Delta(verb, folder, block.name, block.line, path) for block in text.blocks[verb])


def _count(text: str) -> int:
    return text.removesuffix("\n").count("\n") + bool(text)
