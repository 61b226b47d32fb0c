"""What all views have in common: the options that select specs, and a place in the page until it is drawn."""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from msgspec import Struct
from sphinx.util.docutils import SphinxDirective

from ...claims import Claims
from ...corpus import Corpus
from ...history import History
from ...views.selection import REVERSE, SORTS, Selected, Selection, select
from ...wording import listed
from .. import needs
from ..build import Build
from ..guard import box, guarded
from ..nodes.parts import Linker
from ..nodes.placeholders import leanspec_view
from ..warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Drawing(Struct, frozen=True):
    """What a view is drawn from.

    :param link: makes references from the page the view stands on.
    :param options: the directive's options, read.
    """

    app: Sphinx
    build: Build
    link: Linker
    options: dict[str, Any]
    source: str
    line: int

    @property
    def corpus(self) -> Corpus:
        return self.build.site.corpus

    @property
    def history(self) -> History:
        return self.build.history

    @property
    def claims(self) -> Claims:
        return self.build.claims

    def selected(self) -> Selected:
        """Return the specs that the options select."""
        names = Selection.__struct_fields__
        wanted = Selection(**{name: value for name, value in self.options.items() if name in names})
        condition = self.options.get("filter")
        if not condition:
            return select(self.corpus, wanted)
        passed = needs.matching_specs(self.app, self.build.site, condition, (self.link.docname, self.line))
        return select(self.corpus, wanted, passed)


def texts(argument: str | None) -> tuple[str, ...]:
    """Read an option that holds texts between commas."""
    return listed(argument or "")


def one_of(*values: str) -> Callable[[str], str]:
    """Make the reader of an option that takes one of some words."""
    return lambda argument: directives.choice(argument, values)


def sort_key(argument: str) -> str:
    """Read an option that names what to sort by."""
    name = argument.strip().lower()
    directives.choice(name.removeprefix(REVERSE), tuple(SORTS))
    return name


def expression(argument: str) -> str:
    """Read an option that holds a filter of sphinx-needs."""
    text = directives.unchanged_required(argument)
    try:
        ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise ValueError(f'"{text}" is no Python expression: {error.msg}') from error
    return text.strip()


SELECTION: dict[str, Callable[[str], Any]] = {
    "specs": texts,
    "status": texts,
    "tag": texts,
    "priority": texts,
    "parent": texts,
    "assignee": texts,
    "project": texts,
    "filter": expression,
    "sort": sort_key,
    "offset": directives.nonnegative_int,
    "limit": directives.nonnegative_int,
}
"""The options that select specs, the same for every view."""


class View(SphinxDirective):
    """A directive whose content is drawn once all pages are read; its class says all there is to say of it.

    Its argument, where it takes one, names specs, as the option ``specs`` does.
    """

    name: str
    """What the directive is called."""
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = SELECTION
    most: ClassVar[int | None] = None
    """What its option ``limit`` is by default, where that is not how many specs are selected."""
    shows_history: ClassVar[bool] = False
    """Whether it shows how large specs are, or when they were changed, which a commit alters and no file."""
    shows_findings: ClassVar[bool] = False
    """Whether it shows what is wrong with specs."""
    lists_pages: ClassVar[bool] = False
    """Whether it gives every spec its place in the site, so that its page is read again with each new one."""

    def run(self) -> list[nodes.Node]:
        options = dict(self.options)
        if self.most is not None:
            options["most"] = options.pop("limit", self.most)
        if self.arguments:
            options["specs"] = (*texts(self.arguments[0]), *options.get("specs", ()))
        place = leanspec_view(kind=self.name, options=options)
        self.set_source_info(place)
        return [place]

    @classmethod
    def told(cls, options: Mapping[str, Any]) -> Collection[str] | None:
        """Return the specs that all it shows is about, by any name; None where it may show more."""
        return None

    @staticmethod
    @abstractmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw the view, once all pages are read."""

    @classmethod
    def drawn(
        cls, app: Sphinx, docname: str, options: dict[str, Any], source: str, line: int
    ) -> nodes.container:
        """Draw the view as it is in this build.

        :param docname: the page it stands on; ``source`` and ``line`` say where.
        """
        build = Build.of(app.env)
        drawing = Drawing(app, build, Linker(build.site, app.builder, docname), options, source, line)
        work, where = partial(cls.draw, drawing), f"{source}:{line}"
        shown: list[nodes.Node] = guarded(f"drawing {cls.name}", where, work, lambda text: [box(text)])
        return nodes.container("", *shown, classes=["leanspec-view", f"leanspec-{cls.name}"])

    @classmethod
    def register(cls, app: Sphinx) -> None:
        """Register the directive, and whatever else the view needs."""
        app.add_directive(cls.name, cls)


def nothing(text: str) -> list[nodes.Node]:
    """Return what a view shows when it has nothing to show."""
    return [nodes.paragraph("", text, classes=["leanspec-nothing"])]


def report(drawing: Drawing, code: Any, message: str, fix: str = "") -> None:
    """Warn about a view, at its place."""
    # a view is drawn to see whether its page is fresh, and drawn again when that is written
    warn(code, message, location=f"{drawing.source}:{drawing.line}", fix=fix, once=True)
