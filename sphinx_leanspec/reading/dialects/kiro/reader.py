"""One spec of Kiro's, read into a record, whatever its files are like."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from ....dates import instant
from ....findings import Finding, FindingCode
from ....lifecycle import estimated_tokens
from ....model import Check, Part, Place, Reference, Spec, Value
from ...decoding import ENCODING_FIX, clean, decode, unified, unreadable
from ...keys import unique
from ...prose import Prose
from ...seam import Files
from ...walk import Walk
from ..text import lowered
from . import lines
from .names import METADATA, TASKS

PHASES: Final[Mapping[str, str]] = {
    "initialized": "draft",
    "requirements": "draft",
    "design": "draft",
    "tasks": "planned",
    "ready": "planned",
    "implementation-complete": "complete",
    "implemented": "complete",
    "implementation": "in-progress",
    "implementing": "in-progress",
    "in-progress": "in-progress",
    "complete": "complete",
    "done": "complete",
    "archived": "archived",
}
"""What the phases are to us, by how they begin: the first that fits counts."""


_CRITERION: Final = re.compile(r"(\d+)(?:\.(\d{1,6}))?")


class KiroReader:
    """Reads the files of one spec, and collects what is wrong with them."""

    def __init__(self, place: Place, files: Files) -> None:
        self.place = place
        self.findings: list[Finding] = []
        self.damage: dict[str, Finding] = {}
        self.said = {path: self._decoded(path, files[path]) for path in files}
        self.walks = {
            path: Walk(f"{lines.plain(self.said[path]) if _is(path, TASKS) else self.said[path]}\n", 1)
            for path in place.texts
        }
        self.roadmap = next(iter(place.shared), "")
        self.listed = list(lines.listed(self.said.get(self.roadmap, "")))
        self.metadata = next((path for path in place.files if _is(path, METADATA)), "")

    def spec(self) -> Spec:
        """Return the spec, whose page is what it asks for and the work."""
        place, known = self.place, self._known()
        title = " ".join(str(known.pop("feature_name", None) or place.id).split()) or place.id
        phase = known.pop("phase" if "phase" in known else "status", None)
        written = phase if isinstance(phase, str) else None
        taken: dict[str, int] = {}
        asked = [
            one._replace(key=unique(one.key, taken))
            for path, walk in self.walks.items()
            if not _is(path, TASKS)
            for one in lines.requirements(path, self.said[path].split("\n"), walk.sections)
        ]
        checks = self._checks()
        is_planned = any(_is(path, TASKS) for path in self.walks)
        mapped = "archived" if place.archived else self._mapped(written)
        stage = status(mapped, checks, is_planned=is_planned)
        self._contradicted(written, mapped, stage, checks)
        self._dead(checks, {one.name: len(one.scenarios) for one in asked})
        created, updated = self._date(known, "created_at"), self._date(known, "updated_at")
        return Spec(
            place,
            title_source=title,
            title=title,
            status=stage,
            status_written=written,
            status_from="" if stage == mapped else "tasks",
            created=created,
            updated=updated,
            depends_on=self._dependencies(),
            custom=known,
            checks=tuple(checks),
            sections=tuple(self.walks[place.path].sections) if place.path in self.walks else (),
            lines=sum(self.said[path].count("\n") for path in self.walks),
            tokens=sum(estimated_tokens(self.said[path]) for path in self.walks),
            findings=tuple(sorted(self.findings)),
            parts=tuple(Part(path, 1, lowered(f"{self.said[path]}\n")) for path in self.walks)
            or (Part(place.path, 1, ""),),
            requirements=tuple(asked),
        )

    def texts(self) -> Mapping[str, Prose]:
        """Return what rules ask of the texts; every box that Kiro knows is one."""
        from ...texts import of_walk  # here, as it takes long and only rules ask for it

        return {path: of_walk(walk, self.damage.get(path)) for path, walk in self.walks.items()}

    def _checks(self) -> list[Check]:
        """Return the tasks."""
        return [
            replace(check, path=path)
            for path, walk in self.walks.items()
            if _is(path, TASKS)
            for check in lines.tasks(self.said[path].split("\n"), walk.checks(), walk.sections)
        ]

    def _known(self) -> dict[str, Value]:
        """Return what the tool keeps of the spec."""
        if not self.metadata or self.metadata in self.damage:
            return {}
        known, line, problem = _loaded(self.said[self.metadata])
        if problem:
            fix = "mend it: what the tool keeps of the spec is in it"
            self._found(self.metadata, line, "frontmatter", f"the file {problem}; it was left out", fix)
        return known

    def _mapped(self, written: str | None) -> str | None:
        mapped = status_of(written)
        if written and not mapped:
            message = f"Kiro and cc-sdd know no phase `{written}`; the status was taken from the tasks"
            fix = "write `tasks-generated`, say, or `implementation-completed`"
            self._found(self.metadata, self._line("phase"), "status", message, fix)
        return mapped

    def _contradicted(
        self, written: str | None, mapped: str | None, stage: str, checks: Sequence[Check]
    ) -> None:
        """Tell of a spec that is said to be done, and is not."""
        if mapped == "complete" != stage:
            left = [check for check in checks if not check.done and not _is_optional(check)]
            message = (
                f"the phase is `{written}`, and {len(left)} tasks are open; the spec was read as {stage}"
            )
            self._found(self.metadata, self._line("phase"), "open", message, "tick what is done")

    def _dead(self, checks: Sequence[Check], asked: Mapping[str, int]) -> None:
        """Tell of tasks that name a requirement or a task that there is not."""
        known = {check.task.number for check in checks if check.task}
        for check in checks:
            for name in check.task.depends_on if check.task else ():
                if name not in known:
                    message = f"the task waits for a task `{name}`, which there is not"
                    self._found(check.path, check.line, "ref", message, "correct its number")
            for name in check.task.requirements if check.task and asked else ():
                found = _CRITERION.fullmatch(name)
                if not found:
                    continue
                number, item = found[1], int(found[2] or 0)
                if number not in asked or 0 < asked[number] < item:
                    message = f"the task serves a requirement `{name}`, which there is not"
                    self._found(check.path, check.line, "ref", message, "correct its number")

    def _date(self, known: dict[str, Value], name: str) -> str | None:
        if (value := known.pop(name, None)) is None:
            return None
        if isinstance(value, str) and instant(value):
            return value
        message = f"`{value}` is no date; it was left out"
        fix = f'write `"{name}": "2026-01-31T09:00:00Z"`'
        self._found(self.metadata, self._line(name), "dates", message, fix)
        return None

    def _dependencies(self) -> tuple[Reference, ...]:
        """Return what the roadmap says that the spec waits for."""
        own = [one for one in self.listed if one.name == self.place.slug]
        known = {one.name for one in self.listed}
        return tuple(
            Reference("depends_on", f"kiro/{name}", one.line, self.roadmap, is_foretold=name in known)
            for one in own
            for name in one.waits
        )

    def _line(self, name: str) -> int:
        """Return the line that a field of the tool's file stands on."""
        head, found, _ = self.said[self.metadata].partition(f'"{name}"')
        return head.count("\n") + 1 if found else 1

    def _found(self, path: str, line: int, code: FindingCode, message: str, fix: str) -> None:
        self.findings.append(Finding(path, line, code, message, fix))

    def _decoded(self, path: str, data: bytes | OSError) -> str:
        if isinstance(data, OSError):
            self.damage[path] = unreadable(path, data)
            text = ""
        else:
            text, line, problem = decode(data)
            if line is not None:
                self.damage[path] = Finding(path, line, "encoding", problem, ENCODING_FIX)
        if path in self.damage and path not in self.place.shared:  # that would be said once for each spec
            self.findings.append(self.damage[path])
        return unified(text)


def status(mapped: str | None, checks: Iterable[Check], *, is_planned: bool) -> str:
    """Return the status of a spec: boxes decide what is done, and the phase where there are none.

    :param mapped: what its phase says, None if it has none.
    :param is_planned: whether there is a list of tasks.
    """
    found = list(checks)
    wanted = [check for check in found if not _is_optional(check)] or found
    if mapped == "archived" or (mapped and not wanted):
        return mapped
    if wanted and all(check.done for check in wanted):
        return "complete"
    is_begun = any(check.done or (check.task and check.task.state == "in-progress") for check in found)
    if is_begun or mapped in ("in-progress", "complete"):
        return "in-progress"
    return mapped or ("planned" if is_planned else "draft")


def status_of(phase: str | None) -> str | None:
    """Return what a phase is to us, None if it is none."""
    word = re.sub(r"[\s_]+", "-", (phase or "").strip().casefold())
    return next((meaning for begin, meaning in PHASES.items() if word.startswith(begin)), None)


def phase_of(data: bytes) -> str | None:
    """Return the phase that a version of the tool's file gives."""
    phase = _loaded(unified(decode(data)[0]))[0].get("phase")
    return phase if isinstance(phase, str) else None


def tasks_of(data: bytes) -> Iterator[Check]:
    """Yield the tasks of a version of a list of them."""
    text = unified(decode(data)[0])
    walk = Walk(f"{lines.plain(text)}\n", 1)
    return lines.tasks(text.split("\n"), walk.checks(), walk.sections)


def _is(path: str, name: str) -> bool:
    return path.endswith(f"/{name}")


def _is_optional(check: Check) -> bool:
    return check.task is not None and check.task.is_optional


def _loaded(text: str) -> tuple[dict[str, Value], int, str]:
    """Return what a JSON file holds, and where and why it cannot be read."""
    try:
        found = _cleaned(json.loads(text))
    except json.JSONDecodeError as error:
        return {}, error.lineno, f"is no JSON ({error.msg})"
    except (ValueError, RecursionError) as error:
        return {}, 1, f"cannot be read ({type(error).__name__})"
    return (found, 1, "") if isinstance(found, dict) else ({}, 1, "holds no JSON object")


def _cleaned(value: Value) -> Value:
    """Return a value without what escapes can name and no text can hold."""
    if isinstance(value, dict):
        return {clean(name): _cleaned(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    return clean(value) if isinstance(value, str) else value
