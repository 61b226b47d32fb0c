"""``spec-evidence``: what is claimed and what of it is shown, worst first."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import basename
from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives

from ...claims import Decision
from ...findings import VERDICTS
from ...views.evidence import Claim, EvidenceList, evidence
from ..language import _
from ..nodes import verdicts
from ..nodes.parts import check_link, more, spaced
from .base import SELECTION, Drawing, View, nothing, texts

MOST: Final = 200
"""How many claims are shown by default."""


def words(argument: str) -> tuple[str, ...]:
    """Read an option that names verdicts."""
    return tuple(directives.choice(name, VERDICTS) for name in texts(argument))


class SpecEvidence(View):
    """Claims by verdict: each with its spec, its item, what is offered, what comes of it, and its place."""

    name = "spec-evidence"
    option_spec: ClassVar = {**SELECTION, "verdicts": words}
    most = MOST  # its limit is one of claims

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw how many claims there are of each verdict, then a list for each, worst first."""
        selected = drawing.selected()
        wanted = drawing.options.get("verdicts", ())
        found = evidence(drawing.claims, selected.keys, drawing.options["most"], wanted)
        if not drawing.corpus.offers_evidence:
            return nothing(_("No check offers evidence."))
        shown: list[nodes.Node] = [_summary(found)]
        if found.groups or found.tickable:
            shown.append(_list(drawing, found))
        return [*shown, *more(found.omitted, drawing.link), *more(selected.omitted, drawing.link)]


def _summary(found: EvidenceList) -> nodes.paragraph:
    """Return how many items are ticked, how many of each verdict, and how many without evidence."""
    counted = found.verified
    parts = verdicts.summary(counted)
    if counted.unproven:
        said = _("without evidence: {number}").format(number=counted.unproven)
        parts += [nodes.Text(", "), verdicts.verdict(verdicts.CLAIMED, said)]
    return nodes.paragraph("", "", *parts, classes=["leanspec-total"])


def _list(drawing: Drawing, found: EvidenceList) -> nodes.definition_list:
    shown = nodes.definition_list(classes=["leanspec-evidence"])
    for group in found.groups:
        head = verdicts.verdict(group.word, wrong=group.word in verdicts.WRONG)
        shown.append(_group(drawing, head, group.total, group.claims))
    if found.tickable:
        head = verdicts.verdict("holds", _("holds, not ticked yet"))
        shown.append(_group(drawing, head, len(found.tickable), found.tickable))
    return shown


def _group(
    drawing: Drawing, head: nodes.Node, total: int, claims: Iterable[Claim]
) -> nodes.definition_list_item:
    count = nodes.inline("", f" {total}", classes=["leanspec-count"])
    items = [nodes.list_item("", nodes.paragraph("", "", *_item(drawing, claim))) for claim in claims]
    body = nodes.definition("", nodes.bullet_list("", *items) if items else nodes.paragraph())
    return nodes.definition_list_item("", nodes.term("", "", head, count), body)


def _item(drawing: Drawing, claim: Claim) -> list[nodes.Node]:
    """Return a claim in one line: its spec, its item, what is offered and what comes of it, its place."""
    spec, check = claim.spec, claim.check
    item = drawing.link.check(spec, check, check_link(check))
    decided = claim.judged.decisions
    offered: list[nodes.Node] = [_decision(one) for one in decided]
    offered += [nodes.literal("", one.text) for one in (() if decided else check.evidence)]
    if claim.judged.mistakes:
        offered.append(nodes.inline("", claim.judged.note, classes=["leanspec-why"]))
    said = nodes.inline("", "", *spaced(offered, "; "))
    return spaced([drawing.link.chip(spec.key), item, said, _place(drawing, claim)])


def _decision(decision: Decision) -> nodes.inline:
    """Return what is offered, why it has its verdict, and what is nearest to what is not there."""
    statement, found = nodes.literal("", decision.statement.written), decision.verdict
    said = [found.note] if found.note else []
    if found.nearest:
        said.append(_("nearest: {names}").format(names=", ".join(found.nearest)))
    why = nodes.inline("", "; ".join(said), classes=["leanspec-why"])
    return nodes.inline("", "", statement, *([nodes.Text(" "), why] if said else []))


def _place(drawing: Drawing, claim: Claim) -> nodes.Node:
    """Return where the evidence stands in the source; a link where the repository is known."""
    path, line = claim.spec.path_of(claim.check), claim.check.evidence[0].line
    said = _("line {line}") if path == claim.spec.path else _("{file}, line {line}")
    text = said.format(file=basename(path), line=line)
    url = drawing.build.site.repository.file_url(path, f"L{line}")
    shown = nodes.reference("", text, refuri=url, internal=False) if url else nodes.Text(text)
    return nodes.inline("", "", nodes.Text("("), shown, nodes.Text(")"), classes=["leanspec-place"])
