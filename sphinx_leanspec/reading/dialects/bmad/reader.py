"""Epics, stories and retrospectives read into records, whatever their files are like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from ....dates import instant
from ....findings import Finding, FindingCode, Severity
from ....lifecycle import estimated_tokens
from ....model import Part, Place, Reference, Spec, Value
from ... import core_schema
from ...decoding import ENCODING_FIX, decode, unified, unreadable
from ...fields import Field
from ...keys import segment
from ...seam import Files, Record
from ...vocabulary import Vocabularies
from ..text import Text, lowered, prose
from . import sprint, story
from .epics import EpicHeading, all_headings
from .sprint import STATUSES

_ALLOWED: Final[Mapping[sprint.Kind, tuple[str, ...]]] = {
    "epic": ("backlog", "in-progress", "done"),
    "story": ("backlog", "ready-for-dev", "in-progress", "review", "done"),
    "retrospective": ("optional", "done"),
    "other": tuple(STATUSES),
}
_ACTIONS: Final = ("open", "in-progress", "done")
_STAMPS: Final = ("%m-%d-%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d")
_LINE: Final = re.compile(r"line (\d+)")
_KNOWN: Final = frozenset({"title", "status", "created"})


class BmadReader:
    """Reads what files that are given together say.

    :param notes: whether rules will ask for the texts.
    """

    def __init__(self, files: Files, words: Vocabularies, *, notes: bool) -> None:
        self._files, self._words, self._notes = files, words, notes
        self._path = next((path for path in files if path.endswith(sprint.NAME)), "")
        self._sprint = sprint.read(self._data(self._path))
        self._entries = {segment(name): entry for name, entry in self._sprint.entries.items()}
        self._findings: list[Finding] = []

    def record(self, place: Place) -> Record:
        """Return an epic, a story or a retrospective."""
        self._findings = []
        key, entry = sprint.key_of(place.id), self._entries.get(place.id)
        if place.id in (next(iter(self._entries), ""), self._path.rpartition("/")[2]):
            self._look_at_all()
        headings = all_headings(
            (path, self._data(path)) for path in place.made_of if path.endswith(".md") and path != _own(place)
        )
        heading = headings.get(key.epic if key.kind == "epic" else key.number, ("", None))[1]
        text = self._text(place, heading, entry)
        title = self._title(place, key, heading, entry, text)
        said = self._own_status(text)
        status = self._status(key, entry, said, place)
        self._look_at(place, key, entry, heading, is_planned=bool(headings))
        parts = self._parts(place, key, heading, text)
        spec = Spec(
            place,
            title_source=title,
            title=title,
            status=status,
            status_written=(entry.status if entry else said[0]) or None,
            created=self._created(place, text),
            parent=self._parent(key, entry),
            related=self._related(key, entry),
            facts=_facts(text.fields) if text else {},
            custom=_custom(text.fields) if text else {},
            checks=tuple(story.tasks(text.walk.checks())) if text else (),
            sections=tuple(text.walk.sections) if text else (),
            title_line=text.walk.title_line if text else parts[0].line,
            lines_of={"status": said[1] if said[0] else parts[0].line},
            body_line=text.part.line if text else parts[0].line,
            lines=text.lines if text else parts[0].text.count("\n") + 1,
            tokens=sum(estimated_tokens(part.text) for part in parts),
            findings=tuple(sorted(self._findings)),
            parts=parts,
        )
        return Record(spec, (lambda: prose([text])) if text else dict)

    def _text(
        self, place: Place, heading: EpicHeading | None, entry: sprint.SprintEntry | None
    ) -> Text | None:
        """Return the text of what has a file; a title that is another than the one that counts is lowered."""
        path = _own(place)
        if not path:
            return None
        data = self._files[path]
        text = Text(path, data, story.PREFIX, notes=self._notes)
        counts = (heading and heading.title) or ""
        if counts and text.walk.title and text.walk.title.casefold() != counts.casefold():
            text = Text(path, data, is_first=False, notes=self._notes)
        self._findings += text.findings
        return text

    def _title(
        self,
        place: Place,
        key: sprint.Key,
        heading: EpicHeading | None,
        entry: sprint.SprintEntry | None,
        text: Text | None,
    ) -> str:
        if key.kind == "retrospective":
            return key.number
        written = text.fields["title"].text if text and "title" in text.fields else ""
        known = (heading and heading.title, text and text.walk.title, written, entry and entry.title)
        found = next((name for name in known if name), place.id)
        return " ".join(story.plain_title(found).split())

    def _own_status(self, text: Text | None) -> tuple[str, int]:
        """Return what a story's own file says, and where."""
        if text is None:
            return "", 1
        if "status" in text.fields and text.fields["status"].text:
            return text.fields["status"].text, text.fields["status"].line
        word, line = story.status_in(text.part.text.split("\n"))
        return word, line + text.part.line - 1

    def _status(
        self, key: sprint.Key, entry: sprint.SprintEntry | None, said: tuple[str, int], place: Place
    ) -> str | None:
        """Return the status: that of the file that decides, and what is wrong with it."""
        own = story.status_of(said[0], self._words)
        if entry is None:
            return own or STATUSES["optional" if key.kind == "retrospective" else "backlog"]
        word = story.OLDER.get(entry.status, entry.status)
        status = STATUSES.get(word) or self._words.status.read(word)[0] or None
        if word not in _ALLOWED[key.kind] and key.is_known:
            taken = f"it was read as {status}" if status else "it was left out"
            message = f"BMAD knows no status `{entry.status}` of an {key.kind}; {taken}"
            message = message.replace("an story", "a story").replace("an retro", "a retro")
            fix = f"write one of {', '.join(_ALLOWED[key.kind])}"
            self._found(self._path, entry.line, "status", message, fix)
        elif own and entry.status.casefold() != said[0].casefold() and word != said[0].casefold():
            message = f"this file says `{said[0]}`, `{sprint.NAME}` `{entry.status}`, which counts"
            least: Severity = "info" if own == status else "error"
            self._found(place.path, said[1], "status", message, "correct one of them", least)
        elif word == "backlog" and _own(place) and key.kind == "story":
            message = f"the story has a file; the next planning makes it `ready-for-dev` in `{sprint.NAME}`"
            self._found(self._path, entry.line, "status", message, "write that, or remove the file", "info")
        return status

    def _look_at(
        self,
        place: Place,
        key: sprint.Key,
        entry: sprint.SprintEntry | None,
        heading: EpicHeading | None,
        *,
        is_planned: bool,
    ) -> None:
        """Tell of what one of the files does not have."""
        if entry is None and key.kind in ("epic", "story") and self._sprint.entries:
            message = (
                f"`{sprint.NAME}` has no entry `{place.id}`; BMAD does not count it until that is planned"
            )
            line = heading.line if heading else 1
            self._found(place.path, line, "ref", message, "plan the sprint again", "info")
        elif entry and heading is None and is_planned and key.kind in ("epic", "story"):
            message = f"no file of epics has `{entry.name}`; the next planning takes it out of this file"
            self._found(self._path, entry.line, "ref", message, "write its heading", "info")

    def _look_at_all(self) -> None:
        """Tell what BMAD's own ``validate`` tells of the file that decides, each on its line."""
        data = self._files[self._path]
        if isinstance(data, OSError):
            self._findings.append(unreadable(self._path, data))
            return
        text, line, problem = decode(data)
        if line is not None:
            self._findings.append(Finding(self._path, line, "encoding", problem, ENCODING_FIX))
        try:
            content = core_schema.load(unified(text))
        except ValueError as error:
            at = _LINE.findall(str(error))
            message = f"the file is no YAML that BMAD reads ({error}); its lines were read as they stand"
            self._found(self._path, int(at[-1]) if at else 1, "frontmatter", message, "mend it")
            return
        for entry in self._sprint.twins:
            message = (
                f"`{entry.name}` is there twice, so BMAD reads nothing of the file; the last one was taken"
            )
            self._found(self._path, entry.line, "frontmatter", message, "remove one of them")
        self._look_at_head(content)
        for entry in self._sprint.entries.values():
            if not sprint.key_of(entry.name).is_known:
                message = f"BMAD does not see the entry `{entry.name}`: it is shown here"
                fix = "call it `epic-1`, `1-1-name` or `epic-1-retrospective`"
                self._found(self._path, entry.line, "frontmatter", message, fix)
        for problem in _wrong_actions(content.get("action_items")):
            line = self._sprint.head["action_items"][1]
            self._found(
                self._path, line, "frontmatter", problem, f"write {', '.join(_ACTIONS)} as its status"
            )

    def _look_at_head(self, content: Mapping[str, Value]) -> None:
        said = content.get("development_status")
        line = self._sprint.head.get("development_status", ("", 1))[1]
        if not isinstance(said, dict) or not said:
            message = "`development_status` has no entries, so there is nothing that BMAD knows of"
            self._found(self._path, line, "frontmatter", message, "plan the sprint again")
        for name in ("generated", "last_updated", "project"):
            if content.get(name) is None:
                message = f"the file has no `{name}`"
                self._found(self._path, 1, "frontmatter", message, "plan the sprint again", "info")
        for name in ("generated", "last_updated"):
            written, at = self._sprint.head.get(name, ("", 1))
            if written and not any(_is_stamp(written, form) for form in _STAMPS):
                message = f"`{name}` is `{written}`, which is no time that BMAD reads"
                self._found(self._path, at, "dates", message, "write `01-31-2026 09:00`")

    def _parts(
        self, place: Place, key: sprint.Key, heading: EpicHeading | None, text: Text | None
    ) -> tuple[Part, ...]:
        """Return the text of what has a file, else what the file of epics says; and what is to be done."""
        parts = [text.part] if text and text.is_read else []
        if text is None and heading:
            path = place.path
            parts.append(Part(path, heading.line + 1, lowered(f"{heading.text}\n")))
        if key.kind == "retrospective" and (rows := list(self._actions(key.epic))):
            items = "".join(f"- **{status}**: {action}\n" for action, status in rows)
            line = self._sprint.head["action_items"][1]
            parts.append(Part(self._path, line, f"## Action items\n\n{items}", is_spread=False))
        return tuple(parts) or (Part(place.path, 1, "", is_spread=False),)

    def _actions(self, epic: str) -> Iterator[tuple[str, str]]:
        """Yield what a retrospective has found to be done, with who does it."""
        if "action_items" not in self._sprint.head:
            return
        try:
            rows: Any = core_schema.load(unified(decode(self._data(self._path))[0])).get("action_items")
        except ValueError:
            return
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and str(row.get("epic")).removeprefix("epic-") == epic:
                who = f" ({row['owner']})" if row.get("owner") else ""
                yield " ".join(f"{row.get('action')}{who}".split()), str(row.get("status"))

    def _parent(self, key: sprint.Key, entry: sprint.SprintEntry | None) -> Reference | None:
        """Return the epic of a story: the one with the longest name that its own begins with."""
        if key.kind != "story":
            return None
        epic = f"epic-{key.epic}"
        for name in self._sprint.entries if entry else ():
            other = sprint.key_of(name)
            is_other = other.kind == "epic" and not other.is_known
            if entry and is_other and re.match(rf"{re.escape(other.epic)}-\d+[a-z]?-", entry.name):
                epic = segment(name)
        return Reference("parent", f"bmad/{epic}", entry.line if entry else 1, self._path)

    def _related(self, key: sprint.Key, entry: sprint.SprintEntry | None) -> tuple[Reference, ...]:
        if key.kind != "retrospective":
            return ()
        return (Reference("related", f"bmad/epic-{key.epic}", entry.line if entry else 1, self._path),)

    def _created(self, place: Place, text: Text | None) -> str | None:
        found = text.fields.get("created") if text else None
        if found is None or not found.text:
            return None
        if instant(found.text):
            return found.text
        message = f"`{found.text}` is no date; it was left out"
        self._found(place.path, found.line, "created", message, "write `created: 2026-01-31`")
        return None

    def _data(self, path: str) -> bytes:
        data = self._files.get(path, b"")
        return data if isinstance(data, bytes) else b""

    def _found(
        self, path: str, line: int, code: FindingCode, message: str, fix: str, at_most: Severity = "error"
    ) -> None:
        self._findings.append(Finding(path, line, code, message, fix, at_most=at_most))


def _own(place: Place) -> str:
    """Return the file that is a place's own, empty if it has none."""
    return "" if place.fragment or not place.path.lower().endswith(".md") else place.path


def _facts(fields: Mapping[str, Field]) -> dict[str, tuple[str, ...]]:
    """Return what frontmatter says in a word or a line, and pages show."""
    said = {name: found.text for name, found in fields.items() if name not in _KNOWN}
    return {name: (text,) for name, text in said.items() if text and "\n" not in text}


def _custom(fields: Mapping[str, Field]) -> dict[str, Value]:
    return {
        name: found.value
        for name, found in fields.items()
        if name not in _KNOWN and isinstance(found.value, list | dict)
    }


def _wrong_actions(items: Value) -> Iterator[str]:
    """Yield what is wrong with what retrospectives have found to be done."""
    if items is None:
        return
    if not isinstance(items, list):
        yield "`action_items` is no list"
        return
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            yield f"entry {number} of `action_items` is no mapping"
        elif item.get("status") not in _ACTIONS:
            yield f"entry {number} of `action_items` has no status that BMAD knows"


def _is_stamp(written: str, form: str) -> bool:
    try:
        datetime.strptime(written, form)  # noqa: DTZ007 - only its form is asked for
    except ValueError:
        return False
    return True
