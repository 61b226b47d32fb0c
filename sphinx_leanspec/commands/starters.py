"""What the files of a new site say: templates, with the names and places of a repository put in."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from ..corpus import load
from ..git import top_of
from ..model import Spec
from ..reading import NoSpecsError, Project, SpecLayout, locate
from ..reading.documents import Document, find
from ..reading.project import CANDIDATES, home
from ..release import installable, requirement
from . import starter_site
from .templates import filled, quoted

Service: TypeAlias = Literal["github", "gitlab"]
"""Who runs something when a commit is pushed."""

_WARNINGS: Final = {
    True: "A warning fails; findings listed in leanspec-baseline.json do not count.",
    False: "Some warnings are not findings. Once they are fixed, let any fail: -W, or fail_on_warning: true",
}
"""What a build says of warnings, by whether it is strict."""
_OWN_PAGES: Final = (starter_site.DASHBOARD, starter_site.GRAPH)


class Target(Struct, frozen=True, dict=True):
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
    def first_page(self) -> Path:
        """The page that readers begin with: the one that is there, else the one to be written."""
        names = (self.site / "index.rst", self.site / "index.md")
        return next((path for path in names if os.path.lexists(path)), names[-1])

    @property
    def has_first_page(self) -> bool:
        """Whether that is there, and knows nothing of the pages that are written here."""
        try:
            return starter_site.DASHBOARD not in self.first_page.read_text("utf-8", errors="replace")
        except OSError:
            return False

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
    """Return a ``conf.py``; the README is a page, too."""
    lines = [*options(target), *_further(target)]
    return starter_site.conf(target.title, lines, ["_build", "**/node_modules"])


def _further(target: Target) -> Iterator[str]:
    """Return what else the ``conf.py`` says because of what is there already."""
    if readme := _readme(target):
        yield starter_site.pages_line(readme)
    if target.has_first_page:
        yield 'suppress_warnings = ["toc.not_included"]  # your first page need not name all others'


def options(target: Target) -> Iterator[str]:
    """Return the lines of a ``conf.py`` that say where specs are, none if they are found anyway."""
    if not _is_found(target, target.site if target.site.is_dir() else target.project.root):
        yield f"leanspec_specs = {quoted(_relative(target.project.specs, target.site))}"
    if target.said.flat:
        yield "leanspec_flat = True"
    if target.said.files != SpecLayout().files:
        yield f"leanspec_spec_files = [{', '.join(map(quoted, target.said.files))}]"


def pages(target: Target) -> Mapping[str, str]:
    """Return the text of each page that there should be, by docname."""
    folders = starter_site.grouped(_documents(target), f"{_relative(target.site, target.project.root)}/")
    made = starter_site.StarterPages(
        target.title, _specs(target), tuple(_readme(target)), folders, is_growing=True
    )
    return made.texts()


def named_pages(target: Target) -> tuple[str, ...]:
    """Return the lines that take these pages into the first page that is there."""
    names = ("specs/index", starter_site.DASHBOARD, starter_site.GRAPH, *_readme(target))
    if target.first_page.suffix == ".rst":
        return (".. toctree::", "", *(f"   {name}" for name in names))
    return ("```{toctree}", *names, "```")


def _specs(target: Target) -> tuple[Spec, ...]:
    """Return the specs; a project that begins has none yet."""
    try:
        return tuple(load(target.project.root, target.layout).specs.values())
    except NoSpecsError:
        return ()


def requirements() -> str:
    """Return the requirements of a site, for pip."""
    return f"{requirement()}\n"


def readthedocs(target: Target, *, is_strict: bool) -> str:
    """Return the configuration for Read the Docs.

    :param is_strict: whether the build fails on a warning.
    """
    conf, requirements = (quoted(target.name(path)) for path in (target.conf, target.requirements))
    strict, warnings = str(is_strict).lower(), _WARNINGS[is_strict]
    return filled("readthedocs.yaml", conf=conf, requirements=requirements, strict=strict, warnings=warnings)


def workflow(target: Target, service: Service, *, is_strict: bool) -> str:
    """Return a workflow that checks specs at every push, and builds the site if its ``conf.py`` is ours.

    :param is_strict: whether the build fails on a warning.
    """
    install, parts = installable(), {"site": "", "artifact": ""}
    if target.is_new:
        paths = (target.site, target.output, target.requirements)
        docs, output, needed = (shlex.quote(target.name(path)) for path in paths)
        artifact = quoted(target.name(target.output))
        install = f"-r {needed}"
        strict, warnings = " -W --keep-going" if is_strict else "", _WARNINGS[is_strict]
        words = {"docs": docs, "output": output, "artifact": artifact, "strict": strict, "warnings": warnings}
        parts["site"] = filled(f"{service}-site.yml", **words)
        if service == "gitlab":
            parts["artifact"] = filled("gitlab-artifact.yml", artifact=artifact)
    text = filled(f"{service}.yml", install=install, check=_arguments(target), **parts)
    return re.sub(r"\n{2,}(?=  artifacts|\Z)", "\n", text)


def spec(today: str) -> str:
    """Return the text of a first spec: that there shall be a site of specs."""
    return filled("spec.md", today=today)


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


def _documents(target: Target) -> list[Document]:
    """Return the documents of the repository, but for what is written here, and what stands for that."""
    own = {f"{_relative(target.site, target.project.root)}/{name}" for name in ("index", *_OWN_PAGES)}
    return [found for found in find(target.project) if found.docname not in own]


def _readme(target: Target) -> dict[str, str]:
    """Return the files of the README, in all languages, by their pages; no document of the site has these."""
    return {
        f"repository/{found.docname}": _relative(target.project.root / found.path, target.site)
        for found in find(target.project)
        if not found.folder
    }


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()
