"""What the names in reports mean: of a rule, of what came of evidence, of a kind of evidence."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from ..claims import KINDS, Kind
from ..claims.verdict import MEANINGS
from ..findings import FALLIBLE, SEVERITIES
from ..report.sources import CODE_MEANINGS, SEVERITIES_OF
from ..rules import RULES
from ..rules.builds import BUILD_MEANINGS
from ..wording import did_you_mean
from .cannot import CannotCheckError


class Explanation(NamedTuple):
    """What a name means: one of several things, if it is the name of several.

    :param what: what it is the name of, and what is to be known of that in one line.
    :param text: the rest, in Markdown.
    """

    name: str
    what: str
    text: str


def explain(name: str) -> list[Explanation]:
    """Explain a name as reports write it, ``evidence`` or ``leanspec.evidence``.

    :raises CannotCheckError: if nothing is called so; it names what is nearest.
    """
    wanted = name.removeprefix("leanspec.")
    known = list(_all())
    found = [one for one in known if one.name == wanted]
    if not found:
        names = dict.fromkeys(one.name for one in known)
        near = did_you_mean(get_close_matches(wanted, names, 1, 0.5))
        fix = near or f"the rules are {', '.join(rule.code for rule in RULES)}"
        raise CannotCheckError(f"there is no rule, verdict, warning or kind of evidence `{name}`; {fix}")
    return found


def _all() -> Iterator[Explanation]:
    for rule in RULES:
        severity = f"{rule.severity} by itself"
        yield Explanation(rule.code, f"a rule, {severity}; in a build `leanspec.{rule.code}`", rule.text)
    for build_code, text in BUILD_MEANINGS.items():
        what = f"a warning that a build alone has, `leanspec.{build_code}`; `check` does not tell of it"
        yield Explanation(build_code, what, text)
    for source_code, text in CODE_MEANINGS.items():
        severity = SEVERITIES_OF[source_code]
        yield Explanation(source_code, f"a finding of `sources check`, {severity}", text)
    for word, meaning in MEANINGS.items():
        weight = "of evidence for a ticked box" if word in FALLIBLE else "of evidence"
        yield Explanation(word, f"a verdict, {weight}", meaning)
    yield from _kinds(KINDS)
    for severity in SEVERITIES:
        text = "How severe a finding is; `leanspec_severity` changes that for a rule."
        yield Explanation(severity, "a severity", text)


def _kinds(kinds: Iterable[Kind]) -> Iterator[Explanation]:
    for kind in kinds:
        text = inspect.getdoc(type(kind)) or ""
        examples = "".join(f"\n  {one.evidence}  ({one.verdict})" for one in kind.examples)
        yield Explanation(
            kind.name, f"a kind of evidence, `{kind.syntax}`", f"{text}\n\nFor example:\n{examples}"
        )
