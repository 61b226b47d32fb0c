"""The references into code that documents already have: for a person, for a script, and as a patch."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from msgspec import Struct

from ..sources.scan.meeting import Fit, Held
from ..sources.scan.pages import PageScan
from ..sources.scan.patch import Rewriting
from ..sources.scan.spellings import Spelling
from ..wording import counted, plain
from .terminal import cells, fitted

VERSION: Final = 1
"""The version of the JSON form; it changes when a field changes its meaning or goes."""

_MOST: Final = 20
"""How many references that stay as they are the text names."""

_COLUMNS: Final = (
    *("release", "references", "found", "several", "none", "past end"),
    *("named", "lenient", "strict", "exact", ""),
)


class PageFound(Struct, frozen=True):
    """What was found on a page.

    :param held: its references, held against the configured releases of their sources.
    :param rewriting: the page with roles, None if it has no references, or cannot be written.
    """

    path: str
    scan: PageScan
    held: tuple[Held, ...]
    rewriting: Rewriting | None

    @property
    def left(self) -> Iterator[tuple[Held, str]]:
        """What cannot become a role, and why."""
        if self.rewriting is not None:
            yield from self.rewriting.left
        else:
            reason = "the page is a link, or not plain UTF-8, and is not written"
            yield from ((each, reason) for each in self.held)


class ReleaseFit(Struct, frozen=True):
    """How the references into a source fit a release of it."""

    source: str
    fit: Fit
    is_best: bool


class ScanReport(Struct, frozen=True):
    """What is told of plain references.

    :param sources: the names of those that were looked at.
    :param problems: what could not be read, and why.
    """

    pages: tuple[PageFound, ...]
    fits: tuple[ReleaseFit, ...]
    sources: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def held(self) -> list[Held]:
        return list(chain.from_iterable(page.held for page in self.pages))


# ---- text


def as_text(report: ScanReport) -> str:
    """List pages, then spellings, then how references fit their sources, then what can become a role."""
    held = report.held
    lines = [*map(_page, (page for page in report.pages if page.held))]
    sized = sum(page.scan.sizes for page in report.pages)
    pages = sum(1 for page in report.pages if page.held)
    summary = f"{counted(len(held), 'reference')} on {pages:,} of {counted(len(report.pages), 'page')}"
    if sized:
        are = "looks like one, but is not" if sized == 1 else "look like some, but are not"
        summary += f"; {counted(sized, 'size')} {are}"
    lines += ["", summary] if lines else [summary]
    if held:
        lines += ["", "Spelled as", *_spellings(held)]
    for name in report.sources:
        lines += _fits(name, [one for one in report.fits if one.source == name])
    if held and not report.sources:
        lines += ["", "no source is configured, so nothing was looked up; see `sources` in the options"]
    elif held:
        lines += ["", *_roles(report)]
    lines += [f"not read: {problem}" for problem in report.problems]
    return "\n".join(map(plain, lines))


def _page(page: PageFound) -> str:
    found = sum(1 for each in page.held if len(each.paths) == 1)
    named = [each for each in page.held if each.meets is not None]
    meeting = sum(1 for each in named if each.meets != "no")
    names = f", {meeting} of {len(named)} meet their name" if named else ""
    return f"{page.path}: {counted(len(page.held), 'reference')}, {found} found{names}"


def _spellings(held: Sequence[Held]) -> Iterator[str]:
    number = Counter(each.reference.spelling for each in held)
    width = max(len(spelling.value) for spelling in number)
    for spelling in Spelling:
        if spelling in number:
            yield f"  {spelling.value:<{width}}  {number[spelling]:>6,}"


def _fits(name: str, fits: Sequence[ReleaseFit]) -> list[str]:
    """Return a table of releases."""
    if not fits:
        return []
    rows = [list(_COLUMNS)]
    for one in fits:
        fit = one.fit
        numbers = (fit.references, fit.one, fit.several, fit.none, fit.past)
        rows.append([fit.label, *map(str, numbers), *_shares(fit), "fits best" if one.is_best else ""])
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        told = (text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True))
        lines.append("  ".join(("", fitted(row[0], widths[0]), *told)).rstrip())
    return ["", name, *lines]


def _shares(fit: Fit) -> list[str]:
    return [str(number) for number in (fit.named, fit.lenient, fit.strict, fit.exact)]


def _roles(report: ScanReport) -> Iterator[str]:
    left = [one for page in report.pages for one in page.left]
    roles = len(report.held) - len(left)
    become = "can become a role" if roles == 1 else "can become roles"
    yield f"{counted(roles, 'reference')} {become}: `--write` writes, `--format patch` shows them"
    if not left:
        return
    yield f"{counted(len(left), 'reference')} stay{'s' * (len(left) == 1)} as written:"
    for each, reason in left[:_MOST]:
        yield f"  {each.reference.page}:{each.reference.line}: {each.reference.text}: {reason}"
    if len(left) > _MOST:
        yield f"  and {len(left) - _MOST:,} more, which `--format json` lists"


# ---- JSON


def as_json(report: ScanReport) -> str:
    """Return ``{"version": 1, "pages": […], "fits": […], "problems": […]}``, indented."""
    content = {
        "version": VERSION,
        "sources": list(report.sources),
        "pages": [_page_content(page) for page in report.pages if page.held or page.scan.sizes],
        "fits": [_fit_content(one) for one in report.fits],
        "problems": list(report.problems),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _page_content(page: PageFound) -> Mapping[str, Any]:
    left = {id(each): reason for each, reason in page.left}
    return {
        "path": page.path,
        "sizes": page.scan.sizes,
        "references": [_reference(each, left.get(id(each))) for each in page.held],
    }


def _reference(held: Held, left: str | None) -> Mapping[str, Any]:
    reference = held.reference
    return {
        "line": reference.line,
        "column": reference.column,
        "end": reference.end,
        "text": reference.text,
        "spelling": reference.spelling.value,
        "path": reference.path,
        "lines": [list(span) for span in reference.lines],
        "name": reference.name or None,
        "names": list(reference.names),
        "beside": reference.beside or None,
        "source": reference.source or None,
        "code": reference.is_code,
        "files": list(held.paths),
        "past_end": held.is_past,
        "meets": held.meets,
        "symbol": held.symbol or None,
        "left": left,
    }


def _fit_content(one: ReleaseFit) -> Mapping[str, Any]:
    fit = one.fit
    return {
        "source": one.source,
        "release": fit.label,
        "references": fit.references,
        "found": fit.one,
        "several": fit.several,
        "none": fit.none,
        "past_end": fit.past,
        "named": fit.named,
        "lenient": fit.lenient,
        "strict": fit.strict,
        "exact": fit.exact,
        "best": one.is_best,
    }


# ---- patch


def as_patch(report: ScanReport) -> str:
    """Return what ``--write`` would change, as a unified diff."""
    return "".join(page.rewriting.patch for page in report.pages if page.rewriting)
