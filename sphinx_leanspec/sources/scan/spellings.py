"""How people spell a reference into code, on one line of text.

Every pattern takes time in proportion to the line. What a line lacks, such as the file that
``(lines 1-2)`` is about, is found by whoever knows the lines above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from itertools import chain
from typing import Final, NamedTuple

from ..references import DIRECTIVE, ROLE

PROGRAMS: Final = frozenset(
    "py pyi pyx pxd ts tsx mts cts js jsx mjs cjs rs go java kt kts scala groovy swift c h cc cpp cxx hpp "
    "hh hxx cu cuh m mm cs fs vb rb php pl pm lua r jl dart ex exs erl hrl hs ml mli clj cljs zig nim v sv "
    "vhd f90 sol vue svelte astro sh bash zsh fish ps1 bat sql".split()
)
"""Endings of files that have names in them, which ``path:name`` may be about."""
_DATA: Final = frozenset(
    "yaml yml toml json jsonc json5 ini cfg conf xml html css scss less proto graphql tf hcl cmake gradle "
    "ipynb j2 jinja tmpl nix lock properties".split()
)
_DOCUMENTS: Final = frozenset("md mdx rst txt adoc".split())
"""Endings of documents: lines of theirs are no code, but what follows may be about them."""

_ENDING: Final = "|".join(sorted(PROGRAMS | _DATA | _DOCUMENTS, key=lambda ending: (-len(ending), ending)))
_WITHOUT: Final = "Dockerfile|Gemfile|Jenkinsfile|Justfile|Makefile|Rakefile"
"""Names of files that have no ending."""
_HAS_ENDING: Final = re.compile(rf"[A-Za-z0-9_$)\]]\.(?:{_ENDING})(?![A-Za-z0-9_])")
_HAS_NONE: Final = re.compile(rf"(?:{_WITHOUT})(?=[`*]{{0,3}}[:\s(,])")
_BARE_HINTS: Final = ("ine", "eile", "igne", "ínea", "L", "行")

_WORD: Final = r"A-Za-z0-9_.@+~$\\/\u00c0-\u024f-"
_PATH: Final = (
    rf"(?<![{_WORD}}}])(?P<path>(?:[{_WORD}]|(?<=/)\[[\w.-]{{1,80}}\]|(?<=/)\([\w.-]{{1,80}}\))*"
    rf"[A-Za-z0-9_$)\]\u00c0-\u024f-]\.(?P<ending>{_ENDING})|(?<![A-Za-z0-9_-])(?:[{_WORD}]{{0,200}}/)?(?:{_WITHOUT}))"
    r"(?![A-Za-z0-9_]|\.[A-Za-z0-9]|[-/@+\\]\w)"
)
_ONE: Final = r"[Ll]?~?\d{1,6}(?:C\d{1,6})?(?![\d.]*\d)"
_RANGE: Final = rf"{_ONE}(?:\s?(?:[-–—]|\.\.|to\b|thr(?:ough|u)\b)\s?{_ONE})?"
_MORE: Final = rf"(?:(?:,|，|、|\s?&|,?\s+and\b)\s?(?:lines?\s)?{_RANGE}){{0,20}}"
_ABOUT: Final = (
    r"(?:(?:(?:start|begin)(?:ning|ing|s)\s)?"
    r"(?:@|at|on|from|in|see|around|near|about|approximately|approx\.?|ca\.?|circa)\s+)?"
)
_LINES: Final = r"(?:lines?|lns?\.?|ll?\.|zeilen?|lignes?|l[ií]neas?)[\s:#.]{0,2}"
_NAME: Final = r"[A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$~][\w$]*)*(?:\[[^\]\s`]{1,120}\])?(?:\(\))?"
_CLOSE: Final = r"(?P<close>[`*_\"'”’>]{0,4})"

_PLACE: Final = (
    r"[:：](?P<place>\d{1,6}:\d{1,6}(?:\s?[-–]\s?\d{1,6}:\d{1,6})?)(?![\d:]*\d)"
    r"|\((?P<compiled>\d{1,6}),\d{1,6}\)"
)
_COLON: Final = (
    rf"[:：]`?(?:{_LINES})?(?P<colon>{_RANGE}(?:(?:,|\sand)\s?{_RANGE}(?![\w.%]|\s+(?!and\b)[a-z]))*)"
    r"(?![\w%]|[:.]\d)"
    r"|[:：]\s(?P<spaced>\d{1,6}\s?[-–—]\s?\d{1,6})(?![\w.%]|\s+[A-Za-z])"
)
_ANCHOR: Final = r"L\d{1,6}(?:C\d{1,6})?"
_HASH: Final = (
    rf"(?:\?plain=1)?\#(?P<hash>{_ANCHOR}(?:-{_ANCHOR}|-\d{{1,6}})?|lines-\d{{1,6}}(?::\d{{1,6}})?)(?!\w)"
)
_WORDED: Final = (
    rf"(?:(?<=['’])s|[,;:：])?\s{{0,2}}(?:[-–—→]\s)?(?P<open>[(（\[【])?\s?{_ABOUT}~?(?i:{_LINES})"
    rf"(?P<worded>{_RANGE}{_MORE})(?![\w%])(?(open)(?P<shut>\s?[)）\]】])?)"
)
_LETTER: Final = r"L~?\d{1,6}(?:[-–—]L?\d{1,6})?"
_LETTERED: Final = (
    rf"\s?(?P<open_l>[(（\[【`])?(?P<lettered>{_LETTER}(?:,\s?{_LETTER})*)"
    r"(?![\w%])(?!(?<=\WL\d)\s[a-z])(?(open_l)(?P<shut_l>[)）\]】`])?)"
)
_HAN: Final = r"(?:第\s?\d{1,6}(?:\s?[-–—~至到]\s?\d{1,6})?\s?行|\d{1,6}(?:\s?[-–—~]\s?\d{1,6})?\s?行目)"
_CHINESE: Final = rf"\s?(?P<open_c>[(（\[【])?(?P<chinese>{_HAN})(?(open_c)(?P<shut_c>[)）\]】])?)"
_BRACKETED: Final = r"\s?[(（](?P<bracketed>\d{1,6}\s?[-–—]\s?\d{1,6})[)）]"
_INSIDE: Final = rf"::(?P<inside>{_NAME})"
_NAMED: Final = r":(?P<named>(?!\w*:\d)[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*(?:\(\))?)(?![\w:/\\-]|\.\w)"
_TAIL: Final = f"{_PLACE}|{_COLON}|{_HASH}|{_WORDED}|{_LETTERED}|{_CHINESE}|{_BRACKETED}|{_INSIDE}|{_NAMED}"
_FILE: Final = re.compile(rf"{_PATH}{_CLOSE}(?:{_TAIL})?")
_BEFORE: Final = re.compile(
    rf"\b(?i:lines?)\s~?(?P<lines>{_RANGE}{_MORE})\s(?:of|in|from|at)\s(?:the\s)?(?:file\s)?[`*_\"'(\[]{{0,4}}$"
)
_REACH: Final = 80
"""Characters to look back for ``lines 1-2 of``."""
_BARE: Final = re.compile(
    rf"[(（](?:(?:[^()（）]|\(\)){{1,60}},)?\s?(?:(?P<bare>{_ABOUT}~?(?i:{_LINES})(?P<worded>{_RANGE}{_MORE}))"
    rf"|(?P<lettered>{_LETTER})"
    rf"|(?P<chinese>{_HAN}))\s?(?=[)）,;，；])"
    rf"|^\s*(?:[-*+]|\d{{1,4}}[.)]|#{{1,6}})\s+(?:\[[ xX]\]\s+)?[*_`]{{0,3}}"
    rf"(?P<said>(?:Lines?\s|(?=L\d{{2}}|L\d\s?[-–—]))(?P<item>{_RANGE}{_MORE}))[*_`]{{0,3}}(?=:|$)"
    r"|^\s*(?:[-*+]\s+)?[*_]{0,2}(?:Line|Lines(?=\W{1,8}[Ll]?~?\d{1,6}\s?[-–—]))[*_]{0,2}[:：][*_]{0,2}\s?`?"
    rf"(?P<label>{_RANGE}{_MORE})`?(?=\s*(?:$|[(（,;]))"
)
_SIZED: Final = re.compile(
    r"[`*_]{0,4}(?:\s?[(（]|,|:|\s[-–—])?\s?(?:~|≈|about |approx\.? )?\d[\d,]{0,8}\+?\s(?:lines?|S?LOC|loc)\b"
)
_PAIR: Final = re.compile(
    r"~?[Ll]?~?(\d{1,6})(?:\s?(?:[-–—~至到]|\.\.|to|thr(?:ough|u))\s?[Ll]?~?(\d{1,6}))?"
)
_COLUMNS: Final = re.compile(r"(?<=\d)[:C]\d{1,6}")
_ROLE: Final = re.compile(
    rf"(?:\{{{ROLE}\}}|:{ROLE}:)`[^`]{{1,1000}}`|(?:\{{{DIRECTIVE}\}}|\.\. {DIRECTIVE}::).*"
)
"""What is a reference already, and no plain one."""
_ADDRESS: Final = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\s<>`\"')\]]*")
_PRODUCTS: Final = re.compile(
    r"(?:node|next|vue|nuxt|express|react|three|d3|chart|socket|deno|bun|ember|backbone|angular|moment|alpine|p5|nest)"
    r"\.(?:js|io)",
    re.IGNORECASE,
)
"""Names of products that look like files: ``Node.js 20``."""


class Spelling(Enum):
    """How a reference is spelled."""

    RANGE = "path:1-2"
    LINE = "path:1"
    LIST = "path:1, 2"
    COLUMN = "path:1:2"
    HASH = "path#L1-L2"
    LETTER = "path L1-L2"
    WORD = "path (lines 1-2)"
    BELOW = "(lines 1-2) below a file"
    BEFORE = "lines 1-2 of path"
    BRACKET = "path (1-2)"
    TABLE = "file and lines in a table"
    INSIDE = "path::name"
    NAMED = "path:name"


class LineSpan(NamedTuple):
    """Lines of a file, counted from 1; both are part of it."""

    first: int
    last: int


class Spelled(NamedTuple):
    """A reference, or a file that is merely named, on a line.

    :param start: the column of its first character, from 0; what is around it as markup does not count.
    :param path: as written; empty if the line does not say it.
    :param spelling: None if a file is named, and nothing of it.
    """

    start: int
    end: int
    path: str
    lines: tuple[LineSpan, ...] = ()
    name: str = ""
    spelling: Spelling | None = None


def names_a_file(text: str) -> bool:
    """Tell whether a text names a file; asked first, as most lines name none."""
    if "." in text and _HAS_ENDING.search(text):
        return True
    return "file" in text and _HAS_NONE.search(text) is not None


def spelled(line: str, *, is_code: bool = False) -> list[Spelled]:
    """Find references and files on a line, in their order."""
    has_files = names_a_file(line)
    text = _ADDRESS.sub(_blank, line) if has_files and "://" in line else line
    if ROLE in text:
        text = _ROLE.sub(_blank, text)
    found = list(_files(text, is_code=is_code)) if has_files else []
    if not is_code and any(hint in text for hint in _BARE_HINTS):
        found += _bare(text, found)
        found.sort()
    return found


def is_document(path: str) -> bool:
    """Tell whether a file holds prose."""
    return path.rpartition(".")[2] in _DOCUMENTS


def sizes(line: str) -> int:
    """Count the files on a line that are followed by how long they are."""
    if not names_a_file(line):
        return 0
    return sum(1 for found in _FILE.finditer(line) if _SIZED.match(line, found.end("path")))


def spans(text: str) -> tuple[LineSpan, ...]:
    """Read numbers of lines: ``1-2, 5``. Empty if they are none."""
    found = []
    for first, last in _PAIR.findall(_COLUMNS.sub("", text)):
        begin = int(first)
        end = int(last or first)
        if end < begin and len(last) < len(first):  # 216-40 is 216-240
            end = int(first[: len(first) - len(last)] + last)
        if not 0 < begin <= end:
            return ()
        found.append(LineSpan(begin, end))
    return tuple(found)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _files(text: str, *, is_code: bool) -> Iterator[Spelled]:
    for found in _FILE.finditer(text):
        if _PRODUCTS.fullmatch(found["path"]):
            continue
        yield _reference(text, found, is_code=is_code)


def _reference(text: str, found: re.Match[str], *, is_code: bool) -> Spelled:
    start, end = found.span("path")
    path = found["path"]
    kind = found.lastgroup if found.end() > found.end("close") else None
    named = found["inside"] or found["named"]
    if named and found["ending"] in PROGRAMS and not (found["named"] and (is_code or found["close"])):
        inside = found["inside"] is not None
        return Spelled(start, found.end(), path, (), named, Spelling.INSIDE if inside else Spelling.NAMED)
    if kind and not named:
        part, spelling = _spelling(found)
        if lines := spans(part):
            return Spelled(start, found.end(), path, lines, "", spelling)
    before = _BEFORE.search(text, max(0, start - _REACH), start)
    if before and (lines := spans(before["lines"])):
        return Spelled(before.start(), end, path, lines, "", Spelling.BEFORE)
    return Spelled(start, end, path)


def _spelling(found: re.Match[str]) -> tuple[str, Spelling]:
    """Return the part that holds numbers, and what spelling it is."""
    if part := found["place"] or found["compiled"]:
        return part, Spelling.COLUMN
    if part := found["colon"] or found["spaced"]:
        many = len(spans(part)) > 1
        is_range = re.search(r"\d\s?(?:[-–—]|\.\.|to)", part)
        return part, Spelling.LIST if many else Spelling.RANGE if is_range else Spelling.LINE
    if part := found["hash"]:
        return part.removeprefix("lines-").replace(":", "-"), Spelling.HASH
    if part := found["bracketed"]:
        return part, Spelling.BRACKET
    part = found["worded"] or found["chinese"]
    return (part, Spelling.WORD) if part else (found["lettered"], Spelling.LETTER)


def _bare(text: str, files: list[Spelled]) -> Iterator[Spelled]:
    taken = set(chain.from_iterable(range(each.start, each.end) for each in files if each.spelling))
    for found in _BARE.finditer(text):
        kind = found.lastgroup or ""  # the outermost group: what is written, which holds the numbers
        begin, end = found.span(kind)
        lines = spans(found[{"bare": "worded", "said": "item"}.get(kind, kind)])
        if lines and end - 1 not in taken:
            yield Spelled(begin, end, "", lines, "", Spelling.BELOW)
