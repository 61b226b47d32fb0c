"""What a site is made with, besides what it is made of: a change of that wants another application."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...reading import settings
from ..config import start

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_BESIDE_CONF: Final = ("conf.py", "docutils.conf", settings.NAME)


def code_of(app: Sphinx) -> dict[str, list[str]]:
    """Return the files and folders whose change wants another application, and the folders of sources."""
    config, confdir = app.config, Path(app.confdir)
    files = {*(str(confdir / name) for name in _BESIDE_CONF), *_modules()}
    own = start(app)  # what it says counts, though the conf.py be of our making, and lie elsewhere
    files |= {str(own / settings.NAME), str(settings.find(own) or own / settings.NAME)}
    if name := config["needs_from_toml"]:
        files.add(str(confdir / name))
    folders = [str(confdir / name) for name in (*config.templates_path, *config.html_theme_path)]
    return {"files": sorted(files), "folders": folders, "sources": [str(app.srcdir)]}


def _modules() -> Iterator[str]:
    """Yield the files of modules that are no installed packages, so that somebody may be writing them."""
    installed = [Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and not any(Path(file).is_relative_to(folder) for folder in installed):
            yield file
