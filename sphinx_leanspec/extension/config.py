"""The options of a site: where they are set, which of that counts, and what is wrong with it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

from ..declared import default, sound
from ..options import OPTIONS, Options, chosen
from ..reading import NoSpecsError, SpecLayout, settings
from ..reading.dialects import asks
from ..reading.members import locate
from ..reading.settings import PREFIX
from .warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from ..reading.toml_lines import KeyPath

__all__ = [
    "OPTIONS",
    "PREFIX",
    "Options",
    "complete",
    "correct",
    "is_set",
    "register",
    "spare_requirements",
    "where",
]


def complete(app: Sphinx, config: Config) -> None:
    """Take what ``ubproject.toml`` says where neither ``conf.py`` nor the command line does.

    It has to be there before Sphinx compares options with those of the last build: then a change of the file
    is one of options, and what was made of them is made anew.
    """
    values, findings = chosen(settings.find(start(app)), Path(app.confdir))
    for wrong in findings:
        warn("config", wrong.message, location=f"{wrong.path}:{wrong.line}", fix=wrong.fix)
    for name, value in values.items():
        if not is_set(config, PREFIX + name):
            setattr(config, PREFIX + name, value)


def correct(app: Sphinx, config: Config) -> None:
    """Put the default in place of every invalid option, before Sphinx looks at its type, and say so."""
    values = {name: getattr(config, PREFIX + name) for name in OPTIONS}
    kept, mistakes = sound(Options, values, f"{PREFIX}{{}}")
    for name, option in OPTIONS.items():
        setattr(config, PREFIX + name, kept.get(name, default(option)))
    conf = Path(app.confdir, "conf.py")
    for wrong in mistakes:
        location = f"{conf}:{_line(conf, wrong.where)}"
        fix = wrong.fix.replace("correct it", "correct it in conf.py")
        warn("config", wrong.message, location=location, fix=fix)


def is_set(config: Config, name: str) -> bool:
    """Tell whether a project sets an option, in ``conf.py`` or on the command line; a default is not set."""
    return name in config._raw_config or name in config.overrides  # noqa: SLF001 - nothing public tells


def is_chosen(app: Sphinx, name: str) -> bool:
    """Tell whether a project sets an option of ours, in ``conf.py``, ``ubproject.toml`` or otherwise."""
    if is_set(app.config, PREFIX + name):
        return True
    values, _ = chosen(settings.find(start(app)), Path(app.confdir))
    return name in values


def register(app: Sphinx) -> None:
    """Register every option with Sphinx."""
    for option in OPTIONS.values():
        usual = default(option)
        app.add_config_value(PREFIX + option.name, usual, "env", (type(usual),), option.metadata["help"])


def spare_requirements(app: Sphinx, config: Config) -> None:
    """Make no needs of requirements where no tool is used that has any: no need is given fields for them.

    It has to be known before sphinx-needs looks at these, and long before specs are read.
    """
    if not config.leanspec_requirement_needs:
        return
    try:
        config.leanspec_requirement_needs = asks(locate(*where(app, Options.of(config))))
    except NoSpecsError:  # which is told when specs are read
        config.leanspec_requirement_needs = False


def where(app: Sphinx, options: Options) -> tuple[Path, SpecLayout]:
    """Return where specs are looked for, and how they lie there."""
    specs = specs_folder(app, options.specs)
    layout = options.layout.seen_from(Path(app.confdir), specs)
    return Path(app.srcdir) if specs else start(app), layout


def specs_folder(app: Sphinx, written: str) -> str:
    """Return the specs folder that the project names: beside its ``conf.py``, else in the source folder."""
    folders = [Path(base, written) for base in (app.confdir, app.srcdir)] if written else []
    return str(next((folder for folder in folders if folder.is_dir()), folders[0])) if folders else ""


def start(app: Sphinx) -> Path:
    """Return where the project is looked for: from ``conf.py`` on, if that lies in what it configures.

    One in a hidden folder was made, as `sphinx-leanspec build` does, and says nothing of where a project is.
    """
    confdir, srcdir = Path(app.confdir), Path(app.srcdir)
    is_inside = confdir.is_relative_to(srcdir) or srcdir.is_relative_to(confdir)
    return confdir if is_inside and not confdir.name.startswith(".") else srcdir


def _line(conf: Path, where: KeyPath) -> int:
    """Return the line where an option is set, or the part of it that is wrong; 1 if that is elsewhere."""
    name, *inner = where
    tree = ast.parse(conf.read_bytes()) if conf.is_file() else ast.Module([], [])
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and any(ast.unparse(one) == f"{PREFIX}{name}" for one in node.targets)
    ]
    if not found:
        return 1
    line, value = found[-1].lineno, found[-1].value
    for key in inner:
        if isinstance(key, int) and isinstance(value, ast.List | ast.Tuple):
            value = value.elts[key]
            line = value.lineno
        elif isinstance(value, ast.Dict):
            keys = [one.value if isinstance(one, ast.Constant) else None for one in value.keys]
            at = keys.index(key) if key in keys else -1
            if at < 0:
                break
            line, value = getattr(value.keys[at], "lineno", line), value.values[at]
    return line
