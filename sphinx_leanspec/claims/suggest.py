"""Evidence that can be derived from what a ticked item says: only what is sure, and holds now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from ..model import Check, Spec
from . import grammar
from .globs import Glob
from .judging import Claims
from .naming import ItemName, Places, folder_of, names_in

_COUNT: Final = re.compile(
    r"(?<![\w.,~<>+])(?P<number>[1-9]\d{0,3}) (?:[\w-]+ ){0,4}?"
    r"(?P<things>documents|docs|pages|files|guides|specs|tests|modules|scripts|snippets|examples)\b"
    r"(?: \w+)? (?:in|below|under) `(?P<folder>[\w.-]+/[\w./-]*)`",
    re.IGNORECASE,
)
_WRITTEN: Final = ("md", "rst", "mdx")
"""The suffixes of what is written for readers; all other things may have any."""
_READ: Final = frozenset({"documents", "docs", "pages", "guides", "specs"})
_MOST: Final = 3
"""How many statements a comment gets."""
_LONGEST: Final = 160
"""How long it gets, as tools that show comments show them."""


class Suggestion(NamedTuple):
    """Evidence that an item could offer."""

    spec: Spec
    check: Check
    evidence: str

    @property
    def comment(self) -> str:
        """It as it stands in a file."""
        return f"<!-- evidence: {self.evidence} -->"


def suggestions(claims: Claims, specs: Iterable[Spec]) -> Iterator[Suggestion]:
    """Find the ticked items for which evidence is sure: a path, a count, a test that passed."""
    places = Places(claims.world.listing.paths)
    for spec in specs:
        for check in spec.checks:
            if not check.done or check.exempt is not None or check.evidence or "evidence" in check.markup:
                continue
            statements = list(islice(dict.fromkeys(_statements(claims, places, spec, check)), _MOST))
            while statements and len("; ".join(statements)) > _LONGEST:
                statements.pop()
            if statements:
                yield Suggestion(spec, check, "; ".join(statements))


def _statements(claims: Claims, places: Places, spec: Spec, check: Check) -> Iterator[str]:
    """Return what holds of all that an item counts and names."""
    counted = list(_counts(claims, spec, check))
    yield from counted
    if counted:  # the folder that it names is that of the count
        return
    for name in names_in(spec, check, spec.path_of(check)):
        statement = _of_test(name) if name.kind == "test" else _of_path(claims, places, name)
        if statement and claims.weigh(spec, check, statement).word == "holds":
            yield statement


def _counts(claims: Claims, spec: Spec, check: Check) -> Iterator[str]:
    """Return the numbers of files that are right, as they stand beside the folder that has them."""
    for found in _COUNT.finditer(check.markup):
        folder = found["folder"].strip("/")
        suffixes = _WRITTEN if found["things"].lower() in _READ else ("",)
        for suffix in suffixes:
            pattern = f"{folder}/*.{suffix}" if suffix else f"{folder}/*"
            statement = f"files {grammar.quoted(pattern)} == {found['number']}"
            if claims.weigh(spec, check, statement).word == "holds":
                yield statement
                break


def _of_test(name: ItemName) -> str:
    return f'test "{name.written}"' if '"' not in name.written else ""


def _of_path(claims: Claims, places: Places, name: ItemName) -> str:
    """Return a statement on the one file that is meant; on a folder, that it has some."""
    listing = claims.world.listing
    if name.kind == "spec":
        return ""
    found = [path for path in islice(places.meeting(name, folder_of(name)), _MOST) if listing.is_file(path)]
    if len(found) == 1 and found[0].rpartition("/")[2] == name.path.rpartition("/")[2]:
        return f"file {grammar.quoted(found[0])}"
    pattern = f"{name.path}/**"
    is_folder = "[" not in pattern and any(listing.matching(Glob(pattern)))
    return f"files {grammar.quoted(pattern)} >= 1" if is_folder else ""
