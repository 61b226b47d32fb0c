"""What OpenSpec's own validation finds wrong, with the level that it gives it.

The level is the most that a finding matters: what OpenSpec warns of is no error here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ....findings import Finding, FindingCode, Severity
from ....model import Place
from . import places as lie
from .lines import (
    APPLIED,
    Block,
    DeltaText,
    FencedLines,
    Verb,
    blocks_of,
    folded,
    named,
    read_delta,
    requirements,
)
from .metadata import Metadata
from .tasks import TaskLine, first_item

_SHORTEST_PURPOSE: Final = 50
_LONGEST: Final = 500
_KEYWORD: Final = re.compile(r"\b(?:SHALL|MUST)\b")
_PLACEHOLDER: Final = re.compile(
    r"(?:TBD|TODO)(?!\w)|(?i:TBD|TODO)(?!\w)(?=[ \t]*(?:$|[\n:\-–—.,;()\[\]{}]))"
)
_ARCHIVED: Final = re.compile(
    r"TBD - created by archiving change .*?\. Update Purpose after archive\.", re.DOTALL
)
_DELTA: Final = re.compile(r"##\s+(?:ADDED|MODIFIED|REMOVED|RENAMED)\s+Requirements\s*", re.IGNORECASE)
_MAIN: Final = re.compile(r"##\s+Requirements\s*", re.IGNORECASE)


def capability(path: str, text: str) -> Iterator[Finding]:
    """Find what is wrong with the text of a capability."""
    lines = FencedLines(text)
    purpose = _below(lines, "purpose")
    there = {"Purpose": bool(purpose), "Requirements": lines.section("requirements") is not None}
    if not all(there.values()):
        names = " and ".join(f"`## {name}`" for name, is_there in there.items() if not is_there)
        fix = "write what it is for, and what has to hold"
        yield found_at("error", "capability", path, 1, f"the capability has no {names}", fix)
        return
    yield from structure(path, lines)
    yield from _purpose(path, lines, purpose)
    known = requirements(lines)
    if not known:
        fix = "write `### Requirement: Name` below `## Requirements`"
        yield found_at("error", "requirement", path, 1, "the capability has no requirement", fix)
    for block in known:
        if not any(case.text for case in block.children):
            yield _no_case(path, block)
        if len(block.text or block.name) > _LONGEST:
            message = f"`{block.name}` has more than {_LONGEST} letters"
            yield found_at("info", "requirement", path, block.line, message, "make several of it")
    for block in main_blocks(lines):
        yield from _keyword(path, block)


def main_blocks(lines: FencedLines) -> Sequence[Block]:
    """Return the requirements of a capability as a change meets them: those that are called so."""
    found = [at for at, line in enumerate(lines.all) if _MAIN.fullmatch(line) and not lines.code[at]]
    return blocks_of(lines, found[0] + 1, _end(lines, found[0])) if found else ()


def change(
    place: Place,
    said: Mapping[str, str],
    deltas: Mapping[str, DeltaText],
    found: Mapping[str, Sequence[TaskLine]],
    matter: Metadata,
) -> Iterator[Finding]:
    """Find what is wrong with a change by itself.

    :param said: what its files say.
    :param deltas: those that say what becomes of a capability.
    :param found: the tasks of those whose tasks count.
    """
    if place.archived:
        yield from _left(found)
    elif lie.is_wrapper(place):
        inner = sorted({"/".join(path.split("/")[2:-1]) for path in place.files})
        names = ", ".join(f"`{one}`" for one in inner)
        message = f"`{place.id}` is no change, but a folder around {names}, which OpenSpec does not see"
        fix = f"move it to `changes/{inner[0].replace('/', '-')}`"
        yield found_at("error", "change", place.path, 1, message, fix)
    else:
        for path, text in deltas.items():
            yield from delta(path, text)
        yield from _whole(place, said, deltas, matter)
        yield from _tasks(said, found, matter)


def delta(path: str, text: DeltaText) -> Iterator[Finding]:
    """Find what is wrong with a delta by itself."""
    if text.is_empty:
        what = "holds no requirement below its headings" if text.sections else "has no heading of a delta"
        fix = "write `## ADDED Requirements`, say, and below it `### Requirement: Name`"
        yield found_at("error", "delta", path, 1, f"the delta {what}; it changes nothing", fix)
    for one in text.strays:
        message = f"`### {one.title}` is no requirement; it was left out"
        yield found_at(
            "info", "delta", path, one.line, message, f"write `### Requirement: {one.title}`, if it is one"
        )
    for one in text.outside:
        message = f"`{one.title}` stands below no heading of a delta; it changes nothing"
        yield found_at(
            "warning", "delta", path, one.line, message, "move it below `## ADDED Requirements`, say"
        )
    for side, one in text.unpaired:
        other = "TO" if side == "FROM" else "FROM"
        message = f"`{side}: {one.title}` has no `{other}:`; nothing was renamed"
        yield found_at("error", "delta", path, one.line, message, "write `FROM:`, and `TO:` right after it")
    for verb in APPLIED[1:]:
        for block in text.blocks[verb]:
            yield from _keyword(path, block)
            if not any(case.text for case in block.cases):
                yield _no_case(path, block)
    yield from _twins(path, text)


def structure(path: str, lines: FencedLines) -> Iterator[Finding]:
    """Find what stands in a capability where it cannot stand."""
    begin = next(
        (at for at, line in enumerate(lines.all) if _MAIN.fullmatch(line) and not lines.code[at]), None
    )
    end = 0 if begin is None else _end(lines, begin)
    first: dict[str, int] = {}
    for at, line in enumerate(lines.all):
        if lines.code[at] or not line.startswith("##"):
            continue
        name = named(line) if line[3:4].isspace() else ""
        if _DELTA.fullmatch(line):
            message = f"`{line.strip()}` is a heading of a delta; what follows is no part of the capability"
            yield found_at("error", "capability", path, at + 1, message, "write it in a change")
        elif name and (begin is None or not begin < at < end):
            message = f"`{name}` stands outside of `## Requirements`, where nobody looks for it"
            yield found_at("error", "requirement", path, at + 1, message, "move it there")
        elif name and first.setdefault(name, at + 1) != at + 1:
            message = f"there are two requirements `{name}`; the first is on line {first[name]}"
            yield found_at("error", "requirement", path, at + 1, message, "give one of them another name")


def _purpose(path: str, lines: FencedLines, purpose: str) -> Iterator[Finding]:
    line = next((at for at, level, title in lines.headings() if title.lower() == "purpose"), 0) + 1
    masked = FencedLines(purpose)
    prose = "\n".join(
        line for line, is_code in zip(masked.all, masked.code, strict=True) if not is_code
    ).strip()
    if _PLACEHOLDER.match(prose) or _ARCHIVED.search(prose):
        yield found_at(
            "warning",
            "capability",
            path,
            line,
            "nobody has written the purpose yet",
            "say what the capability is for",
        )
    elif len(purpose) < _SHORTEST_PURPOSE:
        message = f"the purpose has less than {_SHORTEST_PURPOSE} letters"
        yield found_at("warning", "capability", path, line, message, "say what the capability is for")


def _whole(
    place: Place, said: Mapping[str, str], deltas: Mapping[str, DeltaText], matter: Metadata
) -> Iterator[Finding]:
    """Find what is wrong with what a change says of capabilities, all in all."""
    others = [path for path in said if lie.inner(path)[0] == lie.SPECS and path not in deltas]
    ignored = [
        path for path in others if lie.inner(path) == (lie.SPECS, lie.SPEC) or read_delta(said[path]).sections
    ]
    for path in ignored:
        message = "a delta is read from `specs/CAPABILITY/spec.md` alone; this file changes nothing"
        yield found_at("error", "delta", path, 1, message, "move it there")
    where = next((path for path in said if lie.inner(path) == (lie.METADATA,)), place.path)
    line = matter.line("skip_specs")
    if matter.asks_to_skip and matter.rejected:
        message = f"`skip_specs` counts for nothing, as {matter.rejected}"
        yield found_at("error", "change", where, line, message, "mend the file, or remove `skip_specs`")
    if matter.skips and (deltas or others):
        message = "`skip_specs` says that the change has no deltas, and there are files in `specs`"
        yield found_at("error", "change", where, line, message, "remove the one or the other")
    elif not matter.skips and not ignored and all(text.is_empty for text in deltas.values()):
        fix = "write `specs/CAPABILITY/spec.md`, or `skip_specs: true` in `.openspec.yaml`"
        yield found_at("error", "change", place.path, 1, "the change changes no capability", fix)


def _tasks(
    said: Mapping[str, str], found: Mapping[str, Sequence[TaskLine]], matter: Metadata
) -> Iterator[Finding]:
    """Find tasks without a box or with a wrong number."""
    if matter.rejected:  # OpenSpec does not know then which files hold tasks
        return
    if not any(found.values()):
        for path in found:
            if line := first_item(said[path]):
                message = "no item has a box, so that the change counts as one without tasks"
                yield found_at("warning", "task", path, line, message, "write `- [ ] 1.1 What is to be done`")
    if matter.numbers_tasks:
        yield from _misnumbered(found)


def _misnumbered(found: Mapping[str, Sequence[TaskLine]]) -> Iterator[Finding]:
    """Find numbers of tasks that are there twice or in another group."""
    first: dict[str, tuple[str, int]] = {}
    for path, own in sorted(found.items()):
        for task in own:
            if not task.number or not task.group:
                continue
            group = task.number.partition(".")[0]
            if int(group) != int(task.group):
                message = f"the task `{task.number}` is in group {task.group}"
                yield found_at(
                    "warning",
                    "task",
                    path,
                    task.line,
                    message,
                    f"move it to group {group}, or number it anew",
                )
            place, line = first.setdefault(task.number, (path, task.line))
            if (place, line) != (path, task.line):
                message = f"there are two tasks `{task.number}`; the first is on line {line}"
                yield found_at("warning", "task", path, task.line, message, "number one of them anew")


def _left(found: Mapping[str, Sequence[TaskLine]]) -> Iterator[Finding]:
    """Find the tasks that were open when a change was archived, which OpenSpec tells only who asks for it."""
    every = [(path, task) for path, own in found.items() for task in own]
    left = [(path, task) for path, task in every if not task.done]
    if left:
        path, task = left[0]
        message = f"the change was archived with {len(left)} of its {len(every)} tasks open"
        yield found_at("info", "task", path, task.line, message, "tick what is done")


def _keyword(path: str, block: Block) -> Iterator[Finding]:
    if not block.text:
        message = f"the requirement `{block.name}` has no text"
        yield found_at(
            "error", "requirement", path, block.line, message, "say below its heading what has to hold"
        )
    elif not _KEYWORD.search(block.text):
        message = f"the requirement `{block.name}` says neither SHALL nor MUST"
        yield found_at(
            "warning",
            "requirement",
            path,
            block.line,
            message,
            "say so in the text, not in the heading alone",
        )


def _no_case(path: str, block: Block) -> Finding:
    message = f"the requirement `{block.name}` has no scenario, or none with a text"
    fix = "write `#### Scenario: Name`, and below it what happens"
    return found_at("error", "requirement", path, block.line, message, fix)


def _twins(path: str, text: DeltaText) -> Iterator[Finding]:
    """Find names that are in a delta twice."""
    names: dict[Verb, dict[str, int]] = {verb: {} for verb in APPLIED}
    for verb in APPLIED:
        for block in text.blocks[verb]:
            if names[verb].setdefault(block.name, block.line) != block.line:
                yield _twice(path, block.line, block.name, f"twice below {verb.upper()}")
    pairs: tuple[tuple[Verb, Verb], ...] = (
        ("modified", "removed"),
        ("modified", "added"),
        ("added", "removed"),
    )
    for one, other in pairs:
        for name in names[one].keys() & names[other].keys():
            yield _twice(path, names[one][name], name, f"below {one.upper()} and below {other.upper()}")
    yield from _renamed_twins(path, text, names)


def _renamed_twins(path: str, text: DeltaText, names: Mapping[Verb, Mapping[str, int]]) -> Iterator[Finding]:
    gone = {folded(name) for name in names["removed"]}
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    for renamed in text.renamed:
        for seen, name in ((before, renamed.before), (after, renamed.name)):
            if seen.setdefault(name, renamed.line) != renamed.line:
                yield _twice(path, renamed.line, name, "twice below RENAMED")
        if renamed.before in names["modified"]:
            yield _twice(path, renamed.line, renamed.before, "below MODIFIED by the name that it had")
        if renamed.name in names["added"]:
            yield _twice(path, renamed.line, renamed.name, "below RENAMED and below ADDED")
        if folded(renamed.before) in gone:
            yield _twice(path, renamed.line, renamed.before, "below RENAMED and below REMOVED")


def _twice(path: str, line: int, name: str, where: str) -> Finding:
    return found_at(
        "error", "delta", path, line, f"the requirement `{name}` stands {where}", "say one thing of it"
    )


def _below(lines: FencedLines, title: str) -> str:
    found = next(((at, level) for at, level, name in lines.headings() if name.lower() == title), None)
    return lines.below(*found) if found else ""


def _end(lines: FencedLines, begin: int) -> int:
    """Return where a section of level 2 ends."""
    later = range(begin + 1, len(lines.all))
    return next(
        (at for at in later if not lines.code[at] and re.match(r"##\s+", lines.all[at])), len(lines.all)
    )


def found_at(level: Severity, code: FindingCode, path: str, line: int, message: str, fix: str) -> Finding:
    """Return a finding that matters as much as OpenSpec says, at most."""
    return Finding(path, line, code, message, fix, at_most=level)
