"""One item of Backlog.md, read into a record, whatever its file is like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from msgspec.structs import replace

from ....findings import Severity
from ....model import Check, Place, Spec, Task
from ...decoding import decode, unified
from ...keys import digest, unique
from ...prose import Prose
from ...vocabulary import Vocabularies
from ..text import Text, lowered, page
from . import comments, sections
from .config import BacklogSettings, folded, is_priority
from .fields import TaskFields, is_quoted, is_yaml
from .ids import canonical, of_name
from .places import COMPLETED, Lying
from .sections import Checklist, CountedBox

_TITLED: Final = re.compile(r"[A-Za-z]+-[0-9.]+(?: - |-)?(?P<title>\S.*)", re.DOTALL)
_NUMBER: Final = re.compile(r"^#[0-9]+ (?=.)")
_BOX: Final = "`- [ ] ` or `- [x] `"


class BacklogReader:
    """Reads the file of one item, and collects what is wrong with it."""

    def __init__(
        self,
        place: Place,
        where: Lying,
        data: bytes | OSError,
        settings: BacklogSettings,
        words: Vocabularies,
        *,
        has_texts: bool = True,
    ) -> None:
        self.place = place
        self.where = where
        self.settings = settings
        self.words = words
        shown = data if isinstance(data, OSError) else comments.plain(data)
        self.text = Text(place.path, shown, notes=has_texts)
        self.fields = TaskFields(place.path, self.text, settings)
        self.said = "" if isinstance(data, OSError) else unified(decode(data)[0])

    def spec(self) -> Spec:
        """Return the item, whose page is its text below the title that its frontmatter gives."""
        fields, whole = self.fields, page(self.place, [self.text])
        self._unlisted()
        self._head()
        self._named()
        title = self._title(whole)
        has_own = whole.title_line is not None
        is_told = has_own and whole.title.casefold() == title.casefold()
        text = self.text.part.text
        found = sections.read(text, self.text.part.line)
        self._uncounted(found)
        shown = text if is_told or not has_own else lowered(text)
        return replace(
            whole,
            title_source=whole.title_source if is_told else title,
            title=whole.title if is_told else title,
            title_line=whole.title_line if is_told else None,
            status=self._status(),
            status_written=fields.text("status") or None,
            priority=self._priority(),
            tags=tuple(text for text, _ in fields.items("labels")),
            assignees=fields.people(),
            created=fields.date("created_date", "created"),
            updated=fields.date("updated_date", "dates"),
            completed=fields.date("completed_date", "dates") or fields.date("completion_date", "dates"),
            due=fields.due(),
            epic=fields.text("milestone") or None,
            depends_on=fields.references(),
            parent=fields.parent(),
            facts=dict(fields.facts()),
            custom={name: field.value for name, field in fields.others()},
            checks=tuple(self._checks(found.items)),
            lines_of=fields.lines(),
            findings=tuple(sorted(fields.findings)),
            parts=(self.text.part._replace(text=shown),) if self.text.is_read else (),
        )

    def texts(self) -> Mapping[str, Prose]:
        """Return what rules ask of the text."""
        return {self.place.path: self.text.prose()}

    def _unlisted(self) -> None:
        """Tell why Backlog.md does not look at the file."""
        where, begin = self.where, self.where.begin(self.settings)
        if where.is_archived:  # there it lists nothing
            return
        if where.above:
            message = f"Backlog.md does not look below `{where.kind}`, so it does not list this file"
            fix = f"move it to `{self.place.path.removesuffix('/'.join(('', *where.above, where.name)))}`"
            self.fields.found(1, "unlisted", message, fix)
        elif not where.is_listed(self.settings):
            message = f"the name of the file does not begin with `{begin}`; Backlog.md does not list it"
            number = self.place.slug.partition("-")[2]
            fix = f"call it `{begin}{number} - Title.md`, and give it that id"
            self.fields.found(1, "unlisted", message, fix)

    def _head(self) -> None:
        """Tell what is wrong with the frontmatter, and what Backlog.md makes of it."""
        found = self.text.findings
        if self.said and not self.said.startswith("---\n"):
            message = "there is no frontmatter: Backlog.md lists the file with no id, title or status"
            fix = "begin the file with `---`, `id:`, `title:`, `status:` and `---`"
            self.fields.found(1, "frontmatter", message, fix)
        elif any(one is not self.text.damage for one in found):
            if is_yaml(self.said):
                found = [one for one in found if not is_quoted(one, self.text.fields)]
            else:
                line = min(one.line for one in found)
                message = "Backlog.md cannot read the frontmatter, so it does not list the file"
                self.fields.found(line, "unlisted", message, "mend it; other findings say how")
        self.fields.findings += found

    def _named(self) -> None:
        """Tell of a file whose name has another id than its frontmatter, or that has none."""
        name, given = of_name(self.where.name), self.fields.text("id")
        own = canonical(given, self.settings.prefix)
        if name and own and canonical(name, self.settings.prefix) != own:
            message = (
                f"the id is `{given}`, and the name of the file has `{name}`: "
                "Backlog.md lists it by the one, and opens it by the other"
            )
            at_most: Severity = "error" if self.where.is_draft else "info"
            self.fields.found(self.fields.line("id"), "id", message, "correct one of them", at_most)
        elif not given and self.fields.all:
            message = "the file has no id, and none in Backlog.md's list; that of its name was taken"
            self.fields.found(1, "id", message, f"write `id: {self.place.id}`")

    def _title(self, whole: Spec) -> str:
        """Return what the item is called: by its frontmatter, else by its text, else by its file."""
        if title := " ".join(self.fields.text("title").split()):
            return title
        if whole.title_line is not None:
            return whole.title
        named = _TITLED.fullmatch(PurePosixPath(self.place.path).stem)
        return " ".join(named["title"].replace("-", " ").split()) if named else self.place.id

    def _status(self) -> str | None:
        written = self.fields.text("status")
        kept = self.settings.meaning(written, self.words) if written else None
        if self.where.is_draft:
            return "archived" if self.where.is_archived else "draft"
        fix = f"write one of {', '.join(self.settings.statuses)}"
        if written and not self.settings.is_status(written):
            taken = f"read as {kept}" if kept in self.words.status.words else "kept as it is"
            message = f"`{written}` is no status of this project; it was {taken}"
            self.fields.found(self.fields.line("status"), "status", message, fix)
        elif self.fields.all and not written:
            self.fields.found(1, "status", "the task has no status", fix)
        if self.where.is_archived:
            return "archived"
        return "complete" if self.where.kind == COMPLETED else kept

    def _priority(self) -> str | None:
        written = folded(self.fields.text("priority"))
        if not written:
            return None
        value, _ = self.words.priority.read(written)
        if not is_priority(written, self.settings):
            taken = "kept as it is" if value == written else f"read as {value}"
            message = f"`{written}` is no priority of this project; it was {taken}"
            fix = f"write one of {', '.join(self.settings.priorities)}"
            self.fields.found(self.fields.line("priority"), "priority", message, fix)
        return value

    def _checks(self, items: Iterable[CountedBox]) -> Iterator[Check]:
        """Yield the boxes that count, each with what Markdown knows of it."""
        known = {check.line: check for check in self.text.walk.checks()} if items else {}
        taken: dict[str, int] = {}
        for item in items:
            own = known.get(item.line) or Check("", item.text, "", False, item.line, (item.section,))
            text = _NUMBER.sub("", own.text)
            by_text = digest("\x1f".join((*own.sections, own.text)))
            is_named = own.key and own.key.partition("_")[0] != by_text
            key = own.key if is_named else digest("\x1f".join((*own.sections, text)))
            yield replace(
                own,
                key=unique(key, taken),
                text=text,
                written=_NUMBER.sub("", own.markup),
                done=item.is_done,
                level=0,
                parent=None,
                exempt=None,
                task=Task(f"#{item.number}"),
            )

    def _uncounted(self, found: Checklist) -> None:
        """Tell of boxes in the two sections that do not count."""
        for one in found.broken:
            message = f"`{one.marker}` {one.what}: no box of `{one.section}` counts"
            self.fields.found(one.line, "task", message, "write it once before the boxes, and its end below")
        if not found.lines:
            return
        counted = {item.line for item in found.items}
        left = [check for check in self.text.walk.checks() if check.line not in counted]
        for span in found.lines:
            if lines := [check.line for check in left if check.line in span]:
                some = "a box" if len(lines) == 1 else f"{len(lines)} boxes"
                message = f"{some} of this section cannot be counted: nested, or not written {_BOX}"
                fix = "begin a line with it; what is nested is deleted when Backlog.md ticks another"
                self.fields.found(lines[0], "task", message, fix, "info")
