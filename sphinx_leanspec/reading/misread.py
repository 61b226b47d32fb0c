"""What an author wrote that YAML reads otherwise, or not at all, and how to write it instead.

YAML's own words, "mapping values are not allowed in this context", help nobody who wrote a title with a colon
in it. Each row of the table names one such text and what to do; what was meant is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import yaml

from . import core_schema

_ENTRY: Final = re.compile(r"(?P<before>\s*(?:-\s+)*(?:[^\s:#'\"\[{&*!][^:#]*?:(?:\s+|$))?)(?P<value>\S.*)?")
_BLOCK: Final = re.compile(r"[|>][-+0-9]{0,2}(\s+#.*)?")
_JOINED: Final = re.compile(r"(?P<name>[A-Za-z_][\w-]*)(?::(?!//)|\uff1a[ ]?)(?P<value>[^\s:].*)")
_COMMENT: Final = re.compile(r"[\s\[,]#")
_TAGS: Final = frozenset({"str", "int", "float", "bool", "null", "timestamp", "binary"})
_RESERVED: Final = "@`%*&!>|?,]}-"
_LOST: Final = re.compile(r"[\s:]*\s(?P<text>#\S.*)")
_LOST_NUMBER: Final = re.compile(r"\s+(?P<text>#\d.*)")
_TAG: Final = "tag:yaml.org,2002:"
_MARKS: Final = ("&", "!")
_PAIRS: Final = {"[": "]", "{": "}"}
_QUOTES: Final = "\"'"
_LONGEST: Final = 60
"""How long a line may be that is shown mended."""

SIGNS: Final = "#&!"
"""What a text begins with that YAML passes over without a word."""

QUOTE: Final = "put it in quotes"
"""What helps against all that YAML takes for its own signs."""


class Misreading(NamedTuple):
    """What is wrong on a line of a block.

    :param at: the index of the line.
    :param what: why YAML does not read it.
    :param fix: what its author can do.
    """

    at: int
    what: str
    fix: str


class _Cause(NamedTuple):
    """A text that YAML does not take for one.

    :param applies: whether a value is of this kind.
    :param what: what is wrong with it, with the `{}` it begins with.
    :param fix: what helps.
    """

    applies: Callable[[str], bool]
    what: str
    fix: str = QUOTE


_CAUSES: Final = (
    _Cause(
        lambda value: value[0] in _PAIRS and bool(_COMMENT.search(value)),
        "what follows a `#` is a comment, so {} is never closed",
        "put what begins with `#` in quotes",
    ),
    _Cause(
        lambda value: value[0] in _PAIRS and value.count(value[0]) != value.count(_PAIRS[value[0]]),
        "its brackets are not closed",
        "close them, or put all of it in quotes",
    ),
    _Cause(lambda value: value[0] in _PAIRS, "{} begins a list or a mapping, and a text follows"),
    _Cause(
        lambda value: value[0] == '"' and "\\" in value,
        "a `\\` within double quotes has to be written twice",
        "put it in single quotes",
    ),
    _Cause(
        lambda value: value[0] in _QUOTES and value.count(value[0]) == 1,
        "its quotes are not closed",
        "close them",
    ),
    _Cause(
        lambda value: value[0] in _QUOTES,
        "the value ends at its second {}, and a text follows",
        "put all of it in quotes of the other kind",
    ),
    _Cause(lambda value: not value.isprintable(), "it holds a control character", "remove it"),
    _Cause(lambda value: value[0] in _RESERVED, "a text cannot begin with {}"),
    _Cause(lambda value: bool(re.search(r":(\s|$)", value)), "a colon ends the name of a field"),
)


def mended(lines: Sequence[str]) -> tuple[list[str], list[Misreading]]:
    """Write the lines of a field as its author meant them, each text that YAML does not read in quotes.

    :returns: the lines, and what was wrong with each that is another now.
    """
    if _BLOCK.fullmatch(_value(lines[0])):
        return list(lines), []
    result: list[str] = []
    mistakes: list[Misreading] = []
    for at, line in enumerate(lines):
        text = line
        if (indent := line[: len(line) - len(line.lstrip())]) and "\t" in indent:
            text = indent.replace("\t", "  ") + line.lstrip()
            mistakes.append(Misreading(at, "a tab indents it", "indent with spaces"))
        if at == 0 and (joined := _JOINED.fullmatch(line)):
            text = f"{joined['name']}: {joined['value']}"
            mistakes.append(Misreading(at, "there is no space after its colon", _shown("write", text)))
        if result and _is_more(text, result[-1]):
            # a text over several lines is one
            text = f"{result.pop().rstrip()} {text.strip()}"
            result += [text, ""]
        else:
            result.append(text)
    for at, text in enumerate(result):
        if wrong := _cause(_value(text)):
            result[at] = _quoted(text)
            fix = _shown(f"{wrong.fix}:", result[at]) if len(lines) == 1 else wrong.fix
            sign = _value(text)[0]
            mistakes.append(
                Misreading(at, wrong.what.format("a backtick" if sign == "`" else f"`{sign}`"), fix)
            )
    return result, mistakes


def lost(key: yaml.Node, value: yaml.Node, lines: Sequence[str]) -> list[Misreading]:
    """Find the texts of a field that YAML reads as something else, without a word.

    An empty value before `#4` has a comment after it, and so has `fix #4`; `!now` is a tag, `&co` an anchor.
    """
    children = value.value if isinstance(value, yaml.SequenceNode) else [value]
    found: list[Misreading] = []
    for node in children:
        if isinstance(node, yaml.ScalarNode):
            is_empty = not node.value and not node.style
            mark = node.end_mark if not is_empty or node is not value else key.end_mark
            found += _lost_comment(lines, mark, is_empty=is_empty)
            found += _lost_sign(lines, node)
    return found


def _lost_comment(lines: Sequence[str], mark: yaml.Mark, *, is_empty: bool) -> list[Misreading]:
    """Return what is wrong if a comment was meant as a text, as it has no space after its sign."""
    if mark.line >= len(lines) or "#" not in lines[mark.line]:
        return []
    comment = (_LOST if is_empty else _LOST_NUMBER).fullmatch(lines[mark.line][mark.column :])
    if not comment:
        return []
    text = comment["text"].strip()
    meant = text.lstrip("#")
    shown = f"write `{quoted(text)}`" if len(text) <= _LONGEST and "`" not in text else QUOTE
    fix = f"{shown}, or `{meant}`" if is_empty and meant.isdecimal() else shown if is_empty else QUOTE
    return [Misreading(mark.line, "what begins with `#` is a comment, and was left out", fix)]


def _lost_sign(lines: Sequence[str], node: yaml.ScalarNode) -> list[Misreading]:
    """Return what is wrong if the first word of a text was taken for a tag or an anchor."""
    at, column = node.start_mark.line, node.start_mark.column
    if at >= len(lines) or not lines[at].startswith(_MARKS, column):
        return []
    word = lines[at][column:].split(maxsplit=1)[0]
    if word[0] == "!":
        is_known = node.tag.startswith(_TAG) and node.tag.removeprefix(_TAG) in _TAGS
    else:
        is_known = any(re.search(rf"[*]{re.escape(word[1:])}(?![\w-])", line) for line in lines)
    what = "its first word begins with `{}`, which YAML does not take for text; it was left out"
    return [] if is_known else [Misreading(at, what.format(word[0]), QUOTE)]


def is_joined(line: str) -> bool:
    """Return whether a line is a field without a space after its colon, or with a full-width one."""
    return bool(_JOINED.fullmatch(line))


def stray(lines: Sequence[str]) -> Misreading:
    """Return what is wrong with the lines of a field that cannot be read."""
    at = next((at for at, line in enumerate(lines) if at and line.strip()), 0)
    line, value = lines[at], _value(lines[0])
    if not at:
        cause = _cause(value)
        return Misreading(at, cause.what, cause.fix) if cause else Misreading(at, "it is not YAML", QUOTE)
    if value and line.lstrip().startswith("- "):
        return Misreading(at, "a list begins below a value", "remove the value, or make it the first entry")
    if line[:1] in " \t":
        return Misreading(at, "its lines are not indented alike", "indent the lines of a field alike")
    return Misreading(
        at, "a line is no field", "write `name: value`, or indent what belongs to the field above"
    )


def _is_more(text: str, before: str) -> bool:
    """Return whether a line goes on with a text that YAML does not read."""
    is_text = text[:1] == " " and not re.match(r"\s*(-\s|[\w-]+:(\s|$))", text)
    return is_text and bool(_value(before)) and _cause(_value(before)) is not None


def _value(text: str) -> str:
    found = _ENTRY.fullmatch(text)
    value = found["value"] if found else None
    return "" if value is None or value.startswith("#") else value.rstrip()


def _cause(value: str) -> _Cause | None:
    """Return why a value is none, None if it is one."""
    if not value:
        return None
    try:
        core_schema.compose(f"x: {value}\n")
    except core_schema.TooLargeError:
        return None
    except yaml.YAMLError:
        return next((cause for cause in _CAUSES if cause.applies(value)), None)
    return None


def _quoted(text: str) -> str:
    """Put the value of a line in quotes."""
    value = _value(text)
    before = text[: len(text.rstrip()) - len(value)]
    if value[0] in _PAIRS and _COMMENT.search(value):
        value = value.removesuffix(_PAIRS[value[0]]) + _PAIRS[value[0]]
        return before + re.sub(r"#[^,\]}]*[^,\]}\s]", lambda found: quoted(found[0]), value)
    if value[0] in _QUOTES:
        value = value[1:].removesuffix(value[0])
    return before + quoted(value)


def quoted(text: str) -> str:
    """Return a text in the quotes that suit it."""
    plain = "'" not in text or '"' in text or "\\" in text
    return "'" + text.replace("'", "''") + "'" if plain else f'"{text}"'


def _shown(words: str, line: str) -> str:
    """Add a line to a sentence, if it is one that can be shown."""
    is_short = len(line) <= _LONGEST and "`" not in line and line.isprintable()
    return f"{words} `{line.strip()}`" if is_short else words.removesuffix(":")
