"""A Markdown file that is a part of a spec's page, whatever it is like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from ...findings import Finding
from ...lifecycle import estimated_tokens
from ...model import Part, Place, Spec
from ..decoding import ENCODING_FIX, body_of, decode, unified, unreadable

if TYPE_CHECKING:
    from ..prose import Prose
    from ..walk import Walk

_FENCE: Final = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})")
_ITEM: Final = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(?=\S)")
_LABEL: Final = re.compile(r"\*\*(?P<name>[^*:]+)(?::\*\*|\*\*:)\s*(?P<text>[^|]*?)\s*(?:\||$)")
_HEADING: Final = re.compile(r" {0,3}#{1,5}(?=[ \t])")
_UNDERLINE: Final = re.compile(r" {0,3}=+[ \t]*")


class ListItem(NamedTuple):
    """An item of a list.

    :param markup: its Markdown on one line, with the sign or the number that it begins with.
    :param text: the same as plain text, without that.
    """

    line: int
    markup: str
    text: str


class Text:
    """A file, read once.

    :param prefix: what the title of a page begins with and need not, ``Tasks: `` say.
    :param is_first: whether the page begins with it; the headings of another go one level down, as a page has
        one title.
    :param notes: whether to note what rules alone ask of its text.
    :ivar is_read: whether the file could be read.
    :ivar damage: what is wrong with it as a file.
    :ivar findings: what is wrong with it, that included.
    """

    def __init__(
        self,
        path: str,
        data: bytes | OSError,
        prefix: re.Pattern[str] | None = None,
        *,
        is_first: bool = True,
        notes: bool = True,
    ) -> None:
        from .. import frontmatter  # here, as it takes long, and no file that is as it was is read

        self.path = path
        self.is_read = not isinstance(data, OSError)
        self.damage: Finding | None = None
        self.findings: list[Finding] = []
        text = ""
        if isinstance(data, OSError):
            self.damage = unreadable(path, data)
        else:
            text, line, wrong = decode(data)
            self.damage = None if line is None else Finding(path, line, "encoding", wrong, ENCODING_FIX)
        if self.damage:
            self.findings.append(self.damage)
        text = unified(text)
        self.lines = text.removesuffix("\n").count("\n") + bool(text)
        matter = frontmatter.read(text.split("\n")) if text.startswith("---") else frontmatter.Frontmatter()
        self.fields = matter.fields
        for one in matter.problems:
            self.findings.append(Finding(path, one.line, "frontmatter", one.message, one.fix))
        first = matter.body_line if matter.line is not None else 1
        body = body_of(text, first)
        self.tokens = estimated_tokens(body[:-1])
        if prefix and is_first:
            body = prefix.sub("", body, count=1)
        if not is_first:
            body = lowered(body)
        self.part = Part(path, first, body[:-1])
        self._body, self._notes = body, notes

    @cached_property
    def walk(self) -> Walk:
        """The text, walked through when that is first asked for."""
        from ..walk import Walk

        return Walk(self._body, self.part.line, notes=self._notes)

    def prose(self) -> Prose:
        """Return what rules ask of the text."""
        from ..texts import of_walk  # here, as it takes long and only rules ask for it

        return of_walk(self.walk, self.damage)

    def labels(self, *names: str) -> dict[str, tuple[str, int]]:
        """Return what the lines below the title say, each with its line: ``**Status**: Draft``.

        :param names: what is asked for, in small letters.
        """
        found: dict[str, tuple[str, int]] = {}
        for line, written in self.numbered():
            if written.startswith("## "):
                break
            for label in _LABEL.finditer(written):
                if (name := label["name"].lower()) in names:
                    found.setdefault(name, (label["text"], line))
        return found

    def items(self) -> list[ListItem]:
        """Return the items of its lists, nested ones too, each with the lines that go on with it."""
        from ..walk import Walk  # ditto

        found: list[tuple[int, list[str]]] = []
        is_open = False
        for line, written in self.numbered():
            if _ITEM.match(written.lstrip()):
                found.append((line, [written.strip()]))
                is_open = True
            elif is_open and written[:1] in (" ", "\t") and written.strip():
                found[-1][1].append(written.strip())
            else:
                is_open = False
        markups = [" ".join(lines) for _, lines in found]
        boxes = "".join(f"- [ ] {_ITEM.sub('', markup, count=1)}\n" for markup in markups)
        texts = {check.line: check.text for check in Walk(boxes, 1, notes=False).checks()}
        return [
            ListItem(line, markup, texts.get(at, ""))
            for at, ((line, _), markup) in enumerate(zip(found, markups, strict=True), 1)
        ]

    def numbered(self) -> Iterator[tuple[int, str]]:
        """Yield the lines that are no code, each with its number."""
        return outside(self.part.text.split("\n"), self.part.line)


def page(place: Place, texts: Sequence[Text]) -> Spec:
    """Return what texts say of a spec whose page is made of them, title and size being those of the first."""
    main = texts[0]
    return Spec(
        place,
        title_source=main.walk.title_source or place.id,
        title=main.walk.title or place.id,
        sections=tuple(main.walk.sections),
        title_line=main.walk.title_line,
        body_line=main.part.line,
        lines=main.lines,
        tokens=main.tokens,
        findings=tuple(sorted(finding for text in texts for finding in text.findings)),
        parts=tuple(text.part for text in texts if text.is_read),
    )


def prose(texts: Iterable[Text]) -> Mapping[str, Prose]:
    """Return what rules ask of texts, by their files."""
    return {text.path: text.prose() for text in texts}


def outside(lines: Iterable[str], first: int = 1) -> Iterator[tuple[int, str]]:
    """Yield the lines that stand in no fenced block, each with its number."""
    fence = ""
    for number, line in enumerate(lines, first):
        found = _FENCE.match(line)
        if fence:
            if found and found["mark"].startswith(fence) and not line[found.end() :].strip():
                fence = ""
        elif found:
            fence = found["mark"]
        else:
            yield number, line


def lowered(text: str) -> str:
    """Return a text with its headings one level down."""
    lines = text.split("\n")
    for number, line in outside(lines, 0):
        if _HEADING.match(line):
            lines[number] = line.replace("#", "##", 1)
        elif _UNDERLINE.fullmatch(line) and number and lines[number - 1].strip():
            lines[number] = line.replace("=", "-")
    return "\n".join(lines)
