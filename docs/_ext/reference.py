"""What the guide shows of the package itself, taken from it when the site is built."""

from __future__ import annotations

import ast
import inspect
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinx_leanspec import options, rules
from sphinx_leanspec.claims import kinds
from sphinx_leanspec.declared import default, kind, options_of
from sphinx_leanspec.extension import warnings
from sphinx_leanspec.extension.warnings import CODES, MEANINGS
from sphinx_leanspec.options import OPTIONS, PREFIX
from sphinx_leanspec.reading import schema as frontmatter

if TYPE_CHECKING:
    from dataclasses import Field

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "sphinx_leanspec"
SNIPPETS = ROOT / "docs" / "snippets"


class OptionReference(SphinxDirective):
    """Every option, from the dataclass that declares them."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(options.__file__))
        lines: list[str] = []
        for option in OPTIONS.values():
            lines += described(option)
        return self.parse_text_to_nodes("\n".join(lines))


def described(option: Field[Any]) -> list[str]:
    """An option in MyST: what it is, its type and default, and the fields of its tables if it has any."""
    table = option.metadata["table"]
    parts = (
        [
            f"- `{field.name}`: {field.metadata['help']} {_taken(field)}"
            for field in options_of(table).values()
        ]
        if table
        else []
    )
    return [
        f"````{{confval}} {PREFIX}{option.name}",
        option.metadata["help"] + "\\",
        _taken(option),
        *(["", *parts] if parts else []),
        "````",
        "",
    ]


def _taken(option: Field[Any]) -> str:
    taken = kind(option) if option.metadata["table"] else option.type
    usual = default(option)
    return f"`{taken}`, " + ("to be given" if usual is None else f"by default `{usual!r}`")


class WarningReference(SphinxDirective):
    """Every kind of finding and of warning: how much it matters, and what its rule says of itself."""

    def run(self) -> list[nodes.Node]:
        for file in (warnings.__file__, *Path(rules.__file__).parent.glob("*.py")):
            self.env.note_dependency(str(file))
        severities = {rule.code: rule.severity for rule in rules.RULES}
        lines: list[str] = []
        for code in sorted(CODES):
            text = MEANINGS[code].replace("\n", "\n  ")
            severity = severities.get(code, "warning")
            lines += [f"(warning-{code})=", "", f"`leanspec.{code}` · {severity}", f": {text}", ""]
        return self.parse_text_to_nodes("\n".join(lines))


class KindReference(SphinxDirective):
    """Every kind of evidence: how it is written, what it says of itself, and its cases."""

    def run(self) -> list[nodes.Node]:
        for file in Path(kinds.__file__).parent.glob("*.py"):
            self.env.note_dependency(str(file))
        lines: list[str] = []
        for one in kinds.KINDS:
            text = (inspect.getdoc(type(one)) or "").replace("\n", "\n  ")
            lines += [f"(evidence-{one.name})=", "", f"`{one.syntax}`", f": {text}", ""]
            lines += ["  | evidence | where | verdict |", "  | --- | --- | --- |"]
            lines += [f"  | {_row(case)} |" for case in one.examples]
            lines.append("")
        return self.parse_text_to_nodes("\n".join(lines))


def _row(case: kinds.Example) -> str:
    files = ", ".join(_file(path, text) for path, text in case.files.items())
    given = "" if files and case.given == "a folder" else kinds.GIVEN[case.given]
    where = "; ".join(filter(None, (files, given)))
    return " | ".join((_literal(case.evidence), where, f"`{case.verdict}`"))


def _file(path: str, text: str) -> str:
    said = " ".join(text.split())
    return f"`{path}` with {_literal(said)}" if said else f"`{path}`"


def _literal(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"


class PackageMap(SphinxDirective):
    """Every room and every module of the package, with the first sentence that it says of itself."""

    def run(self) -> list[nodes.Node]:
        for file in PACKAGE.rglob("*.py"):
            self.env.note_dependency(str(file))
        return self.parse_text_to_nodes("\n".join(package_map(PACKAGE)))


def package_map(folder: Path, indent: str = "") -> Iterator[str]:
    """Return a folder as a list in Markdown: its modules, then the folders in it, each with its own list."""
    modules = sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")
    rooms = sorted(path for path in folder.iterdir() if path.is_dir() and any(path.rglob("*.py")))
    for path in modules:
        yield f"{indent}- `{path.name}`: {first_sentence(path)}"
    for path in rooms:
        own = first_sentence(path / "__init__.py") if (path / "__init__.py").is_file() else ""
        yield f"{indent}- **`{path.name}/`**{': ' if own else ''}{own}"
        yield from package_map(path, f"{indent}  ")


def first_sentence(path: Path) -> str:
    """Return the first sentence of a module's docstring, as Markdown."""
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    paragraph = " ".join(text.partition("\n\n")[0].split())
    sentence = re.match(r".*?\.(?=\s|$)|.*", paragraph)
    return sentence[0].replace("``", "`") if sentence else ""


class Command(SphinxDirective):
    """A command and what it prints, run at the top of the repository."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        for spec in sorted(ROOT.glob("specs/*/README.md")):
            self.env.note_dependency(str(spec))
        _, *arguments = shlex.split(self.arguments[0])
        done = subprocess.run(
            [sys.executable, "-P", "-m", "sphinx_leanspec.cli", *arguments],
            cwd=ROOT,
            env={**os.environ, "COLUMNS": "96", "NO_COLOR": "1", "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return [_code(f"$ {self.arguments[0]}\n{done.stdout.rstrip()}", "text")]


class Snippet(SphinxDirective):
    """A file of ``docs/snippets``: as it is written in MyST and in RST, then as it looks."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        files = [SNIPPETS / f"{self.arguments[0]}{suffix}" for suffix in (".md", ".rst")]
        myst, rst = (file.read_text("utf-8").strip() for file in files)
        for file in files:
            self.env.note_dependency(str(file))
        return [
            _code(myst, "markdown"),
            _html('<details class="snippet-rst"><summary>reStructuredText</summary>'),
            _code(rst, "rst"),
            _html("</details>"),
            nodes.container("", *self.parse_text_to_nodes(myst), classes=["snippet-shown"]),
        ]


def _code(text: str, language: str) -> nodes.literal_block:
    return nodes.literal_block(text, text, language=language)


def _html(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")


def _write_schema(app: Sphinx, exception: Exception | None) -> None:
    """Publish the JSON Schema of the frontmatter at the address that it gives itself."""
    if exception is None and app.builder.format == "html":
        name = frontmatter.ADDRESS.rpartition("/")[2]
        Path(app.outdir, name).write_text(frontmatter.as_text(frontmatter.schema()), "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("build-finished", _write_schema)
    app.add_directive("option-reference", OptionReference)
    app.add_directive("warning-reference", WarningReference)
    app.add_directive("kind-reference", KindReference)
    app.add_directive("package-map", PackageMap)
    app.add_directive("command", Command)
    app.add_directive("snippet", Snippet)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
