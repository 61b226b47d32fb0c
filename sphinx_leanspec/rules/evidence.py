"""Rules about the evidence that checks offer: what cannot be read, and what comes of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from ..findings import Finding, VerdictWord
from ..reading.prose import Stray, StrayReason
from ..wording import did_you_mean
from .base import Context, rule

if TYPE_CHECKING:
    from ..claims import Decision

_STRAYS: Final[Mapping[StrayReason, tuple[str, str]]] = {
    "box": ("belongs to no check, as its item has no box", "begin the item with `- [ ]`"),
    "colon": ("has no colon after its name, and is none", "write `evidence:`"),
    "mark": ("belongs to no check, as the box of its item is none", "write `[ ]` or `[x]`"),
    "name": ("is called `{name}`, which means nothing", "write `evidence:`"),
    "place": ("belongs to no check", "move it to the end of an item with a box, or indent it as that is"),
    "torn": ("is no comment, as a blank line or the start of a block tears it", "write it without that"),
    "unclosed": ("is never closed", "write `-->` at its end"),
}


_SAID: Final[Mapping[VerdictWord, tuple[str, str]]] = {
    "failed": ("does not hold", "make it hold, correct the evidence, or untick the box"),
    "missing": ("finds nothing", "correct what it names, or untick the box"),
    "drifted": ("holds no more", "correct the evidence, make it hold again, or untick the box"),
    "ambiguous": ("is met by several that disagree", "name one of them"),
    "flaky": ("holds only sometimes", "fix the test, or untick the box"),
    "stale": ("is shown by what is older than it", "run the tests again, and keep their report"),
    "skipped": ("was skipped, and proves nothing", "run it, or untick the box"),
    "unknown": ("cannot be decided", "`sphinx-leanspec explain unknown` says when that is"),
}
"""What a finding says of a verdict, and how to mend it."""

_OF_A_CHECKOUT: Final = frozenset({"ancestor", "branch", "clean"})
"""The kinds that say more of who builds a page than of what it shows."""


@rule("evidence", "warning")
def evidence(context: Context) -> Iterator[Finding]:
    """Evidence for a ticked box does not hold, or a comment that offers it cannot be read.

    The finding is reported where the statement begins, with its verdict. What cannot be decided is only
    information, and so is what `branch`, `ancestor` and `clean` say about the checkout that a site is built
    from. `leanspec_evidence_severity` changes how severe a verdict is. An open box whose evidence fails is
    not reported: it claims nothing.

    Evidence has to stand at the end of an item with a box, `- [x] It is drawn <!-- evidence: file
    docs/a.svg -->`, on the same line or indented as the text of the item. A comment that looks like
    evidence but belongs to no check is a finding, too, except in code. So is a test report that cannot be
    read.
    """
    for path, prose in context.prose.items():
        for stray in prose.strays:
            yield _stray(path, stray)
    yield from _unread(context)
    if not context.corpus.offers_evidence:
        return
    for spec, check, judged in context.claims.offered():
        path = spec.path_of(check)
        for wrong in judged.mistakes:
            yield Finding(path, wrong.line, "evidence", wrong.message, wrong.fix, column=wrong.column)
        if check.done and check.exempt is None:
            yield from (_failing(context, path, one) for one in judged.decisions if _is_told(context, one))
    for problem in context.claims.world.report_problems:
        path = problem.path if "*" not in problem.path else ""
        yield Finding(path, problem.line, "evidence", problem.message, problem.fix)


@rule("claim", "info", slow=True)
def claim(context: Context) -> Iterator[Finding]:
    """A ticked item names a file, a folder, a test or a spec in backticks that is not there.

    The finding says which commit removed it, and what it is called now. Items about something removed or
    renamed are not checked, nor are commands, packages, addresses and samples, and nothing is where git has
    no history: without a repository, or in a shallow clone. A spec of one of several projects names what is
    in that, or in the repository of the site. What did not exist when the line was written is always only
    information, even where this rule is a warning.

    As git has to be asked who wrote a line, this is checked only where its findings are shown: by `check
    --severity info`, on a site with the view `spec-findings`, and where it is a warning or selected.
    """
    from ..claims.mentions import lost_names  # here, as it takes long, and few are shown what it finds

    for lost in lost_names(context.claims.world):
        name, verdict = lost.name, lost.verdict
        is_drifted = verdict.word == "drifted"
        fix = f"it is `{lost.now}` now" if lost.now else "correct it, or say what became of it"
        yield Finding(
            name.spec.path_of(name.check),
            lost.line,
            "claim",
            f"the box is ticked, and `{name.written}` is not there; {verdict.note}"
            if is_drifted
            else f"the box is ticked, and `{name.written}` is not there, {verdict.note}",
            fix,
            column=lost.column,
            verdict=verdict.word,
            at_most="error" if is_drifted else "info",
        )


@rule("floor", "warning")
def floor(context: Context) -> Iterator[Finding]:
    """Fewer ticked items offer evidence than the project requires, or than did before.

    `leanspec_evidence_floor` sets the percentage that has to. A baseline records the share at the time it was
    written, and `check` fails if it falls below that; `sphinx-leanspec accept` records a new one.
    """
    least = context.settings.evidence_floor
    if not least:
        return
    now = context.claims.coverage
    if now.ticked and now.percent < least:
        path = context.corpus.project.relative(context.corpus.project.specs)
        share = f"{now.percent} % and not {least} %"
        message = f"{now.offered:,} of {now.ticked:,} ticked items offer evidence, {share}"
        yield Finding(
            path, 1, "floor", message, "add evidence to what is ticked; `evidence suggest` proposes some"
        )


@rule("tickable", "info")
def tickable(context: Context) -> Iterator[Finding]:
    """A box is open, and the evidence that its author names for it holds: it could be ticked."""
    for spec, check, judged in context.claims.offered() if context.corpus.offers_evidence else ():
        if judged.word == "holds" and not check.done and check.exempt is None:
            message = f"this box could be ticked: its evidence holds ({judged.note})"
            yield Finding(spec.path_of(check), check.line, "tickable", message, "tick it", verdict="holds")


def _is_told(context: Context, decision: Decision) -> bool:
    word = decision.verdict.word
    return word != "holds" and context.settings.verdicts.get(word) != "off"


def _failing(context: Context, path: str, decision: Decision) -> Finding:
    statement, verdict = decision
    said, fix = _SAID[verdict.word]
    written = statement.written.replace("`", "'")
    note = f": {verdict.note}" if verdict.note else ""
    is_chosen = verdict.word in context.settings.verdicts
    is_lesser = verdict.word == "unknown" and not is_chosen
    is_of_checkout = context.site is not None and statement.kind.text in _OF_A_CHECKOUT
    return Finding(
        path,
        statement.line,
        "evidence",
        f"`{written}` {said}{note}",
        did_you_mean(verdict.nearest) or fix,
        column=statement.column,
        verdict=verdict.word,
        at_most="info" if is_lesser or is_of_checkout else "error",
    )


def _unread(context: Context) -> Iterator[Finding]:
    """Tell of evidence in a document whose boxes are no checks of its spec."""
    own = {
        (spec.path_of(check), note.line, note.column)
        for spec in context.specs
        for check in spec.checks
        for note in check.evidence
    }
    message = "this comment looks like evidence and belongs to no check, as no boxes are counted in this file"
    for path, prose in context.prose.items():
        fix = f"move the item to `{context.owners[path].path}`"
        for line, column in prose.evidence:
            if (path, line, column) not in own:
                yield Finding(path, line, "evidence", message, fix, column=column)


def _stray(path: str, stray: Stray) -> Finding:
    said, fix = _STRAYS[stray.reason]
    message = f"this comment looks like evidence and {said.format(name=stray.name)}"
    return Finding(path, stray.line, "evidence", message, fix, column=stray.column)
