"""``spec-timeline``: specs over time, or the life of one spec."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from docutils import nodes

from ...drawing.chart_svg import Chart, Series
from ...views.timeline import Durations, Period, Span, Timeline, lifetime, throughput, timeline
from ..language import N_, _, day, month, word
from ..nodes.charts import figure, legend
from ..nodes.history import duration, whole, without
from ..nodes.parts import more, status, table
from .base import SELECTION, Drawing, View, nothing, one_of, report, texts
from .stats import parts

PARTS: Final = ("periods", "flow", "durations")
"""What there is to see, in the order in which it is shown by default."""

_FEW: Final = 12


class SpecTimeline(View):
    """Specs over time; with the option ``spec``, the life of one."""

    name = "spec-timeline"
    shows_history = True
    option_spec: ClassVar = {
        **SELECTION,
        "parts": lambda argument: parts(argument, PARTS),
        "period": one_of("week", "month", "quarter"),
        "spec": lambda argument: argument.strip(),
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the view; an argument that names one spec asks for the life of that one."""
        named = texts(self.arguments[0]) if self.arguments else ()
        if len(named) == 1 and "spec" not in self.options:
            self.options["spec"], self.arguments = named[0], []
        return super().run()

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw charts and tables, and say what could not be counted."""
        if "spec" in drawing.options:
            return _one(drawing, drawing.options["spec"])
        selected = drawing.selected()
        if not selected.keys:
            return nothing(_("No spec is selected."))
        found = timeline(drawing.corpus, selected.keys, drawing.history, drawing.options.get("period"))
        shown: list[nodes.Node] = []
        if found.spans:
            for name in drawing.options.get("parts", PARTS):
                shown += _DRAWN[name](drawing, found)
        else:
            shown += nothing(_("None of these specs has a date."))
        shown += _uncounted(drawing, found)
        return [*shown, *without(drawing.history), *more(selected.omitted, drawing.link)]


def _one(drawing: Drawing, text: str) -> list[nodes.Node]:
    """Return the life of one spec."""
    resolution = drawing.corpus.resolve(text)
    if resolution.target is None:
        what, fix = resolution.problem()
        report(drawing, "ref", f"spec-timeline: `{text}` {what}, so nothing is shown", fix)
        return nothing(_("No spec is selected."))
    spec = drawing.corpus.specs[resolution.target]
    drawn = whole(lifetime(spec, drawing.history), drawing.link.medium, _id(drawing, "life"))
    head = nodes.paragraph("", "", drawing.link.spec(spec.key))
    return [head, *(drawn or nothing(_("This spec has no date."))), *without(drawing.history)]


def _periods(drawing: Drawing, found: Timeline) -> list[nodes.Node]:
    """Return what was created and completed in each period."""
    spans, names = found.spans, _names(found)
    rows = [
        [[nodes.Text(name)], [nodes.Text(str(span.created))], [nodes.Text(str(span.completed))]]
        for name, span in zip(names, spans, strict=True)
    ]
    numbers = table(
        [_(_HEADS[found.period]), _("Created"), _("Completed")], rows, [16, 12, 12], "periods", row_heads=True
    )
    said = nodes.paragraph("", _(_CREATED[found.period]))
    if not drawing.link.medium.draws_charts:
        return [said, numbers, *_earlier(found)]
    created, completed = (tuple(span.created for span in spans), tuple(span.completed for span in spans))
    tips = tuple(
        _("{period}: {created} created, {completed} completed").format(
            period=name, created=span.created, completed=span.completed
        )
        for name, span in zip(names, spans, strict=True)
    )
    series = (Series("created", created), Series("completed", completed))
    chart = Chart(_id(drawing, "periods"), "columns", names, series, tips)
    sums = {"created": sum(created), "completed": sum(completed)}
    about = _(
        "From {first} to {last}: {created} created, {completed} completed. A table of the numbers follows."
    ).format(first=names[0], last=names[-1], **sums)
    entries = [
        ("created", [nodes.Text(_("Created {created}").format(**sums))]),
        ("completed", [nodes.Text(_("Completed {completed}").format(**sums))]),
    ]
    below = [said, legend(entries, chart.id), *_earlier(found)]
    return [figure(chart, _(_CREATED[found.period]), about, below, numbers)]


def _flow(drawing: Drawing, found: Timeline) -> list[nodes.Node]:
    """Return how many specs had each status at the end of each period."""
    spans, names = found.spans, _names(found)
    rows = [
        [[nodes.Text(text)] for text in (name, *map(str, reversed(span.flow)))]
        for name, span in zip(names, spans, strict=True)
    ]
    heads: list[str | Sequence[nodes.Node]] = [_(_HEADS[found.period])]
    heads += [[_status(value)] for value in reversed(found.statuses)]
    widths = [16, *(14 for _ in found.statuses)]
    numbers = table(heads, rows, widths, "periods", row_heads=True)
    said = _(_FLOW[found.period])
    if not drawing.link.medium.draws_charts:
        return [nodes.paragraph("", said), numbers]
    series = tuple(
        Series(value or "none", tuple(span.flow[at] for span in spans))
        for at, value in enumerate(found.statuses)
    )
    tips = tuple(_tip(found, name, span) for name, span in zip(names, spans, strict=True))
    chart = Chart(_id(drawing, "flow"), "layers", names, series, tips)
    how = nodes.paragraph("", said, nodes.Text(" "))
    how.append(nodes.Text(_("The height of a layer is the number of specs with its status.")))
    last = reversed(list(zip(found.statuses, spans[-1].flow, strict=True)))
    entries = [(value or "none", [_status(value), nodes.Text(f" {number}")]) for value, number in last]
    about = _("From {first} to {last}. A table of the numbers follows.")
    about = about.format(first=names[0], last=tips[-1])
    return [figure(chart, said, about, [how, legend(entries, chart.id)], numbers)]


def _durations(drawing: Drawing, found: Timeline) -> list[nodes.Node]:
    """Return how long specs took, and how many are completed per period."""
    measured = (
        (_("From first in progress to completed"), found.cycle),
        (_("From created to completed, for specs never seen in progress"), found.lead),
    )
    rows = [_taken(name, times) for name, times in measured if times]
    average, most = throughput(found.spans)
    if not rows:
        return []
    heads = [_("Time taken"), _("Specs"), _("Median"), _("P90")]
    numbers = table(heads, rows, [46, 14, 20, 20], "durations", row_heads=True)
    said = _(_THROUGHPUT[found.period]).format(average=f"{average:.1f}", most=most)
    note = _("Nine of ten specs took no longer than P90.")
    return [numbers, nodes.paragraph("", f"{note} {said}", classes=["leanspec-note"])]


def _taken(name: str, times: Durations) -> list[list[nodes.Node]]:
    numbers = (str(times.specs), duration(times.middle), duration(times.ninety))
    return [[nodes.Text(text)] for text in (name, *numbers)]


_DRAWN: Final[Mapping[str, Callable[[Drawing, Timeline], list[nodes.Node]]]] = {
    "periods": _periods,
    "flow": _flow,
    "durations": _durations,
}

_HEADS: Final[Mapping[Period, str]] = {
    "week": N_("Week from"),
    "month": N_("Month"),
    "quarter": N_("Quarter"),
}
_CREATED: Final[Mapping[Period, str]] = {
    "week": N_("Specs created and completed in each week."),
    "month": N_("Specs created and completed in each month."),
    "quarter": N_("Specs created and completed in each quarter."),
}
_FLOW: Final[Mapping[Period, str]] = {
    "week": N_("Specs by status at the end of each week."),
    "month": N_("Specs by status at the end of each month."),
    "quarter": N_("Specs by status at the end of each quarter."),
}
_THROUGHPUT: Final[Mapping[Period, str]] = {
    "week": N_("Since the first, {average} specs were completed per week on average, {most} at most."),
    "month": N_("Since the first, {average} specs were completed per month on average, {most} at most."),
    "quarter": N_("Since the first, {average} specs were completed per quarter on average, {most} at most."),
}


def _uncounted(drawing: Drawing, found: Timeline) -> list[nodes.Node]:
    """Return the specs that the charts omit or hold only in part, and why."""
    shown: list[nodes.Node] = []
    for keys, said in (
        (found.undated, _("Without dates, not counted ({number}):")),
        (found.impossible, _("Completed before they were created, not counted ({number}):")),
        (found.unfinished, _("Complete, but without a date of completion ({number}):")),
    ):
        if keys:
            chips = drawing.link.some(keys, drawing.link.chip, _FEW)
            text = nodes.Text(f"{said.format(number=len(keys))} ")
            shown.append(nodes.paragraph("", "", text, *chips, classes=["leanspec-note"]))
    return shown


def _earlier(found: Timeline) -> list[nodes.Node]:
    periods, created, completed = found.earlier
    if not periods:
        return []
    said = _("Before that: {created} created, {completed} completed.")
    return [nodes.paragraph("", said.format(created=created, completed=completed))]


def _names(found: Timeline) -> tuple[str, ...]:
    return tuple(_name(found.period, span) for span in found.spans)


def _name(period: Period, span: Span) -> str:
    if period == "week":
        return day(span.start.isoformat())
    if period == "month":
        return month(span.start)
    return _("Q{quarter} {year}").format(quarter=span.start.month // 3 + 1, year=span.start.year)


def _tip(found: Timeline, name: str, span: Span) -> str:
    counts = reversed(list(zip(found.statuses, span.flow, strict=True)))
    unknown = _("Not recorded")
    said = (f"{word(value, unknown)} {number}" for value, number in counts if number)
    return f"{name}: {', '.join(said)}"


def _status(value: str | None) -> nodes.Node:
    return status(value) if value else nodes.inline("", _("Not recorded"))


def _id(drawing: Drawing, part: str) -> str:
    """Return an id for a chart that is unique even where all pages are one."""
    return nodes.make_id(f"leanspec-{part}-{drawing.link.docname}-{drawing.line}")
