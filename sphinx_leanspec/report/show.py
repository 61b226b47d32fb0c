"""One spec for a person at a terminal: what its card, its checklist and its relations say on its page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct

from ..claims import Claims, Standing
from ..corpus import Corpus, Unresolved
from ..dates import instant
from ..model import Check, Spec
from ..views.vocabulary import VERDICT_GLYPHS
from ..wording import plain
from . import listing
from .outcome import Entry
from .terminal import Colour, cells, fitted, painted, wrapped

_INDENT: Final = "  "
_GAP: Final = "  "
_VERDICTS: Final[Mapping[Standing, Colour]] = {"shown": "green", "failed": "red", "undecided": "yellow"}


class ShownSpecs(Struct, frozen=True):
    """The specs that are shown, and all that is known of them.

    :param keys: their keys, in the order in which they were asked for.
    :param covered_by: the pages that cover a spec, by its key.
    """

    corpus: Corpus
    entries: Sequence[Entry]
    claims: Claims
    keys: Sequence[str]
    covered_by: Mapping[str, Sequence[str]]


def as_json(shown: ShownSpecs) -> str:
    """Return what `list --format json --checks` does for these specs, and for each who covers it."""
    content = listing.content(shown.corpus, shown.entries, shown.keys, shown.claims)
    for one, key in zip(content["specs"], shown.keys, strict=True):
        one["covered_by"] = list(shown.covered_by.get(key, ()))
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_text(shown: ShownSpecs, width: int | None = None, *, coloured: bool = False) -> str:
    """Show specs one below the other.

    :param width: how wide the terminal is: what is too long for it goes on in the next line.
    """
    pages = (_Page(shown, shown.corpus.specs[key], width, coloured).lines() for key in shown.keys)
    return "\n\n".join("\n".join(lines) for lines in pages)


class _Page(Struct, frozen=True):
    """A spec as it is shown."""

    shown: ShownSpecs
    spec: Spec
    width: int | None
    coloured: bool

    def lines(self) -> Iterator[str]:
        spec = self.spec
        yield self._paint(plain(spec.key), "bold")
        if spec.title != spec.id:
            yield plain(spec.title)
        yield plain(spec.place.page or spec.path)
        yield ""
        yield from self._card()
        yield from self._checks()
        for heading, keys in self._relations():
            yield from self._block(heading, self._rows(keys))
        pages = self.shown.covered_by.get(spec.key, ())
        yield from self._block("Covered by", map(plain, pages))
        lost = (f"{one.reference.field} `{one.reference.text}`" for one in self._lost())
        yield from self._block("Leads to no spec here", map(plain, lost))

    def _lost(self) -> Iterable[Unresolved]:
        return self.shown.corpus.unresolved[self.spec.key]

    def _card(self) -> Iterator[str]:
        spec = self.spec
        facts = {
            "Status": listing.state(spec),
            "Priority": spec.priority,
            "Tags": ", ".join(spec.tags),
            "Assignee": spec.assignee,
            "Reviewer": spec.reviewer,
            "Created": _day(spec.created),
            "Updated": _day(spec.updated),
            "Completed": _day(spec.completed),
            "Due": _day(spec.due),
            "Epic": spec.epic,
            "Issue": spec.issue,
            "PR": spec.pr,
            "Moved to": spec.migrated_to,
            **{name.replace("_", " ").capitalize(): ", ".join(texts) for name, texts in spec.facts.items()},
        }
        there = {name: plain(text) for name, text in facts.items() if text}
        wide = max(map(len, there))
        for name, text in there.items():
            is_state = name == "Status" and self.coloured
            yield f"{name:{wide}}{_GAP}{listing.in_colour(text, spec.stage) if is_state else text}"

    def _checks(self) -> Iterator[str]:
        if not self.spec.checks:
            return
        yield ""
        yield self._paint(f"Checks {self.spec.progress}", "bold")
        for section, checks in groupby(self.spec.checks, lambda check: check.section):
            if section:
                yield f"{_INDENT}{self._paint(plain(section), 'faint')}"
            for check in checks:
                yield from self._check(check)

    def _check(self, check: Check) -> Iterator[str]:
        indent = _INDENT * (check.level + 1)
        head = f"{indent}[{'x' if check.done else ' '}] "
        text = plain(check.text) + (f" (n/a: {plain(check.exempt)})" if check.exempt is not None else "")
        yield from self._wrapped(head, text)
        verdict = self.shown.claims.of(self.spec.key, check.key).verdict
        if verdict:
            note = f": {plain(verdict.note)}" if verdict.note else ""
            said = f"{VERDICT_GLYPHS[verdict.word]} {verdict.word}{note}"
            lines = self._wrapped(" " * len(head), said)
            yield from (self._paint(line, _VERDICTS[verdict.standing]) for line in lines)

    def _relations(self) -> Iterator[tuple[str, Sequence[str]]]:
        corpus, key = self.shown.corpus, self.spec.key
        yield "Part of", [corpus.parent[key]] if key in corpus.parent else []
        yield "Parts", corpus.children.get(key, ())
        yield "Depends on", corpus.depends_on.get(key, ())
        yield "Required by", corpus.required_by.get(key, ())
        project = self.spec.place.project
        found = (corpus.resolve(reference.text, project).target for reference in self.spec.related)
        yield "Related", [*dict.fromkeys(target for target in found if target)]

    def _rows(self, keys: Sequence[str]) -> Iterator[str]:
        specs = [self.shown.corpus.specs[key] for key in keys]
        names, states = [plain(spec.key) for spec in specs], [listing.state(spec) for spec in specs]
        wide = max(map(cells, names), default=0), max(map(cells, states), default=0)
        for spec, name, state in zip(specs, names, states, strict=True):
            fit = fitted(state, wide[1])
            told = listing.in_colour(fit, spec.stage) if self.coloured else fit
            title = plain(spec.title) if spec.title != spec.id else ""
            yield f"{fitted(name, wide[0])}{_GAP}{told}{_GAP}{title}".rstrip()

    def _block(self, heading: str, rows: Iterable[str]) -> Iterator[str]:
        if there := [*rows]:
            yield ""
            yield self._paint(heading, "bold")
            yield from (f"{_INDENT}{row}" for row in there)

    def _wrapped(self, head: str, text: str) -> Iterable[str]:
        if not self.width:
            return [head + text]
        first, *more = wrapped(text, self.width, start=len(head), indent=len(head))
        return [head + first, *more]

    def _paint(self, text: str, colour: Colour) -> str:
        return painted(text, colour) if self.coloured else text


def _day(text: str | None) -> str | None:
    """Return the day of a date that may have a time; what is no date as it is."""
    at = instant(text)
    return at.date().isoformat() if at else text
