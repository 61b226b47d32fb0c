"""Every option of the extension, declared once: this registers, validates and documents it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

PREFIX = "leanspec_"


def _option(help_: str, default: Any = MISSING, *, factory: Any = MISSING) -> Any:
    return field(default=default, default_factory=factory, metadata={"help": help_})


@dataclass(frozen=True)
class Options:
    """The ``leanspec_…`` values of a ``conf.py``; an invalid one is a warning and the default."""

    specs: str = _option("Where the specs are, relative to `conf.py`; found by itself if empty.", "")
    spec_files: list[str] = _option(
        "Names of a spec's own file in its folder; the first one found counts.", factory=lambda: ["README.md"]
    )
    flat: bool = _option("Take `010-name.md` files for specs, too.", False)
    statuses: dict[str, str] = _option(
        "Further statuses, each with the LeanSpec status it stands for, or with itself.", factory=dict
    )
    check_needs: bool = _option("Make every checklist item a need; counts are kept without, too.", True)
    spec_type: str = _option("The need type of a spec.", "spec")
    check_type: str = _option("The need type of a checklist item.", "check")
    doc_type: str = _option("The need type of a page that covers specs.", "doc")
    traces: bool = _option(
        "Link paths and file names in backticks, `spec-042` and `specs/042-name`; they count as mentions.",
        True,
    )
    myst: bool = _option(
        "Read specs as MyST, directives and roles included. Only where whoever may change a spec may also "
        "run code in the build.",
        False,
    )
    toctree: bool = _option("Add `specs/index` to the root page's toctree where no page names it.", True)
    repository: str = _option(
        "The repository's web address, `https://github.com/owner/name`; known from git by default.", ""
    )
    revision: str = _option(
        "The tag or branch that links into the repository point at; git's by default.", ""
    )
    issue_url: str = _option("Where an issue is, with `{number}`; from the repository by default.", "")
    pull_url: str = _option("Where a pull request is, with `{number}`; from the repository by default.", "")
    pages: dict[str, str] = _option(
        "Further files as pages: docname to path relative to `conf.py`, `{'index': 'docs/index.md'}`.",
        factory=dict,
    )

    @classmethod
    def of(cls, config: Config) -> Options:
        """Read the options of a project."""
        return cls(**{option.name: getattr(config, PREFIX + option.name) for option in fields(cls)})


def correct(app: Sphinx, config: Config) -> None:
    """Put the default in place of every invalid option, before Sphinx looks at its type, and say so."""
    for option in fields(Options):
        name = PREFIX + option.name
        value, default = getattr(config, name), _default(option)
        if isinstance(value, type(default)) and _holds_text(value):
            continue
        setattr(config, name, default)
        warn(
            "config",
            f"{name} is {value!r}, not a {_type_name(default)}; the default {default!r} was taken",
            location=_place(Path(app.confdir, "conf.py"), name),
            fix="correct it in conf.py",
        )


def register(app: Sphinx) -> None:
    """Register every option with Sphinx."""
    for option in fields(Options):
        default = _default(option)
        app.add_config_value(PREFIX + option.name, default, "env", (type(default),), option.metadata["help"])


def _default(option: Field[Any]) -> Any:
    return option.default_factory() if option.default_factory is not MISSING else option.default


def _place(path: Path, name: str) -> str:
    """:returns: where an option is set, or the top of the file if that is elsewhere."""
    lines = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
    return f"{path}:{next((number for number, line in enumerate(lines, 1) if line.startswith(name)), 1)}"


def _holds_text(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(part, str) for pair in value.items() for part in pair)
    return not isinstance(value, list) or all(isinstance(part, str) for part in value)


def _type_name(default: object) -> str:
    return {str: "text", bool: "bool", list: "list of texts", dict: "dict of texts"}[type(default)]
