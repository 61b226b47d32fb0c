"""``source-code``: a symbol's own code, with the lines that it has in its file."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from pygments.lexers import get_lexer_for_filename
from pygments.util import ClassNotFound

from ...sources.cutting import ONLY, CodeCut, CutError, cut, unquoted
from ...sources.locked import LockedReference
from ...sources.states import BROKEN
from ..build import Build
from ..language import _
from ..nodes.placeholders import leanspec_view
from ..references.code import place, short_name, sign
from ..references.roles import named
from .base import Drawing, View, nothing, one_of, report


def _text(argument: str) -> str:
    """Read an option that is a text, within quotes or not."""
    return unquoted(directives.unchanged_required(argument))


class SourceCode(View):
    """The code that a reference means, as it was when it was read, with a link to it."""

    name = "source-code"
    required_arguments = 1
    optional_arguments = 0
    option_spec: ClassVar = {"lines": _text, "from": _text, "to": _text, "only": one_of(*ONLY)}

    def run(self) -> list[nodes.Node]:
        name = named(Build.of(self.env), self.env.docname, self.arguments[0])
        node = leanspec_view(kind=self.name, options={**self.options, "reference": name})
        self.set_source_info(node)
        return [node]

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw the code with its lines, and a caption that links to it."""
        code, name = drawing.build.code, drawing.options["reference"]
        locked = code.find(name)
        text = code.lock.excerpt(locked) if locked else None
        if locked is None or text is None:
            if locked is not None:
                fix = "run `sphinx-leanspec sources lock`"
                report(drawing, "source", f"source-code: the code of `{name}` is not kept", fix)
            return nothing(_("The code of {name} is not known.").format(name=name))
        try:
            part = cut(text, locked.line, drawing.options)
        except CutError as error:
            report(drawing, "source", f"source-code: of `{name}` {error}", error.fix)
            part = CodeCut(text, locked.line)
        return [_block(drawing, locked, part)]


def _block(drawing: Drawing, locked: LockedReference, part: CodeCut) -> nodes.Element:
    block = nodes.literal_block(part.text, part.text, classes=["leanspec-code"])
    block["language"] = _language(locked.path)
    block["linenos"] = True
    block["highlight_args"] = {"linenostart": part.line}
    url = drawing.build.code.url(locked)
    name: nodes.Node = nodes.literal("", short_name(locked), classes=["leanspec-source"])
    if url:
        name = nodes.reference("", "", name, refuri=url, reftitle=place(locked), internal=False)
    where = f"{locked.path}:{part.line}-{part.end}"
    told = " · ".join(("", f"{locked.source} {locked.release}".rstrip(), where))
    drifted = [sign(locked)] if locked.state in BROKEN else []
    caption = nodes.paragraph("", "", name, nodes.Text(told), *drifted, classes=["leanspec-origin"])
    return nodes.container("", caption, block, classes=["leanspec-source-block"])


def _language(path: str) -> str:
    """Return the language that a file is written in, by its name."""
    if path.endswith((".py", ".pyi")):
        return "python"  # to ask Pygments takes it a fifth of a second, as it goes through all it knows
    try:
        return str(get_lexer_for_filename(path).aliases[0])
    except (ClassNotFound, IndexError):
        return "text"
