"""Rules about what a spec says of its own state: status, dates, boxes, and the specs it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from ..dates import instant
from ..findings import Finding, FindingCode
from ..lifecycle import BEGUN, FINISHED, NOT_BEGUN, STATUSES
from ..model import Check, Duty, Spec
from ..reading import Vocabularies
from .base import Context, RuleSettings, rule


@rule("banner", "info")
def banner(context: Context) -> Iterator[Finding]:
    """The line `> **Status**: …` below a title names another status than the frontmatter.

    Older versions of LeanSpec wrote that line, and nothing keeps it up to date, so it misleads readers of the
    file on GitHub. Remove the line. It is left out of the site.
    """
    banners = [(spec, spec.banner_status) for spec in context.specs if spec.banner_status]
    words = Vocabularies().status
    meant = {text: words.read(text)[0] for text in {text for _, text in banners}}
    for spec, text in banners:
        said = meant[text]
        if said not in STATUSES or spec.status not in STATUSES or said == spec.status:
            continue
        if {said, spec.status} != set(FINISHED):  # an archived spec may well have been complete before
            message = f"the line below the title says {said}, the frontmatter {spec.status}"
            yield Finding(spec.path, spec.banner_line or 1, "banner", message, "remove the line")


@rule("transitions", "info")
def transitions(context: Context) -> Iterator[Finding]:
    """The last of a spec's `transitions` leads to another status than the one it has.

    Somebody changed `status` by hand, and the times that are computed from `transitions` are wrong. Add the
    one that is missing.
    """
    for spec in context.specs:
        if not spec.transitions or spec.place.archived:
            continue
        last = max(spec.transitions, key=lambda entry: (instant(entry.at), entry.line))
        if spec.status and last.status != spec.status:
            message = f"the status is {spec.status}, the last of the transitions led to {last.status}"
            yield Finding(spec.path, last.line, "transitions", message, "add the transition that is missing")


@rule("dates", "warning")
def dates(context: Context) -> Iterator[Finding]:
    """The dates of a spec contradict its status or each other, or are not dates.

    It has a date of completion but has not begun, or it was completed before it was created; or a field that
    holds a date holds something else, `due: tomorrow` for example.
    """
    yield from context.findings_of("dates")
    for spec in context.specs:
        begin, end = instant(spec.created), instant(spec.completed)
        if end is None:
            continue
        if spec.stage in NOT_BEGUN:
            message = f"the spec is {spec.stage} and has a date of completion"
            fix = "correct its status, or remove the date"
        elif begin and end.date() < begin.date():
            message = f"the spec was completed on {end.date()}, before it was created on {begin.date()}"
            fix = "correct one of the dates"
        else:
            continue
        yield Finding(spec.path, context.line(spec, "completed_at", "completed"), "dates", message, fix)


@rule("completion", "info")
def completion(context: Context) -> Iterator[Finding]:
    """A spec is complete, but does not say when it was completed.

    Timelines and durations leave it out. Write `completed_at`.
    """
    for spec in context.specs:
        if spec.stage == "complete" and spec.place.is_leanspec and instant(spec.completed) is None:
            line = context.line(spec, "status")
            yield Finding(
                spec.path, line, "completion", "the spec is complete, and has no date", "write `completed_at`"
            )


@rule("unranked", "info")
def unranked(context: Context) -> Iterator[Finding]:
    """A spec is planned and has no priority, so nobody knows what comes first."""
    for spec in context.specs:
        if spec.stage == "planned" and spec.place.is_leanspec and spec.priority is None:
            line = context.line(spec, "status")
            yield Finding(
                spec.path, line, "unranked", "the spec is planned, and has no priority", "write `priority`"
            )


@rule("open", "info")
def open_(context: Context) -> Iterator[Finding]:
    """A spec is complete, but some of its boxes are open.

    Many projects do not tick boxes, so this is only information. Say in `leanspec_sections` which boxes
    matter: below a heading that is `required` they are reported as `required`, below one that is `optional`
    or `exempt` not at all. A box that does not apply is marked with `<!-- n/a: reason -->`.

    What Kiro calls an optional task may be left. A phase in `spec.json` that says that all is done is held
    against the tasks, too.
    """
    yield from context.findings_of("open")
    for spec in context.specs:
        if spec.stage == "complete":
            yield from _unfinished(spec, "open", _with_duty(context.settings, spec, None))


@rule("required", "warning")
def required(context: Context) -> Iterator[Finding]:
    """A spec is complete, but boxes are open in a section that the project requires.

    This applies only where `leanspec_sections` requires any:
    `{"Acceptance Criteria": "required", "Future *": "exempt"}`.
    """
    for spec in context.specs:
        if spec.stage == "complete" and context.settings.sections:
            yield from _unfinished(spec, "required", _with_duty(context.settings, spec, "required"))


@rule("mark", "info")
def mark(context: Context) -> Iterator[Finding]:
    """An item begins with a box that GitHub does not know, such as `[~]`, `[-]` or `[]`. It is not counted.

    GitHub knows `[ ]` and `[x]`, with a space after them, and shows everything else as it is written. Below a
    heading that `leanspec_sections` requires, it is a warning, as that work would be missed.
    """
    settings = context.settings
    for spec in context.specs:
        marks = context.prose[spec.path].marks if spec.path in spec.place.texts else ()
        counted = {check.line for check in spec.checks if spec.path_of(check) == spec.path}
        for odd in marks:
            if odd.line in counted:  # by a tool that knows other boxes
                continue
            message = f"`{odd.mark}` is no box of GitHub's; the item is shown as it is, and counts nowhere"
            fix = "write `[ ]` or `[x]`; for what does not apply, add `<!-- n/a: reason -->`"
            is_required = _duty(settings, odd.sections) == "required" and "mark" not in settings.severities
            yield Finding(spec.path, odd.line, "mark", message, fix, is_graver=is_required)


@rule("done", "warning")
def done(context: Context) -> Iterator[Finding]:
    """A spec is planned, or a draft, but all its boxes are ticked.

    Either it is done and its status was forgotten, or the boxes were ticked too early.
    """
    for spec in context.specs:
        if spec.stage not in NOT_BEGUN:
            continue
        checks = [
            check
            for check in spec.checks
            if check.exempt is None and _duty(context.settings, check.sections) != "exempt"
        ]
        if checks and all(check.done for check in checks):
            line = context.line(spec, "status")
            message = f"the spec is {spec.stage}, and all of its {len(checks)} checks are done"
            yield Finding(
                spec.path, line, "done", message, "correct its status, or untick what is still to be done"
            )


@rule("blocked", "info")
def blocked(context: Context) -> Iterator[Finding]:
    """A spec is in progress while something it depends on is not done."""
    specs = context.corpus.specs
    for spec in context.specs:
        if spec.stage == "in-progress":
            for key in context.corpus.waits_for(spec.key):
                what = specs[key].stage or "without status"
                message = f"the spec is in progress, and `{key}`, which it depends on, is {what}"
                fix = "finish that first, or remove the dependency"
                yield Finding(spec.path, context.line_of_dependency(spec, key), "blocked", message, fix)


@rule("umbrella", "warning")
def umbrella(context: Context) -> Iterator[Finding]:
    """An umbrella is complete or archived, but a spec that is part of it is not."""
    for spec, parts in _umbrellas(context):
        active = [part for part in parts if part.stage not in FINISHED]
        if spec.stage in FINISHED and active:
            message = f"the spec is {spec.stage}, and {_named(active)} {_are(active)} not"
            fix = "finish its parts, take them out of it, or open it again"
            yield Finding(spec.path, context.line(spec, "status"), "umbrella", message, fix)


@rule("children", "info")
def children(context: Context) -> Iterator[Finding]:
    """An umbrella has not begun while its parts have, or is not done although all of them are."""
    for spec, parts in _umbrellas(context):
        if spec.stage is None or spec.stage in FINISHED:
            continue
        line = context.line(spec, "status")
        begun = [part for part in parts if part.stage in BEGUN]
        if all(part.stage in FINISHED for part in parts):
            message = f"the spec is {spec.stage}, and all of its {len(parts)} parts are done"
            yield Finding(spec.path, line, "children", message, "finish it, or say what else belongs to it")
        elif begun and spec.stage in NOT_BEGUN:
            message = f"the spec is {spec.stage}, and {_named(begun)} {_have(begun)} begun"
            yield Finding(spec.path, line, "children", message, "write `status: in-progress`")


def _umbrellas(context: Context) -> Iterator[tuple[Spec, list[Spec]]]:
    """Return each umbrella with its parts, itself excluded."""
    specs, children = context.corpus.specs, context.corpus.children
    for spec in context.specs:
        if parts := [specs[part] for part in children.get(spec.key, ()) if part != spec.key]:
            yield spec, parts


def _unfinished(spec: Spec, code: FindingCode, checks: Iterable[Check]) -> Iterator[Finding]:
    wanted = list(checks)
    left = [check for check in wanted if not check.done]
    if left:
        message = f"the spec is complete with {len(left)} of its {len(wanted)} checks open"
        fix = "tick what is done; mark what does not apply with `<!-- n/a: reason -->`"
        yield Finding(spec.path_of(left[0]), left[0].line, code, message, fix)


def _with_duty(settings: RuleSettings, spec: Spec, duty: Duty | None) -> Iterator[Check]:
    for check in spec.checks:
        may_be_left = check.exempt is not None or (check.task is not None and check.task.is_optional)
        if not may_be_left and _duty(settings, check.sections) == duty:
            yield check


def _duty(settings: RuleSettings, sections: Sequence[str]) -> Duty | None:
    """Return the duty that the project gives to the nearest of some headings, None if to none."""
    if settings.sections:
        for title in reversed(sections):
            for pattern, duty in settings.sections.items():
                if fnmatchcase(title.casefold(), pattern.casefold()):
                    return duty
    return None


def _named(specs: list[Spec], most: int = 3) -> str:
    shown = ", ".join(f"`{spec.key}`" for spec in specs[:most])
    return f"{shown} and {len(specs) - most} more" if len(specs) > most else shown


def _are(specs: list[Spec]) -> str:
    return "is" if len(specs) == 1 else "are"


def _have(specs: list[Spec]) -> str:
    return "has" if len(specs) == 1 else "have"
