"""One spec: its file read into a record, whatever the file is like."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from ..dates import instant, only_day
from ..findings import Correction, Finding, FindingCode
from ..lifecycle import STATUSES, estimated_tokens
from ..model import Place, Reference, Spec, Transition, Value
from . import decoding, frontmatter, legacy, scalars
from .decoding import ENCODING_FIX, body_of, decode, decode_lines, lines_of, unreadable
from .fields import Field, FieldText
from .frontmatter import Frontmatter
from .items import twins
from .known import CODES, DATES, KNOWN
from .seam import Project
from .vocabulary import Vocabularies, Vocabulary
from .walk import Walk

_HEAD: Final = 60
"""How many lines are looked at first: where they hold a whole block, the body is not cut into lines."""


def read_spec(project: Project, place: Place, words: Vocabularies | None = None) -> Spec:
    """Read the file of a spec; what is wrong with it is in its findings, never raised."""
    try:
        data = decoding.read(project.root, place.path)
    except OSError as error:
        return unread(project, place, error, words)
    return parse(project, place, data, words, notes=False)[0]


def unread(project: Project, place: Place, error: OSError, words: Vocabularies | None = None) -> Spec:
    """Return what can be said of a spec whose file cannot be read."""
    reader = _Reader(project, place, words or Vocabularies())
    reader.findings.append(unreadable(place.path, error))
    return reader.spec(None)


def parse(
    project: Project,
    place: Place,
    data: bytes,
    words: Vocabularies | None = None,
    *,
    notes: bool = True,
) -> tuple[Spec, Walk, Finding | None]:
    """Read a spec from what its file holds.

    :param notes: whether to note what rules alone ask of its text.
    :returns: it, its text as it was walked through, and what is wrong with the file itself.
    """
    reader = _Reader(project, place, words or Vocabularies())
    return reader.read(data, notes=notes)


def read_status(data: bytes, words: Vocabularies) -> str | None:
    """Return the status that a version of a spec's file gives, whatever else is in it."""
    lines = lines_of(decode(data)[0])
    matter = frontmatter.read(lines)
    if matter.line is None:
        written = legacy.fields(lines).get("status", (None, 0))[0]
    else:
        written = matter.fields["status"].text if "status" in matter.fields else None
    return words.status.read(written)[0] if written else None


def counted(project: Project, place: Place, data: bytes, words: Vocabularies | None = None) -> Spec:
    """Read a spec of whose text only the title is asked for, and how many of its checks are done.

    :returns: it, without the checks themselves, and without what is found in its text.
    """
    return _Reader(project, place, words or Vocabularies()).counted(data)


class _Reader:
    """Reads one spec and collects what is wrong with it."""

    def __init__(self, project: Project, place: Place, words: Vocabularies) -> None:
        self.project = project
        self.place = place
        self.words = words
        self.findings: list[Finding] = []
        self.matter = Frontmatter()
        self.fields: dict[str, Field] = {}
        self.content = ""

    def read(self, data: bytes, *, notes: bool) -> tuple[Spec, Walk, Finding | None]:
        damage = self.head(data)
        walk = Walk(self.body(), self.matter.body_line, notes=notes)
        for own, line, first in twins(walk.items) if walk.has_comments else ():
            message = f"the check on line {first} has the id `{own}`, too; this one was given another"
            self.found(line, "id", message, "give it an id of its own")
        return self.spec(walk), walk, damage

    def counted(self, data: bytes) -> Spec:
        from .glance import glance  # here, as it takes long and only lists ask for it

        self.head(data)
        found = glance(self.body())
        if found is None:
            return self.spec(Walk(self.body(), self.matter.body_line, notes=False))
        title, title_source, progress = found
        return replace(self.spec(None), title=title, title_source=title_source, counted=progress)

    def body(self) -> str:
        return body_of(self.content, self.matter.body_line)

    def head(self, data: bytes) -> Finding | None:
        """Read what stands before the text.

        :returns: what is wrong with the file itself.
        """
        text, line, problem = decode_lines(data)
        damage = None if line is None else Finding(self.place.path, line, "encoding", problem, ENCODING_FIX)
        if damage:
            self.findings.append(damage)
        self.content = text
        lines = text.split("\n", _HEAD)[:_HEAD]
        self.matter = frontmatter.read(lines)
        if self.matter.problems:
            lines = text.split("\n")
            self.matter = frontmatter.read(lines)
        self.fields = dict(self.matter.fields)
        for wrong in self.matter.problems:
            self.found(wrong.line, "frontmatter", wrong.message, wrong.fix)
        if self.matter.line is None:
            self.fields |= {
                name: Field(line, value, (FieldText(value, line),))
                for name, (value, line) in legacy.fields(lines).items()
            }
        if self.matter.line is not None:
            self.dates()
            self.mappings()
        return damage

    def found(
        self, line: int, code: FindingCode, message: str, fix: str, change: Correction | None = None
    ) -> None:
        self.findings.append(Finding(self.place.path, line, code, message, fix, change=change))

    def spec(self, walk: Walk | None) -> Spec:
        written = self.text("status")
        banner = legacy.banner(walk.text, walk.source, walk.first_line) if walk else None
        return Spec(
            place=self.place,
            title_source=(walk and walk.title_source) or self.place.id,
            title=(walk and walk.title) or self.place.id,
            status=self.status(written),
            status_written=written,
            priority=self.priority(),
            tags=tuple(item.text.strip() for item in self.split("tags")),
            created=self.created(),
            updated=self.text("updated_at") or self.text("updated"),
            completed=self.text("completed_at") or self.text("completed"),
            assignees=tuple(filter(None, (self.text("assignee"),))),
            reviewer=self.text("reviewer"),
            due=self.text("due"),
            issue=self.text("issue"),
            pr=self.text("pr"),
            epic=self.text("epic"),
            breaking=self.breaking(),
            migrated_to=self.text("migrated_to"),
            depends_on=self.references("depends_on"),
            parent=next(iter(self.references("parent")[:1]), None),
            related=self.references("related"),
            aliases=self.references("aliases"),
            transitions=self.transitions(),
            custom=self.custom(),
            checks=walk.checks() if walk else (),
            sections=tuple(walk.sections) if walk else (),
            title_line=walk.title_line if walk else None,
            body_line=self.matter.body_line,
            lines_of={name: found.line for name, found in self.matter.fields.items()},
            banner_line=banner[0] if banner else None,
            banner_status=banner[1] if banner else None,
            lines=self.content.count("\n") + (self.content[-1:] not in ("", "\n")),
            tokens=estimated_tokens(walk.text[:-1], walk.source) if walk else 0,
            findings=tuple(sorted(self.findings)),
        )

    def text(self, name: str) -> str | None:
        return self.fields[name].text if name in self.fields else None

    def split(self, name: str) -> tuple[FieldText, ...]:
        found = self.fields.get(name)
        if found and isinstance(found.value, list) and any(entry in (None, "") for entry in found.value):
            message = f"an entry of `{name}` is empty; it was left out"
            self.found(found.line, "tag" if name == "tags" else "ref", message, "remove it")
        return found.split() if found else ()

    def line(self, name: str) -> int:
        return self.fields[name].line if name in self.fields else self.matter.line or 1

    def references(self, name: str) -> tuple[Reference, ...]:
        return tuple(Reference(name, item.text.strip(), item.line) for item in self.split(name))

    def is_whole(self) -> bool:
        """Tell whether a missing field is the author's doing, not that of a broken block."""
        return self.matter.line is not None and not self.matter.problems

    def status(self, written: str | None) -> str | None:
        if written is None:
            if self.place.archived:
                return "archived"
            if self.is_whole():
                fix = f"write one of {', '.join(STATUSES)}"
                self.found(self.line("status"), "status", "the spec has no status", fix)
            return None
        value, right = self.words.status.read(written)
        if not right and self.matter.line is not None:
            self.strange("status", written, value, self.words.status)
        return value

    def priority(self) -> str | None:
        written = self.text("priority")
        if written is None:
            return None
        value, right = self.words.priority.read(written)
        if not right and self.matter.line is not None:
            self.strange("priority", written, value, self.words.priority)
        return value

    def strange(self, name: FindingCode, written: str, value: str, words: Vocabulary) -> None:
        """Report a word that LeanSpec does not know."""
        taken = f"read as `{value}`" if value in words.words else "kept as it is"
        message = f"LeanSpec knows no {name} `{written}`; it was {taken}"
        meant = words.meant(written)
        fix = f"write `{meant}`" if meant else f"write one of {', '.join(words.words)}"
        self.found(self.line(name), name, message, fix, Correction(name, written, meant) if meant else None)

    def created(self) -> str | None:
        written = self.text("created")
        value, taken = written, ""
        if instant(written):
            return written
        if written is None:
            value = self.text("created_at")
            taken = "; `created_at` was taken" if instant(value) else ""
            if self.is_whole():
                self.undated(f"the spec has no creation date in `created`{taken}")
        else:
            basic = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", written)
            value = "-".join(basic.groups()) if basic else None
            taken = f"it was read as {value}" if instant(value) else "it was left out"
            if self.matter.line is not None:
                message = f"`{written}` is not a creation date as LeanSpec writes them; {taken}"
                self.undated(message, _dated("created", written))
        return value if instant(value) else None

    def undated(self, message: str, change: Correction | None = None) -> None:
        self.found(self.line("created"), "created", message, "write `created: YYYY-MM-DD`", change)

    def dates(self) -> None:
        """Tell of texts that stand where a date does; of ``created``, which LeanSpec wants, more is asked."""
        for name in DATES:
            if (written := self.text(name)) and instant(written) is None:
                message = f"`{written}` is no date; it was kept as it is"
                time = "T09:00:00Z" if name.endswith("_at") else ""
                fix = f"write `{name}: 2026-01-31{time}`"
                self.found(self.line(name), "dates", message, fix, _dated(name, written))

    def mappings(self) -> None:
        """Tell of names with values that stand where texts do, as braces without quotes make them."""
        for name in sorted(self.fields.keys() & CODES.keys()):
            value = self.fields[name].value
            if any(isinstance(part, dict) for part in (value if isinstance(value, list) else [value])):
                message = f"a mapping stands in `{name}`, where a text should; it was left out"
                fix = "write the text alone; one with braces in it needs quotes"
                self.found(self.line(name), CODES[name], message, fix)

    def breaking(self) -> bool:
        value = self.fields["breaking"].value if "breaking" in self.fields else None
        if value is not None and not isinstance(value, bool) and self.matter.line is not None:
            message = "`breaking` is neither `true` nor `false`; it was read as `false`"
            self.found(self.line("breaking"), "field", message, "write one of them")
        return value is True

    def transitions(self) -> tuple[Transition, ...]:
        if "transitions" not in self.fields:
            return ()
        return tuple(
            Transition(self.words.status.read(entry["status"])[0], entry["at"], line)
            for line, entry in self.fields["transitions"].mappings
            if entry.get("status") and instant(entry.get("at")) is not None
        )

    def custom(self) -> dict[str, Value]:
        return {
            name: self.typed(found, self.project.custom.get(name))
            for name, found in self.fields.items()
            if name not in KNOWN
        }

    def typed(self, found: Field, kind: str | None) -> Value:
        """Return the value of a custom field.

        :param kind: the type that LeanSpec's configuration declares for it, None if it declares none.
        """
        if kind == "array":
            return [item.text for item in found.split()]
        if isinstance(found.value, list | dict) or found.text is None:
            return found.value
        if kind in ("string", "date"):
            return found.text
        if kind == "number" and isinstance(found.value, str):
            return scalars.number(found.text)
        if kind == "boolean" and isinstance(found.value, str):
            return {"true": True, "yes": True, "false": False, "no": False}.get(
                found.value.lower(), found.value
            )
        return found.value


def _dated(name: str, written: str) -> Correction | None:
    """Return what makes a date of a text that can only mean one day."""
    day = only_day(written)
    return Correction(name, written, day) if day else None
