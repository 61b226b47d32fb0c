"""The events of a text as a page shows them: joined, with addresses, and no deeper than a page can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from ...reading.decoding import clean
from ...reading.markdown import Event, raw_events
from .autolinks import begins, end_of, mail

DEEPEST: Final = 60
"""How deep elements may nest, in the columns that they indent a page of text, which is 70 wide.

That is little enough for docutils, Sphinx and pickle, too, who walk a page by recursion.
"""

_MARKS: Final = "*_~`[]!&\\$"
_STAND_INS: Final = "".join(map(chr, range(14, 14 + len(_MARKS))))
"""What stands for a mark that marks nothing while a text is read: as long, and nowhere in a clean text."""

_HIDDEN: Final = bytes.maketrans(_MARKS.encode(), _STAND_INS.encode())
_SHOWN: Final = str.maketrans(_STAND_INS, _MARKS)
_BRACKET: Final = re.compile(r"[\[\]]")
_LOOKS: Final = 4
"""How often a text is read at most: hiding a mark may show another one for what it is."""

_QUOTES: Final = frozenset({"BlockQuote", "Item", "FootnoteDefinition"})
_NESTING: Final = frozenset({*_QUOTES, "List", "Emphasis", "Strong", "Strikethrough", "Link", "Image"})
_CLOSED: Final = frozenset({"CodeBlock", "Link", "Image"})
_LEAVES: Final = frozenset({"Paragraph", "Heading", "TableCell", "Item"})


def events(text: str) -> Iterator[Event]:
    """Walk the events of a text; texts that follow each other, as round an entity, come as one.

    Beside what the parser knows there are ``Autolink``, an address without markup, with what is shown and
    where it leads, and ``TooDeep``, before the first element that is left out as it is nested too deep.
    """
    source = _with_delimiters(clean(text)).encode()
    return _shallow(_merged(source, *_read(source)))


def _with_delimiters(text: str) -> str:
    """Return a text in which no row of a table's dashes has a tab in it, which pyromark takes for no row."""
    if "\t" not in text:
        return text
    lines = text.split("\n")
    for at, line in enumerate(lines):
        row = line.lstrip(" \t>")
        if "\t" in row and "|" in row and "-" in row and not row.strip(" \t|:-"):
            lines[at] = line[: len(line) - len(row)] + row.replace("\t", " ")
    return "\n".join(lines)


def _read(text: bytes) -> tuple[list[Event], dict[int, int]]:
    """Read a text until no mark within an address is taken for more.

    :returns: its events, and the addresses of the web in it: the end of each by its beginning.
    """
    source = bytearray(text)
    addresses: dict[int, int] = {}
    steps = _parsed(source)
    for _ in range(_LOOKS):
        found = _addresses(source, steps, addresses) if b"://" in source or b"www." in source else {}
        before = bytes(source)
        for start, end in found.items():
            source[start:end] = source[start:end].translate(_HIDDEN)
        addresses |= found
        if source == before:
            break
        steps = _parsed(source)
    return steps, addresses


def _parsed(source: bytearray) -> list[Event]:
    found = []
    for event, place in raw_events(source.decode()):
        kind, value = (event, None) if isinstance(event, str) else next(iter(event.items()))
        found.append(Event(kind, value, place["start"], place["end"]))
    return found


def _addresses(source: bytearray, steps: list[Event], known: dict[int, int]) -> dict[int, int]:
    """Return the addresses of the web that are not known yet; none behind a bracket that is open."""
    text = source.decode("latin-1")
    found: dict[int, int] = {}
    behind = closed = brackets = limit = last = 0
    for step in steps:
        if step.kind in ("Start", "End"):
            if step.name in _CLOSED:
                closed += 1 if step.kind == "Start" else -1
            elif step.name in _LEAVES:
                brackets, limit = 0, step.start + len(source[step.start : step.end].rstrip())
        elif step.kind == "Text" and not closed and step.end > behind:
            is_escaped = step.start > last and text[step.start - 1] == "\\"
            at, last = max(step.start + is_escaped, behind), step.end
            for begin in begins(text, at, step.end):
                if begin < at:
                    continue
                brackets = _brackets(text, at, begin, brackets)
                at = begin
                end = known.get(begin) or (None if brackets else end_of(text, begin, limit))
                if end is not None:
                    at = behind = end
                    if begin not in known:
                        found[begin] = end
            brackets = _brackets(text, at, step.end, brackets)
    return found


def _brackets(text: str, start: int, end: int, brackets: int) -> int:
    """Return how many brackets are open behind a part of a text."""
    for found in _BRACKET.finditer(text, start, end):
        brackets = brackets + 1 if found[0] == "[" else max(0, brackets - 1)
    return brackets


def _merged(source: bytes, steps: list[Event], addresses: dict[int, int]) -> Iterator[Event]:
    """Join texts, and take addresses out of them."""
    texts: list[str] = []
    starts = iter([*sorted(addresses), len(source)])
    begin = next(starts)
    behind = closed = 0
    for kind, value, start, end in steps:
        if kind != "Text":
            yield from _texts(texts, start, is_closed=closed > 0)
            texts = []
            step = Event(kind, _shown(value), start, end)
            if kind in ("Start", "End") and step.name in _CLOSED:
                closed += 1 if kind == "Start" else -1
            yield step
            continue
        at = max(start, behind)
        while begin < at:
            begin = next(starts)
        while begin < end and not closed:
            texts.append(source[at:begin].decode())
            yield from _texts(texts, start, is_closed=False)
            texts = []
            at = behind = addresses[begin]
            shown = source[begin:at].decode()
            yield Event("Autolink", (shown, shown if "://" in shown[:8] else f"http://{shown}"), begin, at)
            begin = next(starts)
        if at == start:
            texts.append(clean(value) if source.startswith(b"&#", start) else _shown(value))
        elif at < end:
            texts.append(source[at:end].decode())
    yield from _texts(texts, len(source), is_closed=False)


def _texts(texts: list[str], end: int, *, is_closed: bool) -> Iterator[Event]:
    """Return texts as one, and the addresses of mail in it unless it is closed to them."""
    text = "".join(texts)
    at = 0
    for start, stop, url in mail(text) if "@" in text and not is_closed else ():
        if start > at:
            yield Event("Text", text[at:start], end, end)
        yield Event("Autolink", (text[start:stop], url), end, end)
        at = stop
    if at < len(text):
        yield Event("Text", text[at:], end, end)


def _shown(value: Any) -> Any:
    """Return what pyromark says, with the marks that were hidden from it."""
    if isinstance(value, str):
        return clean(value.translate(_SHOWN))
    if isinstance(value, dict):
        return {name: _shown(part) for name, part in value.items()}
    return value


def _shallow(steps: Iterator[Event]) -> Iterator[Event]:
    """Leave out elements that nest too deep, but nothing of what they hold."""
    costs: list[int | None] = []  # of each open element, None of one that is left out
    depth = 0
    is_said = is_apart = False
    for step in steps:
        if step.kind == "Start" and step.name in _NESTING:
            cost = _cost(step)
            is_kept = costs[-1] is not None if step.name == "Item" else depth + cost <= DEEPEST
            costs.append(cost if is_kept else None)
            depth += cost if is_kept else 0
            if not is_kept:
                if not is_said:
                    yield step._replace(kind="TooDeep")
                is_said = True
                if step.name in _QUOTES and not is_apart:  # one break says as much as a thousand
                    yield Event("SoftBreak", None, step.start, step.start)
                    is_apart = True
                continue
        elif step.kind == "End" and step.name in _NESTING:
            cost_of_it = costs.pop()
            if cost_of_it is None:
                if step.name in _QUOTES and not is_apart:
                    yield Event("SoftBreak", None, step.end, step.end)
                    is_apart = True
                continue
            depth -= cost_of_it
        is_apart = False
        yield step


def _cost(step: Event) -> int:
    """Return by how many columns an element indents what it holds; 1, if by none."""
    if step.name == "List":
        return 2 if step.detail is None else len(str(step.detail)) + 3
    if step.name == "Item":
        return 0
    return 4 if step.name in _QUOTES else 1
