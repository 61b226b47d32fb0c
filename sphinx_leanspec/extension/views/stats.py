"""``spec-stats``: specs in numbers, as bars in tables, and what needs attention."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives

from ...dates import instant
from ...findings import VERDICTS
from ...model import Progress
from ...views import stats
from ...views.evidence import verified
from ...views.stats import Attention, Concern, Count
from ..language import N_, _, day, ngettext, word
from ..nodes import verdicts
from ..nodes.charts import Bar, bars
from ..nodes.parts import facts, more, progress_bar, spaced, status, table, title
from .base import SELECTION, Drawing, View, nothing, texts

MOST: Final = 10
"""How many tags, and how many specs of a kind, are shown by default."""

Part = Callable[[Drawing, Sequence[str]], list[nodes.Node]]
"""What draws a part for some specs."""


def a_day(argument: str | None) -> datetime:
    """Read an option that is a day."""
    found = instant(argument)
    if found is None:
        raise ValueError(f'"{argument}" is no day; write it as 2026-01-31')
    return found


class SpecStats(View):
    """Specs in numbers."""

    name = "spec-stats"
    shows_history = True
    option_spec: ClassVar = {
        **SELECTION,
        "parts": lambda argument: parts(argument, PARTS),
        "most": directives.positive_int,
        "on": a_day,
    }

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw the parts that are asked for, in their order; tables of bars stand side by side."""
        found = drawing.selected()
        if not found.keys:
            return nothing(_("No spec is selected."))
        names = drawing.options.get("parts", PARTS)
        shown: list[nodes.Node] = []
        beside = nodes.container(classes=["leanspec-side-by-side"])
        for name in names:
            drawn = PARTS[name](drawing, found.keys)
            if name not in _NARROW:
                shown += drawn
            else:
                if not len(beside):
                    shown.append(beside)
                beside += drawn
        if {"priority", "tags"} & set(names):
            beside.append(_note(_(_HOW[drawing.link.medium.draws_bars])))
        return shown + more(found.omitted, drawing.link)


def parts(argument: str, known: Iterable[str]) -> tuple[str, ...]:
    """Read an option that names parts of a view."""
    names = texts(argument)
    for name in names:
        if name not in known:
            raise ValueError(f'there is no part "{name}"; there are {", ".join(known)}')
    return names


_NARROW: Final = ("status", "priority", "checks", "evidence", "tags")
"""The parts that stand side by side, where the first of them is."""

_HOW: Final = {
    True: N_("The length of a bar is the number of specs; the filled part, those complete or archived."),
    False: N_("Finished specs are complete or archived."),
}


def _numbers(drawing: Drawing, keys: Sequence[str]) -> list[nodes.Node]:
    """Return how many specs there are, how many are finished, and the progress of their checks."""
    total = stats.stats(drawing.corpus, keys).total
    rows: list[tuple[str, list[nodes.Node]]] = [
        (_("Specs"), [nodes.Text(str(total.total))]),
        (_("Finished"), [progress_bar(Progress(total.finished, total.total), _("Specs"))]),
        (_("Checks"), [progress_bar(total.checks, _("Checks"))] if total.checks.total else []),
    ]
    if drawing.corpus.offers_evidence:
        rows.append((_("Verified"), verdicts.verified_bar(verified(drawing.claims, keys), _("Verified"))))
    return [facts(rows, "numbers")]


def _statuses(drawing: Drawing, keys: Sequence[str]) -> list[nodes.Node]:
    found = stats.stats(drawing.corpus, keys).statuses
    rows = [Bar([status(count.name)], count.total) for count in found]
    return [bars(drawing.link.medium, (_("Status"), _("Specs")), rows)]


def _priorities(drawing: Drawing, keys: Sequence[str]) -> list[nodes.Node]:
    found = stats.stats(drawing.corpus, keys).priorities
    rows = [_finished(word(count.name, _("No priority")), count) for count in found]
    return [bars(drawing.link.medium, (_("Priority"), _("Finished specs")), rows)]


def _checks(drawing: Drawing, keys: Sequence[str]) -> list[nodes.Node]:
    found = stats.stats(drawing.corpus, keys).completion
    rows = [Bar([nodes.Text(_(_COMPLETION[stage]))], total) for stage, total in found]
    return [bars(drawing.link.medium, (_("Checks"), _("Specs")), rows)]


_COMPLETION: Final[Mapping[stats.Completion, str]] = {
    "done": N_("All done"),
    "begun": N_("Some done"),
    "open": N_("None done"),
    "none": N_("No checks"),
}


def _evidence(drawing: Drawing, keys: Sequence[str]) -> list[nodes.Node]:
    """Return how many of the ticked checks have each verdict; empty where a project offers no evidence."""
    found = verified(drawing.claims, keys)
    if not drawing.corpus.offers_evidence or not found.claimed:
        return []
    numbers: dict[str, int] = {name: found.words.get(name, 0) for name in VERDICTS}
    numbers[verdicts.CLAIMED] = found.unproven
    rows = [
        Bar([verdicts.verdict(name, wrong=name in verdicts.WRONG)], number)
        for name, number in numbers.items()
        if number
    ]
    return [bars(drawing.link.medium, (_("Verdict"), _("Done checks")), rows)]


def _tags(drawing: Drawing, keys: Sequence[str]) -> list[nodes.Node]:
    found = stats.tags(drawing.corpus, keys, drawing.options.get("most", MOST))
    if not found.most:
        return []
    rows = [_finished(count.name or "", count) for count in found.most]
    shown = nodes.container("", bars(drawing.link.medium, (_("Tag"), _("Finished specs")), rows))
    if found.omitted:
        shown.append(_note(ngettext("{number} more tag", "{number} more tags", found.omitted)))
    return [shown]


def _finished(name: str, count: Count) -> Bar:
    """Return a row whose bar shows the share of finished specs."""
    said = str(Progress(count.finished, count.total))
    return Bar([nodes.Text(name)], count.total, said, count.finished)


def _sizes(drawing: Drawing, keys: Sequence[str]) -> list[nodes.Node]:
    """Return the size of all specs together, and the largest ones."""
    found = stats.sizes(drawing.corpus, keys, drawing.options.get("most", MOST))
    if found is None:
        return []
    specs = drawing.corpus.specs
    rows = [
        Bar(
            [drawing.link.spec(size.key, [nodes.Text(title(specs[size.key]))])],
            size.tokens,
            f"{size.lines} · {size.tokens}",
        )
        for size in found.largest
    ]
    limits = drawing.corpus.project.limits
    note = _(
        "{lines} lines and about {tokens} tokens in all; half of the specs have no more than {half_lines} "
        "lines and {half_tokens} tokens. Over {many} tokens: {over_many}; over {too_many}: {over_too_many}. "
        "Tokens are an estimate: one for four letters, or for one Chinese, Japanese or Korean letter. "
        "Sub-documents are not counted."
    ).format(
        lines=found.lines,
        tokens=found.tokens,
        half_lines=found.middle[0],
        half_tokens=found.middle[1],
        many=limits.advised,
        over_many=found.over[0],
        too_many=limits.most,
        over_too_many=found.over[1],
    )
    return [bars(drawing.link.medium, (_("Largest specs"), _("Lines · tokens")), rows), _note(note)]


def _attention(drawing: Drawing, keys: Sequence[str]) -> list[nodes.Node]:
    """Return, for each concern, the specs that it is about."""
    on = drawing.options.get("on")
    concerns = stats.attention(drawing.corpus, keys, drawing.history, drawing.claims, on)
    found = [(why, specs) for why, specs in concerns if specs]
    if not found:
        return nothing(_("Nothing needs attention."))
    shown: list[nodes.Node] = []
    for concern, specs in found:
        heading, reason = _CONCERNS[concern]
        count = nodes.inline("", f" {len(specs)}", classes=["leanspec-number"])
        rubric = nodes.rubric("", "", nodes.Text(_(heading).format(days=stats.QUIET_DAYS)), count)
        rubric["heading-level"] = 2
        most = drawing.options.get("most", MOST)
        rows = [[[drawing.link.spec(one.key)], _why(drawing, concern, one)] for one in specs[:most]]
        shown += [rubric, table([_("Spec"), _(reason)], rows, [60, 40], "specs")]
        shown += more(max(0, len(specs) - most), drawing.link)
    return shown


_CONCERNS: Final[Mapping[Concern, tuple[str, str]]] = {
    "unproven": (N_("Done checks whose evidence fails"), N_("Done checks")),
    "late": (N_("Late"), N_("Due")),
    "due": (N_("Due this month"), N_("Due")),
    "urgent": (N_("Planned, with high or critical priority"), N_("Priority")),
    "blocked": (N_("In progress, but blocked"), N_("Waits for")),
    "quiet": (N_("Open, and unchanged for {days} days"), N_("Last change")),
    "unassigned": (N_("In progress, with no assignee"), N_("Priority")),
}
"""What needs attention, and what is said of each spec."""


def _why(drawing: Drawing, concern: Concern, found: Attention) -> list[nodes.Node]:
    if concern == "unproven":
        return spaced(verdicts.counts(found.verified))
    if concern == "blocked":
        return spaced(drawing.link.chip(key) for key in found.waits_for)
    if found.due:
        return [nodes.Text(day(found.due.date().isoformat()))]
    if concern == "quiet" and found.since:
        return [nodes.Text(day(found.since.date().isoformat()))]
    priority = drawing.corpus.specs[found.key].priority
    return [nodes.Text(word(priority))] if priority else []


def _note(text: str) -> nodes.paragraph:
    return nodes.paragraph("", text, classes=["leanspec-note"])


PARTS: Final[Mapping[str, Part]] = {
    "numbers": _numbers,
    "status": _statuses,
    "priority": _priorities,
    "checks": _checks,
    "evidence": _evidence,
    "tags": _tags,
    "sizes": _sizes,
    "attention": _attention,
}
"""What there is to see, in the order in which it is shown by default."""
