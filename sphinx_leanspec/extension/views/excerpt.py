"""``spec-excerpt``: a section of a spec on another page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform

from ...model import Spec
from ...reading import shortcodes
from ...views.excerpt import SectionPath, find, paths
from ...wording import did_you_mean
from ..language import _
from ..nodes.parts import phrase, region, title
from ..nodes.placeholders import leanspec_view
from .base import Drawing, View, nothing, report
from .cutting import Cut, depth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx

_FEW: Final = 6
_LOWEST: Final = 5  # the deepest heading that every builder has


class SpecExcerpt(View):
    """A section of a spec, or the text above its first one, with a link to where it comes from."""

    name = "spec-excerpt"
    required_arguments = 1
    optional_arguments = 0
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "section": directives.unchanged_required,
        "lead": directives.flag,
        "title": directives.flag,
    }

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw the parts of a spec that are asked for, headed by where they come from."""
        spec = _spec(drawing)
        if spec is None:
            return nothing(_("No spec is selected."))
        wanted = drawing.options.get("section", "").strip()
        path = _path(drawing, spec, wanted) if wanted else ()
        if wanted and not path:
            return nothing(_("{spec} has no such section.").format(spec=title(spec)))
        if spec.place.page:
            return nothing(_("{spec} lives elsewhere, and its text with it.").format(spec=title(spec)))
        docname = drawing.build.site.docname(spec.key)
        doctree = drawing.build.env.get_doctree(docname)
        prefix = f"excerpt-{drawing.options.get('number', 0)}"
        cut = Cut(drawing.build.env, drawing.link, docname, doctree, prefix)
        shown = cut.lead() if "lead" in drawing.options or not wanted else []
        anchor = ""
        if path:
            anchor = drawing.build.pages[docname].anchors.get(path[-1].slug, "")
            shown += cut.section(anchor, titled="title" in drawing.options)
        if not shown:
            shown = nothing(_("There is no text here."))
        source = " › ".join((title(spec), *(shortcodes.shown(section.title) for section in path)))
        origin = drawing.link.page(docname, [nodes.Text(source)], anchor=anchor)
        said = _("From {section}")
        head = nodes.paragraph("", "", *phrase(said, section=origin), classes=["leanspec-origin"])
        return [region("section", said.format(section=source), "excerpt", head, *shown)]

    @classmethod
    def register(cls, app: Sphinx) -> None:
        super().register(app)
        app.add_post_transform(Excerpts)


class Excerpts(SphinxPostTransform):
    """Puts excerpts in their place before Sphinx resolves references, so it does so in them, too."""

    default_priority = 5  # before ReferencesResolver

    def run(self, **kwargs: Any) -> None:
        docname = self.env.docname
        places = [
            place for place in self.document.findall(leanspec_view) if place["kind"] == SpecExcerpt.name
        ]
        for number, place in enumerate(places, 1):
            options = {**place["options"], "number": number}
            shown = SpecExcerpt.drawn(self.app, docname, options, place.source or docname, place.line or 1)
            _lower(shown, depth(place))
            place.replace_self(shown)


def _spec(drawing: Drawing) -> Spec | None:
    """Return the spec that is named, None if there is none: that is reported with all other references."""
    specs = drawing.corpus.specs
    keys = [drawing.corpus.resolve(text).target for text in drawing.options["specs"]]
    if len(keys) > 1:
        report(
            drawing, "ref", "spec-excerpt: more than one spec is named, the first was taken", "name one spec"
        )
    return specs[keys[0]] if keys and keys[0] else None


def _path(drawing: Drawing, spec: Spec, wanted: str) -> SectionPath:
    found = find(spec.sections, wanted)
    if not found.path:
        message = f"spec-excerpt: {title(spec)} has no section `{wanted}`"
        report(drawing, "ref", message, _suggestion(spec, found.candidates))
    elif found.candidates:
        message = f"spec-excerpt: {title(spec)} has more than one section `{wanted}`, the first was taken"
        report(drawing, "ref", message, f"name one by its anchor: {_quoted(found.candidates, ', ')}")
    return found.path


def _suggestion(spec: Spec, near: Sequence[str]) -> str:
    if near:
        return did_you_mean(near)
    titles = list(dict.fromkeys(path[-1].title for path in paths(spec.sections)))
    if not titles:
        return "it has none"
    more = f" and {len(titles) - _FEW} more" if len(titles) > _FEW else ""
    return f"its sections are {_quoted(titles[:_FEW], ', ')}{more}"


def _quoted(names: Sequence[str], text: str) -> str:
    return text.join(f"`{name}`" for name in names)


def _lower(shown: nodes.Element, level: int) -> None:
    """Let the headings of an excerpt stand below those of the page.

    :param level: that of the page's heading above it.
    """
    for rubric in shown.findall(nodes.rubric):
        rubric["heading-level"] = min(_LOWEST, level + rubric["heading-level"])
