"""GitHub's spec-kit: a folder a feature, ``spec.md`` says what is wanted, ``tasks.md`` what is to be done."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from msgspec.structs import replace

from ...dates import instant, only_day
from ...findings import Finding
from ...lifecycle import NOT_BEGUN
from ...model import Check, Place, Progress, Spec, Task
from ...requirements import Requirement, RequirementKind, Scenario
from .. import boundary
from ..folders import begins, folders, is_file, markdown, sub_documents
from ..keys import fit, unique
from ..seam import Depth, Files, Project, Record, SpecLayout
from ..vocabulary import Vocabularies
from .boxes import contradiction, of_boxes
from .text import Text, page, prose

SPEC, TASKS = "spec.md", "tasks.md"
_OWN: Final = (SPEC, TASKS)
_FIRST: Final = ("plan.md", "research.md", "data-model.md", "quickstart.md")
_REVIEWS: Final = "checklists"
_NAME: Final = re.compile(
    r"(?:(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})-[0-9]{6}|(?P<number>[0-9]{3,}))-(?P<slug>.+)",
    re.DOTALL,
)
_PREFIX: Final = re.compile(r"(?<=^# )(?:Feature Specification|Tasks): *(?=\S)", re.MULTILINE)
_STORY: Final = re.compile(r"User Story (?P<number>\d+\w?)\s*[-:–—]?\s*(?P<text>.*)", re.IGNORECASE)
_SCENARIO: Final = re.compile(r"\d+[.)]|[-*+] +\*\*Given")
_REQUIREMENT: Final = re.compile(r"[-*+] +(\*\*)?(?P<name>[A-Z]{2,}(?:-[A-Z]+)*-\d+[a-z]?)(?(1):?\*\*|:)")
_NUMBER: Final = r"T\d+(?:[a-z]|[.-](?!T\d)\w+)*"
_TASK: Final = re.compile(rf"(?P<number>{_NUMBER})?:?\s*(?P<marks>(?:\[[^\]]+\]\s*)*)")
_NAMED: Final = re.compile(r"[A-Z][A-Z-]*-\d+[a-z]?")
_AFTER: Final = re.compile(r"\(depends on (?P<tasks>[^)]*)\)", re.IGNORECASE)


class SpecKit:
    """The way of spec-kit, whose folders may lie among those of LeanSpec."""

    name = "speckit"

    def find(self, root: Path, layout: SpecLayout) -> Path | None:
        """Return the folder of features."""
        home = root / "specs"
        if not boundary.is_folder(home) or boundary.leads_out(home, root, is_top=True):
            return None
        return home if any(_features(home)) else None

    def places(self, project: Project, home: Path) -> Iterable[Place]:
        """Return every feature, but those that LeanSpec's frontmatter says are its own."""
        is_shared = any(dialect.name == "leanspec" for dialect, _ in project.homes)
        for folder, found in _features(home):
            if is_shared and any(begins(folder / name, b"---") for name in project.layout.files):
                continue
            name, number = fit(folder.name), int(found["number"]) if found["number"] else None
            slug = name if number is None else fit(found["slug"])
            own = tuple(project.relative(folder / file) for file in _OWN if is_file(folder / file))
            below = sub_documents(project, folder, _below(folder), _REVIEWS)
            yield Place(name, "", number, slug, "", own[0], sub_documents=below, files=own)

    def called(self, project: Project, home: Path, path: str) -> str | None:
        """Return the name of the folder that a ``spec.md`` or a ``tasks.md`` lies in."""
        found = PurePosixPath(path)
        is_own = found.name in _OWN and str(found.parent.parent) == project.relative(home)
        return fit(found.parent.name) if is_own and _NAME.fullmatch(found.parent.name) else None

    def status_of(self, project: Project, path: str, data: bytes, words: Vocabularies) -> str | None:
        """Return the status that boxes give; a ``spec.md`` says only that nothing has begun."""
        text = Text(path, data, notes=False)
        if PurePosixPath(path).name == TASKS:
            return of_boxes("draft", Progress.of(text.walk.checks()), words)
        value = words.status.read(text.labels("status").get("status", ("", 1))[0])[0]
        return value if value in NOT_BEGUN else None

    def parse(
        self,
        project: Project,
        places: Sequence[Place],
        files: Files,
        words: Vocabularies,
        *,
        depth: Depth = "texts",
    ) -> Iterable[Record]:
        """Read a feature; its files are its own."""
        (place,) = places
        first = next((path for path, data in files.items() if isinstance(data, bytes)), "")
        notes = depth == "texts"
        texts = [
            Text(path, data, _PREFIX, is_first=path == first, notes=notes) for path, data in files.items()
        ]
        yield Record(_spec(place, texts, words), lambda: prose(texts))


def _spec(place: Place, texts: Sequence[Text], words: Vocabularies) -> Spec:
    named = {PurePosixPath(text.path).name: text for text in texts}
    whole = page(place, texts)
    findings = [*whole.findings]
    requirements = tuple(_requirements(named[SPEC])) if SPEC in named else ()
    families = {_family(one.name) for one in requirements}
    checks = tuple(_tasks(named[TASKS], place, families, findings)) if TASKS in named else ()
    progress, head = Progress.of(checks), named[SPEC].labels("created", "status") if SPEC in named else {}
    written, line = head.get("status", ("", 1))
    if said := contradiction(written, progress, words):
        message = f"the file says `{written}`, and {said}; the boxes were taken"
        findings.append(Finding(place.path, line, "status", message, "correct that line", at_most="info"))
    return replace(
        whole,
        status=of_boxes(written, progress, words),
        status_written=written or None,
        status_from="tasks" if progress.total else "",
        created=_created(place, *head.get("created", ("", 1)), findings),
        checks=checks,
        lines_of={name: at for name, (_, at) in head.items()},
        findings=tuple(sorted(findings)),
        requirements=requirements,
    )


def _created(place: Place, written: str, line: int, findings: list[Finding]) -> str | None:
    """Return the day on which a feature was begun, which the name of its folder may say, too."""
    if day := written if instant(written) else only_day(written):
        return day
    name = _NAME.fullmatch(place.id)
    day = only_day(f"{name['y']}-{name['m']}-{name['d']}") if name and name["y"] else None
    if written and not written.startswith("["):  # the template's own words stand in brackets
        message = f"`{written}` is no date; {f'{day} was taken' if day else 'it was left out'}"
        findings.append(Finding(place.path, line, "created", message, "write `**Created**: YYYY-MM-DD`"))
    return day


def _requirements(text: Text) -> list[Requirement]:
    """Find what a ``spec.md`` asks for: stories with their scenarios, and what is numbered."""
    sections, items, found = text.walk.sections, text.items(), []
    for at in sections:
        if story := _STORY.match(at.title):
            behind = (one.line for one in sections if one.line > at.line and one.level <= at.level)
            end = min(behind, default=text.lines + 1)
            own = [item for item in items if at.line < item.line < end and _SCENARIO.match(item.markup)]
            scenarios = tuple(Scenario("", item.text, item.line) for item in own)
            name = f"US{story['number']}"
            title = f"{name} {story['text']}".rstrip()
            found.append(Requirement("", "story", name, story["text"], text.path, at.line, scenarios, title))
    for item in items:
        if named := _REQUIREMENT.match(item.markup):
            name, said = named["name"], item.text.removeprefix(named["name"]).lstrip(": ")
            kind: RequirementKind = "criterion" if name.startswith("SC-") else "requirement"
            found.append(Requirement("", kind, name, said, text.path, item.line, (), f"{name} {said}"))
    taken: dict[str, int] = {}
    found.sort(key=lambda one: one.line)
    return [one._replace(key=unique(one.name.upper().replace("-", "_"), taken)) for one in found]


def _tasks(text: Text, place: Place, families: Collection[str], findings: list[Finding]) -> Iterator[Check]:
    """Return the boxes of a ``tasks.md`` with what they say; a number is the key of its task."""
    path = "" if text.path == place.path else text.path
    taken, lines, keys = dict[str, int](), dict[str, int](), dict[str, str]()
    for check in text.walk.checks():
        task = _task(check.text, families)
        key = keys[check.key] = unique(re.sub(r"\W", "_", task.number.upper()) or check.key, taken)
        if task.number and (first := lines.setdefault(task.number, check.line)) != check.line:
            message = f"the task {task.number} is also on line {first}; this one is `{key}` here"
            findings.append(Finding(text.path, check.line, "id", message, "renumber one of them"))
        yield replace(check, key=key, parent=keys.get(check.parent or ""), path=path, task=task)


def _task(text: str, families: Collection[str]) -> Task:
    """Return what an item says: ``T012 [P] [US1] Text (depends on T010)``."""
    found, after = _TASK.match(text), _AFTER.search(text)
    marks = re.findall(r"[^\[\]\s]+", found["marks"]) if found else []
    return Task(
        number=(found and found["number"]) or "",
        is_parallel="P" in marks,
        story=next((mark for mark in marks if mark.startswith("US")), ""),
        requirements=tuple(name for name in dict.fromkeys(_NAMED.findall(text)) if _family(name) in families),
        depends_on=tuple(re.findall(_NUMBER, after["tasks"])) if after else (),
    )


def _family(name: str) -> str:
    """Return what the names of requirements of one kind begin with: ``FR`` of ``FR-001``."""
    return name.rpartition("-")[0]


def _features(home: Path) -> Iterator[tuple[Path, re.Match[str]]]:
    for folder in folders(home):
        if (found := _NAME.fullmatch(folder.name)) and any(is_file(folder / name) for name in _OWN):
            yield folder, found


def _below(folder: Path) -> Iterator[Path]:
    files = [path for path in markdown(folder) if path.name not in _OWN]
    yield from sorted(files, key=lambda path: [*_FIRST, path.name].index(path.name))
    for above in folders(folder):
        if above.name in ("contracts", _REVIEWS):
            yield from markdown(above)
