"""What ``config.yml`` says of a project: its statuses, its priorities, and how its ids begin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from ....findings import Finding
from ....lifecycle import FINISHED
from ... import boundary, frontmatter
from ...decoding import decode, unified
from ...fields import Field
from ...vocabulary import Vocabularies
from .ids import DRAFT

ROOT: Final = "backlog.config.yml"
"""The configuration where it lies at the top of the repository, and names the folder."""

NAMES: Final = ("config.yml", "config.yaml")
"""The configuration where it lies in the folder."""

HOMES: Final = ("backlog", ".backlog")
"""What the folder is called where nobody says otherwise."""

STATUSES: Final = ("To Do", "In Progress", "Done")
PRIORITIES: Final = ("high", "medium", "low")
RESERVED: Final = (DRAFT, "doc", "decision")
"""What ids of tasks cannot begin with, as those of others do."""

MEANINGS: Final[Mapping[str, str]] = {
    "to do": "planned",
    "new": "planned",
    "next": "planned",
    "open": "planned",
    "ready": "planned",
    "review": "in-progress",
    "in review": "in-progress",
    "testing": "in-progress",
    "in testing": "in-progress",
    "closed": "complete",
    "canceled": "archived",
    "won't do": "archived",
    "wont do": "archived",
    "wontfix": "archived",
}
"""What common statuses are to us, in small letters; others that are understood have a home of their own."""

_SPACE: Final = re.compile(r"[\s_-]+")


class BacklogSettings(NamedTuple):
    """What a project has chosen.

    :param name: what the project is called.
    :param prefix: what ids of tasks begin with, in small letters.
    :param directory: the folder, where the configuration names one.
    :param problems: what is wrong with the file: line, message, fix.
    """

    name: str = ""
    statuses: tuple[str, ...] = STATUSES
    priorities: tuple[str, ...] = PRIORITIES
    prefix: str = "task"
    directory: str = ""
    problems: tuple[tuple[int, str, str], ...] = ()

    def is_status(self, written: str) -> bool:
        """Tell whether a word is one of the statuses, whatever its case."""
        return written.strip().casefold() in map(str.casefold, self.statuses)

    def meaning(self, written: str, words: Vocabularies) -> str:
        """Return what a status is to us: by its word, else by where it stands among those of the project.

        The last one is that of what is done; another counts as done only where all that follow are over, too.
        """
        folded = [word.casefold() for word in self.statuses]
        known = word_for(written, words)
        if (text := written.strip().casefold()) not in folded:
            return known or written.strip()
        at = folded.index(text)
        if at == len(folded) - 1:
            return "archived" if known == "archived" else "complete"
        if known == "complete" and not all(word_for(word, words) in FINISHED for word in folded[at + 1 :]):
            return "in-progress"
        return known or ("in-progress" if at else "planned")

    def findings(self, path: str) -> list[Finding]:
        """Return what is wrong with the file."""
        return [Finding(path, line, "config", message, fix) for line, message, fix in self.problems]


def word_for(written: str, words: Vocabularies) -> str:
    """Return the status that a word means wherever it is used, empty if it has no such meaning."""
    value, is_right = words.status.read(written)
    if is_right or value in words.status.words:
        return value
    return MEANINGS.get(_SPACE.sub(" ", written.strip().casefold()), "")


def is_priority(written: str, settings: BacklogSettings) -> bool:
    """Tell whether a word is one of the priorities of a project."""
    return folded(written) in map(folded, settings.priorities)


def folded(text: str) -> str:
    """Return a word as priorities are compared: in small letters, with single spaces."""
    return " ".join(text.casefold().split())


def read(root: Path, home: Path | None = None) -> BacklogSettings:
    """Return what the configuration of a repository says; what is not there, or is broken, is as usual.

    :param home: the folder, if that is known.
    """
    for path in (root / ROOT, *((home / name for name in NAMES) if home else ())):
        try:
            settings = parse(boundary.read_settings(path))
        except (OSError, ValueError):
            continue
        if path.name != ROOT or settings.name:  # without a name Backlog.md passes it over
            return settings
    return BacklogSettings()


def path_of(root: Path, home: Path) -> Path | None:
    """Return the file that the configuration is read from, None if there is none."""
    found = next((path for name in NAMES if (path := home / name).is_file()), None)
    at_top = root / ROOT
    return at_top if at_top.is_file() and (found is None or read(root).name) else found


def of_data(data: bytes | OSError | None) -> BacklogSettings:
    """Return what the file of a configuration says."""
    return BacklogSettings() if data is None or isinstance(data, OSError) else parse(unified(decode(data)[0]))


@lru_cache(maxsize=8)
def parse(text: str) -> BacklogSettings:
    """Return what the text of a configuration says, a broken one as far as it goes."""
    lines = text.rstrip("\n").split("\n")
    is_begun = lines[0].startswith("---")
    matter = frontmatter.read([*(() if is_begun else ("---",)), *lines, *(() if is_begun else ("---",))])
    shift = 0 if is_begun else 1
    problems = [
        (max(one.line - shift, 1), one.message.replace("the frontmatter", "the file"), one.fix)
        for one in matter.problems
    ]
    listed = {name: _listed(matter.fields, name, shift, problems) for name in ("statuses", "priorities")}
    prefix = _text(matter.fields, "task_prefix").lower() or "task"
    if prefix in RESERVED:
        line = matter.fields["task_prefix"].line - shift
        what = f"`{prefix}` is what the ids of others begin with; Backlog.md takes tasks for these"
        problems.append((line, what, "choose another `task_prefix`, and rename tasks and their ids"))
    return BacklogSettings(
        _text(matter.fields, "project_name", "projectName"),
        listed["statuses"] or STATUSES,
        listed["priorities"] or PRIORITIES,
        prefix,
        _text(matter.fields, "backlog_directory", "backlogDirectory"),
        tuple(problems),
    )


def _text(fields: Mapping[str, Field], *names: str) -> str:
    return next((text for name in names if name in fields and (text := fields[name].text)), "").strip()


def _listed(
    fields: Mapping[str, Field], name: str, shift: int, problems: list[tuple[int, str, str]]
) -> tuple[str, ...]:
    """Return the words of a list; one that is none stops Backlog.md from starting."""
    field = fields.get(name)
    if field is None or field.value is None:
        return ()
    if not isinstance(field.value, list):
        what = f"`{name}` is no list, so Backlog.md does not start; it was left out"
        problems.append((field.line - shift, what, f"write `{name}: [{field.text}]`"))
        return ()
    return tuple(item.text.strip() for item in field.items if item.text.strip())
