"""What lines of code define, in any language, as far as their words and their layout tell."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_DEFINITION: Final = re.compile(
    r"^\s*(?:(?:export|default|declare|public|private|protected|internal|static|final|abstract|async|override|open|"
    r"suspend|inline|unsafe|extern|pub(?:\([^)]{0,40}\))?|const(?=\s+fn))\s+){0,6}"
    r"(?:def|class|function\*?|interface|type|enum|fn|struct|trait|func(?:\s*\([^)]{0,80}\))?|record|protocol|union|"
    r"macro_rules!|namespace|module|mod|fun|object)\s+(?P<name>[A-Za-z_$][\w$]*)"
)
_CONSTANT: Final = re.compile(
    r"^(?:(?P<upper>[A-Z][A-Z0-9_]{2,})\s*(?::[^=]{1,200})?=(?!=)"
    r"|\s*(?:export\s+)?(?:pub(?:\([^)]{0,40}\))?\s+)?(?:const|let|static)\s+(?P<const>[A-Za-z_$][\w$]*))"
)


class Defined(NamedTuple):
    """Where something is defined: the first line of its decorators, that of its name, and its last."""

    name: str
    line: int
    definition: int
    end: int


def definition(line: str) -> str:
    """Return what a line of code defines, empty if it is nothing that has a name."""
    found = _DEFINITION.match(line)
    if found:
        return found["name"]
    found = _CONSTANT.match(line)
    return (found["upper"] or found["const"]) if found else ""


def by_indent(lines: list[str]) -> tuple[Defined, ...]:
    """Return what code in any language defines, as its layout tells.

    A definition ends with the line before the next one that is indented no deeper, which counts, too, if it
    closes a bracket.
    """
    found: list[Defined] = []
    open_: list[tuple[int, str, int]] = []  # indentation, name, line

    def close(number: int, indent: int, text: str) -> None:
        while open_ and open_[-1][0] >= indent:
            _, name, line = open_.pop()
            end = number if text[0] in "})]" or text.startswith("end") else number - 1
            found.append(Defined(name, line, line, max(line, end)))

    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or (text[0] == "{" and open_ and open_[-1][2] == number - 1):
            continue
        indent = len(line) - len(line.lstrip())
        close(number, indent, text)
        if name := definition(line):
            open_.append((indent, name, number))
    close(len(lines) + 1, 0, "\0")
    return tuple(sorted(found, key=lambda place: (place.line, -place.end)))
