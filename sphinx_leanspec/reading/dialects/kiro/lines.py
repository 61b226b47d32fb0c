"""What lines of Kiro's files say: which tasks there are, what is asked for, and what waits for what."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from ....model import Check, Section, Task
from ....requirements import Requirement, Scenario
from ..text import outside

_MARK: Final = re.compile(r"^([ \t]*[-*+] \[)(?:([ xX])\]\*|[-~]\](?= ))", re.MULTILINE)
_NUMBER: Final = re.compile(r"(\d+(?:\.\d+)*)\.?\s")
_DETAIL: Final = re.compile(r"_(Requirements|Depends|Boundary|Blocked):\s*(.*?)_\s*$")
_PROVES: Final = re.compile(r"\*\*Validates:\s*(.*?)\*\*\s*$")
_BETWEEN: Final = re.compile(r"(\d+(?:\.\d+)*)\.(\d{1,6})\s*[-\N{EN DASH}]\s*\1\.(\d{1,6})")
_ID: Final = re.compile(r"(?=\D*\d)[\w.-]+")
_NAMED: Final = re.compile(
    r"(?:Requirement\s+(?P<own>\d+)(?:\s*[.:\N{FULLWIDTH COLON}-]\s*|$)|(?P<bare>\d+)\s*[.:]\s*)(?P<name>.*)",
    re.IGNORECASE,
)
_MOST: Final = 99
"""How many criteria a range can stand for."""
_AIM: Final = re.compile(r"\*\*(?:Objective|User Story):?\*\*:?\s*(.+)", re.IGNORECASE)
_ITEM: Final = re.compile(r" {0,3}(?:\d+\.\d+[.)]?|\d+[.)])\s+(\S.*)")
_SPEC: Final = re.compile(r"\s*[-*+] \[(?P<mark>.)\] [*`]*(?P<name>[\w.-]+)[*`]*\s(?P<text>.*)")
_WAITS: Final = re.compile(r"(?<![A-Za-z])(?:Dependencies|Depends on):\s*(?P<names>.+)", re.IGNORECASE)
_WAITED: Final = re.compile(
    r"[\s`*]*(?P<name>[\w./-]+)[\s`*]*"
    r"(?P<rest>[(\N{FULLWIDTH LEFT PARENTHESIS}\N{EM DASH}\N{IDEOGRAPHIC FULL STOP}].*)?"
)


class Listed(NamedTuple):
    """An item of a roadmap that says what a spec waits for.

    :param waits: the names of specs.
    """

    name: str
    line: int
    is_done: bool
    waits: tuple[str, ...]


def plain(text: str) -> str:
    """Return a list of tasks with the boxes that Kiro alone has as GitHub's, each sign where it was.

    An optional task is ``- [ ]* 1.3``, one in progress ``- [-] 1.3``, one in the queue ``- [~] 1.3``.
    """
    return _MARK.sub(lambda found: f"{found[1]}{found[2]}] " if found[2] else f"{found[1]} ]", text)


def tasks(lines: Sequence[str], checks: Sequence[Check], sections: Sequence[Section]) -> Iterator[Check]:
    """Yield the boxes of a list of tasks with what they and the lines below them say as tasks.

    :param lines: the list as written.
    :param checks: its boxes as GitHub would have them.
    """
    ends = sorted(
        [*(check.line for check in checks), *(section.line for section in sections), len(lines) + 1]
    )
    known: dict[str, Check] = {}
    for check in checks:
        end = ends[bisect_right(ends, check.line)]
        found = _NUMBER.match(check.text)
        number = found[1] if found else ""
        task = _task(number, check.text, lines[check.line - 1 : end - 1])
        above = known.get(number.rpartition(".")[0])
        if above is None:
            own = replace(check, task=task)
        else:  # however far it is indented
            own = replace(check, task=task, parent=above.key, level=above.level + 1)
        if number:
            known.setdefault(number, own)
        yield own


def requirements(path: str, lines: Sequence[str], sections: Sequence[Section]) -> Iterator[Requirement]:
    """Yield what a text asks for, each with its criteria: ``1.2`` is the second one of requirement 1."""
    named = [(section, found) for section in sections if (found := _NAMED.fullmatch(section.title))]
    if any(found["own"] for _, found in named):
        named = [(section, found) for section, found in named if found["own"]]
    else:
        named = [(section, found) for section, found in named if section.level == 3]
    taken: set[str] = set()
    for section, found in named:
        end = next(
            (one.line for one in sections if one.line > section.line and one.level <= section.level), None
        )
        inner = [one for one in sections if section.line < one.line < (end or len(lines) + 1)]
        begin = next((one.line for one in inner if "criteria" in one.title.casefold()), section.line)
        number = found["own"] or found["bare"]
        if number in taken:
            continue
        taken.add(number)
        aims = (aim[1] for line in lines[section.line : end and end - 1] if (aim := _AIM.match(line.strip())))
        text = ": ".join(part for part in (found["name"], next(aims, "")) if part)
        yield Requirement(
            f"R{number}",
            "requirement",
            number,
            text or section.title,
            path,
            section.line,
            tuple(_criteria(number, lines[: end and end - 1], begin)),
            f"{number} {found['name']}" if found["name"] else section.title,
        )


def listed(text: str) -> Iterator[Listed]:
    """Yield the specs of a roadmap, below whatever heading: its items that say what they wait for."""
    for number, line in outside(text.split("\n")):
        if (spec := _SPEC.match(line)) and (said := _WAITS.search(spec["text"])):
            yield Listed(spec["name"], number, spec["mark"] in "xX", tuple(_names(said["names"])))


def _names(text: str) -> Iterator[str]:
    """Yield the names in a list of them; the list ends where words follow."""
    for part in re.split(r"[,;\N{IDEOGRAPHIC COMMA}]", text):
        found = _WAITED.fullmatch(part)
        name = found["name"].rstrip("_.") if found else ""
        if name and name.casefold() != "none":
            yield name
        if not found or found["rest"]:
            return


def _task(number: str, text: str, lines: Sequence[str]) -> Task:
    said = {one[1]: one[2].strip() for one in map(_DETAIL.search, lines) if one}
    proves = next((one[1] for one in map(_PROVES.search, lines) if one), "")
    mark = lines[0].partition("[")[2]
    return Task(
        number,
        is_parallel=text.endswith("(P)"),
        is_optional=mark[1:3] == "]*",
        requirements=_ids(said.get("Requirements", proves)),
        depends_on=_ids(said.get("Depends", "")),
        state={"-": "in-progress", "~": "queued"}.get(mark[:1], ""),
        boundary=said.get("Boundary", ""),
        blocked=said.get("Blocked", ""),
    )


def _ids(text: str) -> tuple[str, ...]:
    """Return the ids in a list of them; ``1.2-1.4`` stands for three."""
    found: list[str] = []
    for part in re.split(r"[,;]", text):
        name = re.sub(r"^(?:requirements?|tasks?)\s+", "", part.strip(), flags=re.IGNORECASE).rstrip(".")
        if span := _BETWEEN.fullmatch(name):
            first, last = int(span[2]), int(span[3])
            found += [f"{span[1]}.{one}" for one in range(first, min(last, first + _MOST) + 1)]
        elif _ID.fullmatch(name):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _criteria(number: str, lines: Sequence[str], begin: int) -> Iterator[Scenario]:
    """Yield the items of the list after a line, each with the lines that go on with it."""
    items: list[tuple[int, list[str]]] = []
    for at, line in enumerate(lines[begin:], begin + 1):
        if found := _ITEM.match(line):
            items.append((at, [found[1].strip()]))
        elif line.startswith("#"):
            if items:
                break
        elif items and line.strip():
            items[-1][1].append(line.strip())
    for count, (at, words) in enumerate(items, 1):
        yield Scenario(f"{number}.{count}", " ".join(words), at)
