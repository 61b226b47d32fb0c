"""Rules about what stands in a file: its fields, headings, fences, paths and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Final

from ..findings import Finding
from ..reading.dialects import OWN
from ..reading.known import KNOWN
from ..reading.prose import StatedCount
from ..wording import alike
from .base import Context, rule

_FOLDED: Final[Mapping[str, str]] = {name.replace("_", ""): name for name in KNOWN}


@rule("field", "warning")
def field(context: Context) -> Iterator[Finding]:
    """A field that LeanSpec does not have is named almost like one it has: `dependson`, `priorty`.

    What it says is lost. A field that the project's configuration declares is left alone, and so is
    one that resembles none. A value of a known field that cannot be read as text is lost as well:
    `assignee: {a: b}`, `breaking: maybe`.
    """
    yield from context.findings_of("field")
    for spec in context.specs:
        for name in spec.custom:
            if name in context.corpus.project.custom or not (meant := _meant(name)):
                continue
            line = context.line(spec, name)
            message = f"there is no field `{name}`; what it says is left out"
            yield Finding(spec.path, line, "field", message, f"did you mean `{meant}`?")


@rule("tag", "warning")
def tag(context: Context) -> Iterator[Finding]:
    """A tag is empty, or has a space in it, so it cannot be given on a command line.

    Other tools have labels with spaces. In Backlog.md, `labels` that are a text are read as none.
    """
    yield from context.findings_of("tag")
    for spec in context.specs:
        for text in spec.tags if spec.place.is_leanspec else ():
            if len(words := text.split()) > 1:
                message = f"the tag `{text}` has a space in it"
                yield Finding(
                    spec.path, context.line(spec, "tags"), "tag", message, f"write `{'-'.join(words)}`"
                )


@rule("title", "warning")
def title(context: Context) -> Iterator[Finding]:
    """A spec has no heading of level 1, or more than one.

    Without one, the id of the spec is used as its title; of several, the first is. In a file with several,
    what looks like a heading may be a comment in a block of code that has lost its fence.
    """
    for spec in context.specs:
        prose = context.prose.get(spec.path)
        if prose is None or spec.place.dialect != OWN.name:  # other tools have titles of their own
            continue
        first = [heading for heading in prose.headings if heading.level == 1]
        if not first and spec.lines:
            yield Finding(spec.path, spec.body_line, "title", "the spec has no title", "write `# Title`")
        for heading in first[1:]:
            message = f"`{heading.title}` is a second title; the first is on line {first[0].line}"
            yield Finding(spec.path, heading.line, "title", message, "make it a heading of level 2")


@rule("section", "warning")
def section(context: Context) -> Iterator[Finding]:
    """There is no text below a heading of level 2, not even a comment: it was lost, or never written.

    Documents that a tool makes from a template, decisions for example, may have such headings.
    """
    for path, prose in context.prose.items():
        if path in context.owners[path].below:
            continue
        for heading in prose.headings:
            if heading.level == 2 and heading.is_empty:
                message = f"nothing stands below `{heading.title}`"
                yield Finding(path, heading.line, "section", message, "write it, or remove the heading")


@rule("length", "info")
def length(context: Context) -> Iterator[Finding]:
    """A spec is longer than LeanSpec advises: 3,500 tokens, and never more than 5,000.

    A project sets other limits with `warnTokens` and `maxTokens` below `validation` in LeanSpec's own
    configuration. The number is an estimate: a token for every four letters, one for each Chinese, Japanese
    or Korean one. Move details into sub-documents, or split the spec.
    """
    limits = context.corpus.project.limits
    for spec in context.specs:
        if spec.tokens > limits.advised:
            most = limits.advised if spec.tokens <= limits.most else limits.most
            message = f"the spec has about {spec.tokens:,} tokens, more than {most:,}"
            fix = "move details into sub-documents, or split it"
            yield Finding(spec.path, spec.body_line, "length", message, fix)


@rule("fence", "warning")
def fence(context: Context) -> Iterator[Finding]:
    """A block of code is never closed, so everything after it is code.

    Often a block contains a fence like its own: give the outer one a fourth backtick.
    """
    for path, prose in context.prose.items():
        for line in prose.open_fences:
            fix = "close it; around a block with fences of its own, write four backticks"
            yield Finding(path, line, "fence", "this block of code is never closed", fix)


@rule("code", "info", slow=True)
def code(context: Context) -> Iterator[Finding]:
    """A block of code is not in the language that its fence names. It is highlighted as well as possible.

    An excerpt with `...` in it is not JSON, and a block that says `bash` may be what a command prints. Where
    that is right as it is, leave the language out. Blocks longer than 20,000 characters are not checked.

    As Pygments has to read all code for this rule, it is checked only where its findings are shown: by
    `check --severity info`, on a site with the view `spec-findings`, and where it is a warning or selected.
    """
    for path in context.prose:
        for broken in context.broken_code(path):
            message = f"this is no {broken.language} from `{broken.text}` on"
            yield Finding(
                path, broken.line, "code", message, "correct it, or the language that its fence names"
            )


@rule("repeat", "warning")
def repeat(context: Context) -> Iterator[Finding]:
    """A part of a text is repeated word for word: six lines or more, as a bad merge leaves them."""
    for path, prose in context.prose.items():
        for found in prose.repeats:
            message = f"lines {found.line} to {found.last} stand on line {found.first} already"
            yield Finding(path, found.line, "repeat", message, "remove one of them")


@rule("path", "info")
def path_(context: Context) -> Iterator[Finding]:
    """A text names a path on its author's own machine, `/home/grace/project`, which nobody else has.

    A link to such a path leads nowhere, and is a finding of the kind `link`.
    """
    for path, prose in context.prose.items():
        for found in prose.homes:
            message = f"`{found.text}` is a path on somebody's own machine"
            yield Finding(path, found.line, "path", message, "write it relative to the repository")


@rule("count", "warning")
def count(context: Context) -> Iterator[Finding]:
    """A number contradicts what it counts.

    This looks at `(8 files):` above a list of files, `(8 docs): one, two, three`, `all 14 documents in docs/`
    where that folder exists, and `all 12 dependencies`; nothing is guessed.
    """
    for path, prose in context.prose.items():
        for found in prose.counts:
            real = _real(context, path, found)
            if real is not None and real != found.stated:
                where = f"in `{found.folder}`" if found.folder else "here"
                where = "in `depends_on`" if found.things.startswith("depend") else where
                message = f"the text says {found.stated} {found.things}, and there are {real} {where}"
                yield Finding(path, found.line, "count", message, "correct the number, or the list")


def _real(context: Context, path: str, found: StatedCount) -> int | None:
    """Return how many there really are, None if that cannot be known."""
    if found.listed is not None:
        return found.listed
    if not found.folder:
        spec = context.owners[path]
        return len(spec.depends_on) if spec.depends_on else None
    for folder in (normpath(found.folder), normpath(join(dirname(path), found.folder))):
        if context.tree.kind(folder) == "folder":
            names = context.tree.names(folder)
            if any(names.values()):  # what lies in folders below may count or not
                return None
            return sum(name.lower().endswith((".md", ".rst", ".mdx")) for name in names) or None
    return None


def _meant(name: str) -> str | None:
    """Return the field that a name is a misspelling of, None if it is of none."""
    folded = name.casefold().replace("_", "").replace("-", "").replace(" ", "")
    for written in (folded, f"{folded}s"):
        if written in _FOLDED:
            return _FOLDED[written]
    near = alike(folded, _FOLDED, 1, 0.86) if len(folded) > 4 else []
    return _FOLDED[near[0]] if near else None
