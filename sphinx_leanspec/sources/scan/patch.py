"""Plain references made into roles: the text of a page with them, and the difference as a patch.

What cannot be said for certain is left as it is, with the reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from .meeting import Held
from .outline import Extent, Outline, outline, within
from .spellings import LineSpan, Spelling

_CONTEXT: Final = 3
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINK: Final = re.compile(r"\[(?P<text>[^\]\[]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
_MARKS: Final = str.maketrans("", "", "`*")
_UNSAFE: Final = re.compile(r"[<>`\\|{}]")


class Rewriting(Struct, frozen=True):
    """A page with roles for its references.

    :param lines: the page, line by line, with line ends.
    :param changed: the new text of lines, by their number from 0.
    :param left: what was not turned into a role, and why.
    """

    page: str
    lines: tuple[str, ...]
    changed: dict[int, str]
    left: tuple[tuple[Held, str], ...]

    @property
    def text(self) -> str:
        """The page as it is with roles."""
        return "".join(self.changed.get(number, line) for number, line in enumerate(self.lines))

    @property
    def patch(self) -> str:
        """The difference as a unified diff, empty if there is none."""
        if not self.changed:
            return ""
        return "".join((f"--- a/{self.page}\n+++ b/{self.page}\n", *_hunks(self.lines, self.changed)))


def rewrite(page: str, text: str, held: Iterable[Held]) -> Rewriting:
    """Turn the references of a page into roles.

    :param page: its path, whose ending says which markup it is in.
    :param held: its references, held against the release that roles are to be about.
    """
    lines = tuple(_LINE.findall(text))
    known = outline("\n".join(line.rstrip("\r\n") for line in lines), is_rst=page.endswith(".rst"))
    writer = _Writer(known, lines, is_rst=page.endswith(".rst"))
    edits: defaultdict[int, list[tuple[Extent, str]]] = defaultdict(list)
    left = []
    for each in held:
        reason = _doubt(each)
        edit = None if reason else writer.edit(each)
        if edit is None:
            left.append((each, reason or "the markup around it has no place for a role"))
        else:
            edits[each.reference.line - 1].append(edit)
    changed = {number: _edited(lines[number], found) for number, found in edits.items()}
    return Rewriting(page, lines, dict(sorted(changed.items())), tuple(left))


def _doubt(held: Held) -> str:
    """Return why it is not certain what a reference means, empty if it is."""
    reference = held.reference
    if not held.paths:
        source = reference.source
        return f"{source} has no such file" if source else "nothing says which source it is about"
    doubts = (
        (
            len(held.paths) > 1,
            f"it may mean {len(held.paths)} files: {', '.join(f'`{path}`' for path in held.paths[:3])}",
        ),
        (reference.is_code, "it stands in code, where a role would be shown as it is"),
        (held.is_past and not held.is_whole, "its lines reach past the end of the file"),
        (
            bool(reference.name) and held.place is None,
            f"`{reference.name}` is not there, or more than once",
        ),
        (
            held.meets == "no" and not held.is_whole,
            f"`{(*reference.names, '')[0]}` beside it is not in its lines",
        ),
    )
    return next((reason for applies, reason in doubts if applies), "")


class _Writer:
    """A page in which roles are written."""

    def __init__(self, known: Outline, lines: Sequence[str], *, is_rst: bool) -> None:
        self._outline = known
        self._lines = lines
        self._is_rst = is_rst

    def edit(self, held: Held) -> tuple[Extent, str] | None:
        """Return what to replace, and by what; None where markup leaves no place for a role."""
        reference = held.reference
        number = reference.line - 1
        line = self._lines[number].rstrip("\r\n")
        own = Extent(reference.column - 1, reference.end - 1)
        if within(self._outline.html.get(number, []), own.start):
            return None
        link = within(self._outline.links.get(number, []), own.start)
        if link is not None:
            found = _LINK.fullmatch(line[link.start : link.end])
            if "://" in line[link.start : link.end]:  # it leads to the web, which is better than nothing
                return None
            text = found["text"].translate(_MARKS) if found else ""
            return (link, self._role(held, 0, text)) if found and not _UNSAFE.search(text) else None
        place = self._place(number, line, own)
        if place is None or not self._may_stand(number, line, place):
            return None
        text = line[place.start : place.end].translate(_MARKS).strip()
        return None if _UNSAFE.search(text) else (place, self._roles(held, text))

    def _place(self, number: int, line: str, own: Extent) -> Extent | None:
        """Return what a role takes the place of: the reference, with the backticks around it."""
        code = self._outline.code.get(number, [])
        for span in filter(None, {within(code, column) for column in (own.start, own.end - 1)}):
            inside = Extent(max(own.start, span.start), min(own.end, span.end))
            if line[inside.start : inside.end].strip("` ") != line[span.start : span.end].strip("` "):
                return None  # other words stand in the same code span
            own = Extent(min(own.start, span.start), max(own.end, span.end))
        if own.end < len(line) and line[own.start : own.end].count("(") > line[own.start : own.end].count(
            ")"
        ):
            return Extent(own.start, own.end + 1) if line[own.end] == ")" else None
        return own

    def _may_stand(self, number: int, line: str, place: Extent) -> bool:
        """Tell whether a role can stand somewhere: in reStructuredText as a word, and in nothing else."""
        if not self._is_rst:
            return True
        if within(self._outline.bold.get(number, []), place.start):
            return False
        before, after = line[place.start - 1 : place.start], line[place.end : place.end + 1]
        return not (
            before.isalnum() or after.isalnum() or before in ("`", "*", "_", ":") or after in ("`", "_")
        )

    def _roles(self, held: Held, text: str) -> str:
        """Return one role, or one for each of several places of a file."""
        lines = held.reference.lines
        if len(lines) < 2:
            is_plain = held.reference.spelling in (
                Spelling.RANGE,
                Spelling.LINE,
                Spelling.INSIDE,
                Spelling.NAMED,
            )
            return self._role(held, 0, "" if is_plain else text)
        rest = (self._role(held, at, _numbers(span)) for at, span in enumerate(lines) if at)
        first = text.partition(",")[0] if held.reference.spelling is not Spelling.LIST else ""
        return ", ".join((self._role(held, 0, first), *rest))

    def _role(self, held: Held, at: int, text: str) -> str:
        reference = held.reference
        target = f"{reference.source}:{held.symbol or held.paths[0]}"
        if held.symbol:
            text = ""  # the role says where it is now
        elif not held.is_whole:
            place = held.place
            span = LineSpan(place.line, place.end) if place and reference.name else reference.lines[at]
            target += f"#L{span.first}" if span.first == span.last else f"#L{span.first}-L{span.last}"
        content = f"{text} <{target}>" if text else target
        return f":source:`{content}`" if self._is_rst else f"{{source}}`{content}`"


def _numbers(span: LineSpan) -> str:
    return str(span.first) if span.first == span.last else f"{span.first}-{span.last}"


def _edited(line: str, edits: Iterable[tuple[Extent, str]]) -> str:
    parts, at = [], 0
    for place, text in sorted(edits):
        parts += [line[at : place.start], text]
        at = place.end
    return "".join((*parts, line[at:]))


def _hunks(lines: Sequence[str], new: Mapping[int, str]) -> Iterator[str]:
    """Write the parts of a diff: which lines differ is known, so that nothing has to be compared."""
    groups: list[list[int]] = []
    for number in sorted(new):
        if groups and number - groups[-1][-1] <= 2 * _CONTEXT:
            groups[-1].append(number)
        else:
            groups.append([number])
    for group in groups:
        begin, end = max(0, group[0] - _CONTEXT), min(len(lines), group[-1] + _CONTEXT + 1)
        yield f"@@ -{begin + 1},{end - begin} +{begin + 1},{end - begin} @@\n"
        at = begin
        while at < end:
            run = at
            while run < end and run in new:
                run += 1
            if run == at:
                yield _told(" ", lines[at])
                at += 1
            else:
                yield from (_told("-", lines[number]) for number in range(at, run))
                yield from (_told("+", new[number]) for number in range(at, run))
                at = run


def _told(sign: str, line: str) -> str:
    if line.endswith("\n"):
        return f"{sign}{line}"
    return f"{sign}{line}\n\\ No newline at end of file\n"
