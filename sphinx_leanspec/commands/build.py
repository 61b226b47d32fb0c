"""The site of a repository that has no ``conf.py``: what goes in, and Sphinx in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Any

from ..corpus import Corpus, load
from ..files import write_if_changed
from ..lifecycle import OPEN
from ..reading import NoSpecsError, SpecLayout, Vocabularies, locate
from ..reading.documents import Document, find, title
from ..reading.settings import CONFS
from ..wording import literal
from .templates import STARTER

_OWN_FOLDER = ".leanspec"


class CannotBuildError(Exception):
    """There is a reason not to start; the message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What a user asks for.

    :param output: where the site goes; below the repository's ``_build`` if nothing is said.
    :param builder: the name of a Sphinx builder.
    :param jobs: how many processes, as Sphinx reads it.
    :param strict: whether warnings are a failure; then every page is read anew, as each may hold one.
    :param fresh: whether every page is read anew.
    :param words: the words for statuses that the project uses.
    """

    repository: Path
    layout: SpecLayout
    output: Path | None = None
    builder: str = "html"
    jobs: str = "auto"
    strict: bool = False
    fresh: bool = False
    words: Vocabularies | None = None


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A site that can be built.

    :param title: what the repository calls itself.
    :param output: where the site goes, absolute.
    """

    request: BuildRequest
    corpus: Corpus
    documents: tuple[Document, ...]
    title: str
    output: Path

    @property
    def root(self) -> Path:
        """The repository."""
        return self.corpus.project.root

    @property
    def log(self) -> Path:
        """The file that holds every warning."""
        return self.output / "warnings.txt"

    def warnings(self) -> str:
        """:returns: what the log holds."""
        return self.log.read_text("utf-8") if self.log.is_file() else ""

    @property
    def is_partial(self) -> bool:
        """Whether only pages that changed will be read."""
        known = (self.output / _OWN_FOLDER / "doctrees" / "environment.pickle").exists()
        return known and not (self.request.fresh or self.request.strict)

    @property
    def address(self) -> str:
        """The web address of the result."""
        start = self.output / "index.html"
        return (start if start.is_file() else self.output).as_uri()


def prepare(request: BuildRequest) -> SitePlan:
    """Find out what a repository's site is made of.

    :raises NoSpecsError: if it has no specs.
    :raises CannotBuildError: if there is another reason not to start.
    """
    corpus = load(request.repository, request.layout, request.words)
    root = corpus.project.root
    for name in CONFS:
        if (root / name).is_file():
            folder = (root / name).parent
            raise CannotBuildError(
                f"{root / name}: this repository has a Sphinx site of its own; name `sphinx_leanspec` in the "
                f'`extensions` of that file, and run `sphinx-build "{folder}" "{folder / "_build" / "html"}"`'
            )
    output = (request.output or root / "_build" / request.builder).resolve()
    if root.is_relative_to(output) or output.is_relative_to(corpus.project.specs):
        raise CannotBuildError(f"{output} holds the repository's own files; name another folder with -o")
    return SitePlan(request, corpus, find(corpus.project), title(corpus.project), output)


def run(plan: SitePlan, *, quiet: bool) -> bool:
    """Start Sphinx and wait for it; its warnings go to the standard error stream, and into the log.

    :param quiet: whether Sphinx says nothing but that.
    :returns: whether the site was built.
    :raises CannotBuildError: if nothing can be written where the site is to go.
    """
    own = plan.output / _OWN_FOLDER
    try:
        pages = _write_pages(plan, own)
        plan.log.unlink(missing_ok=True)
    except OSError as error:
        reason = f"cannot write {error.filename}: {error.strerror}"
        raise CannotBuildError(f"{reason}; name another folder with -o") from error
    environment = {**os.environ, "LEANSPEC_SITE": json.dumps(_settings(plan, pages))}
    done = subprocess.run(_command(plan, own, quiet=quiet), env=environment, check=False)
    _shorten_paths(plan)
    return done.returncode == 0


def _command(plan: SitePlan, own: Path, *, quiet: bool) -> list[str]:
    """:returns: the command of a user who starts Sphinx; ``-P``: nothing is imported from where it runs."""
    request = plan.request
    return [
        *(sys.executable, "-P", "-m", "sphinx_leanspec.extension", "-b", request.builder, "-j", request.jobs),
        *(["-q"] if quiet else []),
        *(["-W", "--keep-going"] if request.strict else []),
        *(["-E"] if request.strict or request.fresh else []),
        *("-c", str(STARTER), "-d", str(own / "doctrees"), "-w", str(plan.log)),
        *(str(plan.root), str(plan.output)),
    ]


def _settings(plan: SitePlan, pages: dict[str, str]) -> dict[str, Any]:
    """:returns: what the embedded ``conf.py`` is told of a repository."""
    layout = plan.request.layout
    files = {document.docname: str(plan.root / document.path) for document in plan.documents}
    return {
        "project": plan.title,
        "html_title": plan.title,
        "leanspec_pages": {**files, **pages},
        "leanspec_specs": _named_specs(plan.corpus, layout),
        "leanspec_spec_files": list(layout.files),
        "leanspec_flat": layout.flat,
    }


def _named_specs(corpus: Corpus, layout: SpecLayout) -> str:
    """:returns: the specs folder, where it would not be found from the top of the repository."""
    specs = corpus.project.specs
    try:
        found = None if layout.specs else locate(corpus.project.root, layout)
    except NoSpecsError:
        found = None
    return "" if found and found.specs == specs else str(specs)


def _write_pages(plan: SitePlan, own: Path) -> dict[str, str]:
    """Write the pages that no file of the repository holds.

    :returns: their files by docname.
    """
    plan.output.mkdir(parents=True, exist_ok=True)
    ignored = plan.root / "_build" / ".gitignore"
    if plan.request.output is None and not ignored.exists():
        ignored.write_text("*\n", "utf-8")
    texts = {
        "index": _index(plan),
        "specs/dashboard": _dashboard(plan),
        "specs/graph": _template("graph.md").template,
    }
    written = {}
    for docname, text in texts.items():
        path = own / "pages" / f"{docname}.md"
        write_if_changed(path, text.encode())  # else it would be read again for nothing
        written[docname] = str(path)
    return written


def _index(plan: SitePlan) -> str:
    """:returns: the text of the first page: what is at work, and where everything is."""
    specs = plan.corpus.specs
    readme = [document.docname for document in plan.documents if not document.folder]
    count = f"All {len(specs)} specs" if len(specs) > 1 else "One spec"
    links = [
        *(f"{{doc}}`{docname}`" for docname in readme),
        f"{{doc}}`{count} <specs/index>`",
        "{doc}`Dashboard <specs/dashboard>`",
        "{doc}`Dependencies <specs/graph>`",
    ]
    is_open = any(spec.status in OPEN for spec in specs.values())
    documents = [document for document in plan.documents if document.folder]
    folders = groupby(documents, lambda document: document.folder)
    return _template("index.md").substitute(
        title=literal(plan.title),
        links=" · ".join(links),
        heading="Open specs" if is_open else "Latest specs",
        selection=f":status: {', '.join(OPEN)}" if is_open else ":sort: -updated",
        readme="\n".join(f"{docname} <{docname}>" for docname in readme),
        documents="".join(_folder(name, list(group)) for name, group in folders),
    )


def _dashboard(plan: SitePlan) -> str:
    """:returns: the text of the dashboard; where there are no documents, nothing can be missing in them."""
    folders = dict.fromkeys(document.folder for document in plan.documents if document.folder)
    patterns = ", ".join(f"{folder}/*" for folder in folders)
    gaps = _template("gaps.md").substitute(pages=patterns) if folders else ""
    return _template("dashboard.md").substitute(gaps=gaps)


def _folder(name: str, documents: list[Document]) -> str:
    """:returns: the part of the first page that lists the documents of a folder."""
    words = [re.sub(r"[-_]+", " ", part).strip().capitalize() for part in name.split("/")]
    return _template("folder.md").substitute(
        caption=" / ".join(words[1:]) or "Documents",
        links="\n".join(f"- {{doc}}`/{document.docname}`" for document in documents),
        docnames="\n".join(f"/{document.docname}" for document in documents),
    )


def _template(name: str) -> Template:
    return Template((STARTER / name).read_text("utf-8"))


def _shorten_paths(plan: SitePlan) -> None:
    """Name files in the log relative to the repository: the log lies in the site, which may be published."""
    if plan.log.is_file():
        text = plan.log.read_text("utf-8", errors="replace")
        plan.log.write_text(text.replace(f"{plan.root}{os.sep}", ""), "utf-8")
