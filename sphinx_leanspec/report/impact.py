"""What a change reaches: for a person, for a script, and as a comment on a pull request."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from ..corpus import Corpus
from ..model import Check, Spec
from ..views.impact import AffectedPage, ChangedCode, Impact, Touched
from ..views.vocabulary import GLYPHS, word
from ..wording import counted, literal, plain
from .github import Job
from .sarif import uri
from .terminal import cells, fitted

VERSION: Final = 1
"""The version of the JSON form; it changes when a field changes its meaning or goes."""

MARKER: Final = "<!-- sphinx-leanspec impact -->"
"""What a comment begins with: a bot finds its own by it, and writes over it."""

_ROWS: Final = 50
_ITEMS: Final = 50
_PAGES: Final = 30
_FEW: Final = 4
_LONGEST: Final = 160
"""How much a comment shows: GitHub refuses one of more than 65,536 characters."""

_CALLS: Final = re.compile(r"\\([@#])")


class ImpactReport(Struct, frozen=True):
    """What is told of a change.

    :param since: the revision it is told since, empty if specs were named.
    :param prefix: where the repository's own files lie in its git repository, ``tools/api/``.
    """

    corpus: Corpus
    impact: Impact
    since: str = ""
    prefix: str = ""

    def spec(self, key: str) -> Spec:
        return self.corpus.specs[key]

    def label(self, name: str) -> str:
        """Return the number of a spec, or the name of a removed one."""
        return self.spec(name).label if name in self.corpus.specs else name


def summary(impact: Impact) -> str:
    """Return, in one line, how much a change reaches."""
    changed = len(impact.of("changed")) + len(impact.removed)
    return (
        f"{counted(changed, 'spec')} changed; downstream: {counted(len(impact.of('dependent')), 'spec')}, "
        f"{counted(len(impact.of('umbrella')), 'umbrella')}, {counted(impact.checks, 'done check')}, "
        f"{counted(len(impact.pages), 'page')}"
    )


# ---- text


def as_text(told: ImpactReport) -> str:
    """List specs by their distance, then what is ticked in them, then pages, then how much there is."""
    impact = told.impact
    lines = []
    if impact.specs or impact.removed:
        lines += ["Specs", *_specs(told), ""]
    ticked = [(told.spec(one.key), one.checks) for one in impact.specs if one.checks]
    if ticked:
        lines.append("Done checks that may have to be looked at again")
        lines += (
            f"  {spec.path_of(check)}:{check.line}: {check.text}"
            for spec, checks in ticked
            for check in checks
        )
        lines.append("")
    if impact.pages:
        lines.append("Pages")
        lines += (f"  {page.name}: {', '.join(_relations(told, page))}" for page in impact.pages)
        lines.append("")
    if impact.code:
        lines.append("Code")
        lines += (f"  {one.path}: {_leaners(told, one)}" for one in impact.code)
        lines.append("")
    return "\n".join(map(plain, [*lines, summary(impact)]))


def _leaners(told: ImpactReport, one: ChangedCode) -> str:
    """Return who leans on a file of code, and on what of it."""
    names = ", ".join(one.names[:_FEW]) + (f" and {len(one.names) - _FEW} more" * (len(one.names) > _FEW))
    return f"{names}, for {', '.join((*one.pages, *map(told.label, one.specs)))}"


def _specs(told: ImpactReport) -> Iterator[str]:
    rows = [("0", name, "", "removed") for name in told.impact.removed]
    rows += [
        (
            str(one.distance),
            one.key,
            f"{GLYPHS.get(spec.status or '', '·')} {spec.status or 'no status'}",
            _reason(told, one),
        )
        for one in told.impact.specs
        for spec in [told.spec(one.key)]
    ]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join((*map(fitted, row[:-1], widths), row[-1]))


def _reason(told: ImpactReport, one: Touched, most: int | None = None) -> str:
    """Return why a spec is touched."""
    names = [told.label(name) for name in one.through]
    shown = ", ".join(names[:most]) + (f" and {len(names) - most} more" if most and len(names) > most else "")
    return {"changed": "changed", "dependent": f"depends on {shown}", "umbrella": f"holds {shown}"}[one.kind]


def _relations(told: ImpactReport, page: AffectedPage, most: int | None = None) -> list[str]:
    found = (("covers", page.covers), ("mentions", page.mentions))
    return [
        f"{verb} {', '.join(map(told.label, keys[:most]))}"
        + (f" and {len(keys) - most} more" if most and len(keys) > most else "")
        for verb, keys in found
        if keys
    ]


# ---- JSON


def as_json(told: ImpactReport) -> str:
    """Return ``{"version": 1, "since": …, "removed": […], "specs": […], "pages": […], "code": […]}``."""
    content = {
        "version": VERSION,
        "since": told.since or None,
        "removed": list(told.impact.removed),
        "specs": [_spec(told.spec(one.key), one) for one in told.impact.specs],
        "pages": [
            {
                "path": page.name,
                "distance": page.distance,
                "covers": list(page.covers),
                "mentions": list(page.mentions),
            }
            for page in told.impact.pages
        ],
        "code": [
            {
                "path": one.path,
                "symbols": list(one.names),
                "pages": list(one.pages),
                "specs": list(one.specs),
            }
            for one in told.impact.code
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _spec(spec: Spec, one: Touched) -> Mapping[str, Any]:
    checks = [{"id": spec.check_id(check), "line": check.line, "text": check.text} for check in one.checks]
    return {
        "id": one.key,
        "kind": one.kind,
        "distance": one.distance,
        "through": list(one.through),
        "path": spec.path,
        "title": spec.title_source,
        "status": spec.status,
        "done_checks": checks,
    }


# ---- comment


def as_comment(told: ImpactReport, job: Job | None = None) -> str:
    """Return the report as a Markdown comment of bounded length; no word of a spec is markup or a mention."""
    impact, job = told.impact, job or Job()
    if not (impact.specs or impact.removed or impact.code):
        since = f" since `{told.since.replace('`', '')}`" if told.since else ""
        return f"{MARKER}\n**Specs**: none changed{since}."
    lines = [
        MARKER,
        f"**Specs**: {summary(impact)}.",
        "",
        "| | Spec | State | Why |",
        "| --: | --- | --- | --- |",
    ]
    lines += (f"| 0 | {_escaped(name)} | | removed |" for name in impact.removed[:_ROWS])
    lines += (_row(told, one, job) for one in impact.specs[:_ROWS])
    lines += _more(max(0, len(impact.specs) - _ROWS) + max(0, len(impact.removed) - _ROWS), "spec")
    lines += _folded(counted(impact.checks, "done check") + " to look at again", _checks(told, job))
    pages = [
        f"- {_link(page.name, page.name, told, job)}: {_escaped(', '.join(_relations(told, page, _FEW)))}"
        for page in impact.pages
    ]
    lines += _folded(counted(len(pages), "page"), pages[:_PAGES], len(pages) - _PAGES)
    code = [
        f"- {_link(one.path, one.path, told, job)}: {_escaped(_leaners(told, one))}" for one in impact.code
    ]
    head = f"{counted(len(code), 'changed file')} of code that documents refer to"
    lines += _folded(head, code[:_PAGES], len(code) - _PAGES)
    return "\n".join(lines)


def _row(told: ImpactReport, one: Touched, job: Job) -> str:
    spec = told.spec(one.key)
    state = f"{GLYPHS.get(spec.status or '', '·')} {_escaped(word(spec.status))}"
    name = spec.title if spec.title in (spec.id, spec.label) else f"{spec.label} {spec.title}"
    row = (str(one.distance), _link(name, spec.path, told, job), state, _escaped(_reason(told, one, _FEW)))
    return f"| {' | '.join(row)} |"


def _checks(told: ImpactReport, job: Job) -> list[str]:
    found: list[tuple[Spec, Check]] = [
        (told.spec(one.key), check) for one in told.impact.specs for check in one.checks
    ]
    lines = [
        f"- [x] {_escaped(check.text)} "
        f"({_link(spec.label, f'{spec.path_of(check)}#L{check.line}', told, job)})"
        for spec, check in found[:_ITEMS]
    ]
    return [*lines, *_more(len(found) - _ITEMS, "check")]


def _folded(head: str, lines: Sequence[str], more: int = 0) -> Iterable[str]:
    """Return a part of the comment that is folded until a reader opens it."""
    if not lines:
        return ()
    return ("", f"<details><summary>{head}</summary>", "", *lines, *_more(more, "page"), "", "</details>")


def _more(number: int, name: str) -> list[str]:
    return ["", counted(number, f"more {name}")] if number > 0 else []


def _link(text: str, path: str, told: ImpactReport, job: Job) -> str:
    if not job.blob:
        return _escaped(text)
    path, _, anchor = path.partition("#")
    plain_view = "?plain=1" if anchor else ""
    return f"[{_escaped(text)}]({job.blob}{uri(path, told.prefix)}{plain_view}{'#' * bool(anchor)}{anchor})"


def _escaped(text: str) -> str:
    """Escape a text for Markdown; ``@name`` mentions nobody, ``#1`` links nothing."""
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return _CALLS.sub(r"<span>\1</span>", literal(plain(short)))
