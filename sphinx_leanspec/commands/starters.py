"""What the files of a new site say: templates, with the names and places of a repository put in."""

from __future__ import annotations

import html
import json
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from glob import escape
from pathlib import Path, PurePosixPath
from string import Template
from typing import Final, Literal, TypeAlias

from ..corpus import load
from ..git import top_of
from ..reading import NoSpecsError, Project, SpecLayout, locate
from ..reading.documents import find
from ..reading.project import CANDIDATES, home
from ..release import installable, requirement
from ..views.evidence import offers_evidence
from ..wording import literal
from .templates import STARTER

Service: TypeAlias = Literal["github", "gitlab"]
"""Who runs something when a commit is pushed."""

_TEMPLATES: Final = STARTER / "init"
_GITHUB_PAGES: Final = "sphinx_leanspec.extension.github"


@dataclass(frozen=True)
class Target:
    """The repository that files are written for.

    :param layout: how its specs lie, from wherever that is known.
    :param said: what of it only the command line says.
    :param title: what the repository calls itself.
    :param conf: the ``conf.py`` of the site.
    :param is_new: whether that is ours to write.
    """

    project: Project
    layout: SpecLayout
    said: SpecLayout
    title: str
    conf: Path
    is_new: bool

    @cached_property
    def top(self) -> Path:
        """Where services look for their files: the top of the git repository, if there is one."""
        return top_of(self.project.root)

    @property
    def site(self) -> Path:
        """The folder of the site's pages."""
        return self.conf.parent

    @property
    def requirements(self) -> Path:
        """The file that says what the site needs."""
        return self.site / "requirements.txt"

    @property
    def output(self) -> Path:
        """The folder that the built site goes into."""
        return self.site / "_build" / "html"

    def name(self, path: Path) -> str:
        """Return a path relative to the top, as messages and written files show it."""
        return _relative(path, self.top)


def conf(target: Target) -> str:
    """Return a ``conf.py``; where pages exist already, they are read as GitHub reads them."""
    is_for_github = bool(_documents(target))
    extensions = ["sphinx_leanspec", *([_GITHUB_PAGES] if is_for_github else [])]
    lines = "".join(f"{line}\n" for line in options(target))
    shown = html.escape(target.title, quote=False)  # a theme takes it for HTML
    return _filled(
        "conf.py.in",
        title=_quoted(target.title),
        html_title="project" if shown == target.title else _quoted(shown),
        extensions=", ".join(map(_quoted, extensions)),
        options=lines + (_filled("conf-github.py.in") if is_for_github else ""),
    )


def options(target: Target) -> Iterator[str]:
    """Return the lines of a ``conf.py`` that say where specs are, none if they are found anyway."""
    if not _is_found(target, target.site if target.site.is_dir() else target.project.root):
        yield f"leanspec_specs = {_quoted(_relative(target.project.specs, target.site))}"
    if target.said.flat:
        yield "leanspec_flat = True"
    if target.said.files != SpecLayout().files:
        yield f"leanspec_spec_files = [{', '.join(map(_quoted, target.said.files))}]"


def index(target: Target) -> str:
    """Return the text of the first page: open specs, and every page in the site's folder."""
    patterns = "\n".join(dict.fromkeys(map(_pattern, _documents(target))))
    documents = _filled("documents.md", patterns=patterns) if patterns else ""
    evidence = (STARTER / "evidence.md").read_text("utf-8") if _offers_evidence(target) else ""
    return _filled("index.md", title=literal(target.title), documents=documents, evidence=evidence)


def _offers_evidence(target: Target) -> bool:
    """Tell whether any spec does; a project that begins has none yet."""
    try:
        corpus = load(target.project.root, target.layout)
    except NoSpecsError:
        return False
    return any(map(offers_evidence, corpus.specs.values()))


def requirements() -> str:
    """Return the requirements of a site, for pip."""
    return f"{requirement()}\n"


def readthedocs(target: Target) -> str:
    """Return the configuration for Read the Docs."""
    names = (_quoted(target.name(path)) for path in (target.conf, target.requirements))
    return _filled("readthedocs.yaml", **dict(zip(("conf", "requirements"), names, strict=True)))


def workflow(target: Target, service: Service) -> str:
    """Return a workflow that checks specs at every push, and builds the site if its ``conf.py`` is ours."""
    install, parts = installable(), {"site": "", "artifact": ""}
    if target.is_new:
        paths = (target.site, target.output, target.requirements)
        docs, output, needed = (shlex.quote(target.name(path)) for path in paths)
        artifact = _quoted(target.name(target.output))
        install = f"-r {needed}"
        parts["site"] = _filled(f"{service}-site.yml", docs=docs, output=output, artifact=artifact)
        if service == "gitlab":
            parts["artifact"] = _filled("gitlab-artifact.yml", artifact=artifact)
    text = _filled(f"{service}.yml", install=install, check=_arguments(target), **parts)
    return re.sub(r"\n{2,}(?=  artifacts|\Z)", "\n", text)


def spec(today: str) -> str:
    """Return the text of a first spec: that there shall be a site of specs."""
    return _filled("spec.md", today=today)


def _arguments(target: Target) -> str:
    """Return the arguments that say where specs are, none if the command finds them from the top."""
    words = [] if target.project.root == target.top else [target.name(target.project.root)]
    if not _is_found(target, target.project.root):
        words.append(f"--specs={_relative(target.project.specs, target.project.root)}")
    words += ["--flat"] if target.said.flat else []
    words += [f"--spec-file={name}" for name in target.said.files if name not in SpecLayout().files]
    return "".join(f"{shlex.quote(word)} " for word in words)


def _is_found(target: Target, start: Path) -> bool:
    """Tell whether specs are found from a folder without being told where they are."""
    if target.layout.specs and not target.said.specs:
        return True  # `ubproject.toml` says so
    specs, root = target.project.specs, target.project.root
    try:
        return locate(start, replace(target.layout, specs="")).specs == specs
    except NoSpecsError:  # there is none yet, or they lie where nobody would look
        usual = [home(root, SpecLayout()), *(root / name for name in CANDIDATES)]
        return not specs.is_dir() and specs in usual


def _documents(target: Target) -> list[PurePosixPath]:
    """Return the pages that the site's folder already holds, without their suffix."""
    paths = [target.project.root / found.docname for found in find(target.project) if found.folder]
    inner = [path.relative_to(target.site) for path in paths if path.is_relative_to(target.site)]
    return [PurePosixPath(path.as_posix()) for path in inner if path != Path("index")]


def _pattern(document: PurePosixPath) -> str:
    """Return a toctree entry that takes in a page, and pages that will join it later."""
    if len(document.parts) == 1:
        return "*"
    if document.parts[0] == "specs":  # the pages of specs are there, and have a toctree of their own
        return str(document)
    return f"{escape(document.parts[0])}/**"


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()


def _filled(template: str, **words: str) -> str:
    return Template((_TEMPLATES / template).read_text("utf-8")).substitute(words)


def _quoted(words: str) -> str:
    """Quote a text so that it is right in Python, JSON and YAML."""
    return json.dumps(words, ensure_ascii=False)
