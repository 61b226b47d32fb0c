"""What comes of a claim as a sign, a word and a reason, and how many claims of a spec come to what.

What is shown not to hold, though it is ticked, is the only bold thing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from ...claims import Judged, Verified
from ...findings import VERDICTS
from ...model import Check, Progress
from ...views.vocabulary import VERDICT_GLYPHS
from ..language import N_, _, ngettext
from .lower import Lowerable
from .parts import progress_bar, spaced

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

    from .medium import Medium

CLAIMED: Final = "claimed"
"""What stands in place of a verdict where only a box is offered."""

WRONG: Final[frozenset[str]] = frozenset({"failed", "missing"})
"""The verdicts that are bold on a ticked item; what drifted held once, and has a colour alone."""

_WORDS: Final = {
    "failed": N_("failed"),
    "missing": N_("missing"),
    "drifted": N_("drifted"),
    "ambiguous": N_("ambiguous"),
    "flaky": N_("flaky"),
    "stale": N_("stale"),
    "skipped": N_("skipped"),
    "unknown": N_("unknown"),
    "holds": N_("holds"),
    CLAIMED: N_("claimed only"),
}
_SILENT: Final = frozenset({"holds", CLAIMED})
"""What a sign alone says of an item, where its reason is a tooltip."""


class leanspec_verdict(Lowerable, nodes.Inline, nodes.TextElement):
    """What comes of a claim: attribute ``kind``, a verdict or ``claimed``; ``wrong`` where it is bold.

    Its text stands after the sign; where that is a reason, ``word`` is the verdict. ``tip`` says all of it,
    where only a part is shown.
    """

    @property
    def glyph(self) -> str:
        """The character that stands for it."""
        return VERDICT_GLYPHS[self["kind"]]

    @property
    def classes(self) -> str:
        """What it is called in HTML."""
        further = [" leanspec-reason"] * ("word" in self) + [" leanspec-gap"] * self["wrong"]
        return f"leanspec-verdict leanspec-{self['kind']}{''.join(further)}"

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        shown = [nodes.Text(medium.tie), *self.children] if self.children else []
        sign = nodes.Text(self.glyph)
        if self["wrong"]:
            return [nodes.strong("", "", sign, *shown)]
        return self.inline(self.classes, sign, *shown)


def word(kind: str) -> str:
    """Return a verdict as readers see it."""
    return _(_WORDS[kind])


def verdict(kind: str, text: str = "", *, wrong: bool = False) -> leanspec_verdict:
    """Return a verdict as sign and text.

    :param text: what to show after the sign, with its word in it; that alone, if it is not said.
    """
    shown = text or word(kind)
    return leanspec_verdict(shown, shown, kind=kind, wrong=wrong)


def item_verdict(check: Check, judged: Judged, medium: Medium) -> leanspec_verdict | None:
    """Return what stands at the end of an item: None at one that does not apply, or claims nothing.

    Where readers have tooltips, these say why; elsewhere the reason stands there, too.
    """
    kind = judged.word or CLAIMED
    if check.exempt is not None or (kind == CLAIMED and not check.done):
        return None
    said = _reason(check, judged)
    tip = _("{verdict}: {reason}").format(verdict=word(kind), reason=said) if said else word(kind)
    shown = tip
    if medium.opens_popovers:
        shown = "" if kind in _SILENT else word(kind)
    found = leanspec_verdict(shown, shown, kind=kind, wrong=_is_wrong(check, kind))
    if medium.opens_popovers:
        found["tip"] = tip
    return found


def reason(check: Check, judged: Judged) -> list[nodes.Node]:
    """Return what comes of an item, with the reason in place of the word; empty where it claims nothing."""
    kind = judged.word or CLAIMED
    if check.exempt is not None or (kind == CLAIMED and not check.done):
        return []
    found = verdict(kind, _reason(check, judged), wrong=_is_wrong(check, kind))
    found["word"] = word(kind)
    return [found]


def counts(found: Verified, among: Collection[str] = VERDICTS) -> list[nodes.Node]:
    """Return how many ticked items are not shown to hold, by verdict, worst first; empty if all are."""
    return [
        verdict(name, f"{number} {word(name)}", wrong=name in WRONG)
        for name in VERDICTS
        if name != "holds" and name in among and (number := found.words.get(name))
    ]


def summary(found: Verified) -> list[nodes.Node]:
    """Return what comes of claims in a line: ``11 of 16 done, 9 verified, ✗ 1 failed``."""
    claimed = _("{claimed} of {total} done").format(claimed=found.claimed, total=found.total)
    return spaced([nodes.Text(claimed), *told(found)], ", ")


def told(found: Verified) -> list[nodes.Node]:
    """Return how many items are verified, and how many are not, by verdict."""
    said = ngettext("{number} verified", "{number} verified", found.verified)
    return [nodes.inline("", said, classes=["leanspec-number"]), *counts(found)]


def verified_bar(found: Verified, label: str = "") -> list[nodes.Node]:
    """Return how many of the ticked items are verified, as a bar, and what is wrong; empty if none is."""
    if not found.claimed:
        return []
    bar = progress_bar(Progress(found.verified, found.claimed), label)
    return spaced([bar, *counts(found)])


def verified_cell(found: Verified) -> list[nodes.Node]:
    """Return how many of the ticked items are verified, and what is wrong, for a cell of a table."""
    if not found.claimed:
        return []
    number = nodes.inline("", str(Progress(found.verified, found.claimed)), classes=["leanspec-number"])
    return spaced([number, *counts(found)])


def _is_wrong(check: Check, kind: str) -> bool:
    return check.done and kind in WRONG


def _reason(check: Check, judged: Judged) -> str:
    """Return why, and of an open item that holds, that it could be ticked."""
    if check.done or judged.word != "holds":
        return judged.note
    return _("{reason}, not ticked yet").format(reason=judged.note or word("holds"))


def _visit_html(self: HTML5Translator, node: leanspec_verdict) -> None:
    attributes: dict[str, Any] = {}
    if tip := node.get("tip"):
        attributes = {"role": "img", "aria-label": tip, "title": tip}
    self.body.append(self.starttag(node, "span", "", CLASS=node.classes, **attributes))
    heard = f'role="img" aria-label="{self.attval(node["word"])}"' if "word" in node else 'aria-hidden="true"'
    self.body.append(
        f'<span class="leanspec-glyph" {heard}>{node.glyph}</span>' if node.children else node.glyph
    )


def _depart_html(self: HTML5Translator, node: leanspec_verdict) -> None:
    self.body.append("</span>")


def _visit_latex(self: LaTeXTranslator, node: leanspec_verdict) -> None:
    macro = "leanspecwrong" if node["wrong"] else "leanspecverdict"
    self.body.append(rf"\{macro}{{{node['kind']}}}{{")


def _depart_latex(self: LaTeXTranslator, node: leanspec_verdict) -> None:
    self.body.append("}")


def register(app: Sphinx) -> None:
    """Register the node."""
    html = (_visit_html, _depart_html)
    app.add_node(leanspec_verdict, html=html, epub=html, latex=(_visit_latex, _depart_latex))
