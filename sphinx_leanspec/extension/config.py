"""The options of a site: where they are set, which of that counts, and what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..options import OPTIONS, PREFIX, Options, choose, default, problem
from ..reading import settings
from .warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

__all__ = ["OPTIONS", "PREFIX", "Options", "complete", "correct", "is_set", "register"]


def complete(app: Sphinx, config: Config) -> None:
    """Take what ``ubproject.toml`` says where neither ``conf.py`` nor the command line does.

    It has to be there before Sphinx compares options with those of the last build: then a change of the file
    is one of options, and what was made of them is made anew.
    """
    chosen = choose(settings.read(settings.find(start(app))))
    for wrong in chosen.findings:
        warn("config", wrong.message, location=f"{wrong.path}:{wrong.line}", fix=wrong.fix)
    for name, value in chosen.seen_from(Path(app.confdir)).items():
        if not is_set(config, PREFIX + name):
            setattr(config, PREFIX + name, value)


def correct(app: Sphinx, config: Config) -> None:
    """Put the default in place of every invalid option, before Sphinx looks at its type, and say so."""
    for option in OPTIONS.values():
        name = PREFIX + option.name
        if wrong := problem(option, getattr(config, name)):
            setattr(config, name, default(option))
            warn(
                "config",
                f"{name} {wrong}",
                location=_place(Path(app.confdir, "conf.py"), name),
                fix="correct it in conf.py",
            )


def is_set(config: Config, name: str) -> bool:
    """Tell whether a project sets an option, in ``conf.py`` or on the command line; a default is not set."""
    return name in config._raw_config or name in config.overrides  # noqa: SLF001 - nothing public tells


def register(app: Sphinx) -> None:
    """Register every option with Sphinx."""
    for option in OPTIONS.values():
        usual = default(option)
        app.add_config_value(PREFIX + option.name, usual, "env", (type(usual),), option.metadata["help"])


def start(app: Sphinx) -> Path:
    """Return where the project is looked for: from ``conf.py`` on, if that lies in what it configures."""
    confdir, srcdir = Path(app.confdir), Path(app.srcdir)
    is_inside = confdir.is_relative_to(srcdir) or srcdir.is_relative_to(confdir)
    return confdir if is_inside else srcdir


def _place(path: Path, name: str) -> str:
    """Return where an option is set in ``conf.py``, line 1 if it is set elsewhere."""
    lines = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
    found = (number for number, line in enumerate(lines, 1) if re.match(rf"{name}\b", line))
    return f"{path}:{next(found, 1)}"
