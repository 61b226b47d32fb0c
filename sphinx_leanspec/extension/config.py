"""Every option of the extension, declared once: this registers, validates and documents it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from .warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_LOGGER = logging.getLogger(__name__)
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
        "Link paths and file names in backticks, `spec-013` and `specs/013-name`, and count them as mentions.",
        True,
    )
    myst: bool = _option(
        "Read specs as MyST, directives and roles included. Only where everyone who may change a spec may also "
        "run code in the build.",
        False,
    )
    toctree: bool = _option("Add `specs/index` to the root page's toctree where no page names it.", True)
    repository: str = _option(
        "The repository's web address, `https://github.com/owner/name`; known from git by default.", ""
    )
    revision: str = _option("The tag or branch that links into the repository point at; git's by default.", "")
    issue_url: str = _option("Where an issue is, with `{number}`; from the repository by default.", "")
    pull_url: str = _option("Where a pull request is, with `{number}`; from the repository by default.", "")
    pages: dict[str, str] = _option(
        "Further files as pages: docname to path relative to `conf.py`, `{'index': 'docs/index.md'}`.",
        factory=dict,
    )

    @classmethod
    def of(cls, config: Config) -> Options:
        """Read the options of a project.

        A value of the wrong type is reported, and its default taken.
        """
        values: dict[str, Any] = {}
        for option in fields(cls):
            name = PREFIX + option.name
            value, default = getattr(config, name), _default(option)
            if isinstance(value, type(default)) and _holds_text(value):
                values[option.name] = value
                continue
            warn(
                "config",
                f"{name} is {value!r}, not a {_type_name(default)}; the default {default!r} was taken",
                fix="correct it in conf.py",
            )
        return cls(**values)


def register(app: Sphinx) -> None:
    """Register every option with Sphinx."""
    for option in fields(Options):
        default = _default(option)
        app.add_config_value(PREFIX + option.name, default, "env", (type(default),), option.metadata["help"])


def _default(option: Field[Any]) -> Any:
    return option.default_factory() if option.default_factory is not MISSING else option.default


def _holds_text(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(part, str) for pair in value.items() for part in pair)
    return not isinstance(value, list) or all(isinstance(part, str) for part in value)


def _type_name(default: object) -> str:
    return {str: "text", bool: "bool", list: "list of texts", dict: "dict of texts"}[type(default)]
