"""Every option, declared once: what it is called and does, its default, what it takes.

A site's ``conf.py`` sets it as ``leanspec_…``, the table ``[leanspec]`` of ``ubproject.toml`` by its name.
The command line reads the latter, too, so that it and a build say the same.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, cast

from .model import Finding
from .reading import Vocabularies
from .reading.settings import TABLE, TomlTable
from .rules import DUTIES, RULES, SEVERITIES, Duty, Severity
from .views.selection import NARROWING
from .wording import did_you_mean

PREFIX: Final = "leanspec_"


def _option(
    help_: str,
    default: Any = MISSING,
    *,
    factory: Any = MISSING,
    keys: tuple[str, ...] = (),
    values: tuple[str, ...] = (),
    paths: bool = False,
) -> Any:
    """Declare an option.

    :param keys: the keys that a dict may have, none for any; and likewise its values.
    :param paths: whether it holds paths, relative to the file it is set in.
    """
    metadata = {"help": help_, "keys": keys, "values": values, "paths": paths}
    return field(default=default, default_factory=factory, metadata=metadata)


@dataclass(frozen=True)
class Options:
    """What a project chooses; an invalid value is a warning and the default."""

    specs: str = _option(
        "Where the specs are, relative to the file that says so; found by themselves if empty.",
        "",
        paths=True,
    )
    spec_files: list[str] = _option(
        "Names of a spec's own file in its folder; the first one found counts.", factory=lambda: ["README.md"]
    )
    flat: bool = _option("Take `010-name.md` files for specs, too.", False)
    statuses: dict[str, str] = _option(
        "Further statuses, each with the LeanSpec status it stands for, or with itself.", factory=dict
    )
    check_needs: bool = _option("Make every checklist item a need; counts are kept without, too.", True)
    check_needs_limit: int = _option(
        "How many checklist items become needs without being asked for, 0 for all. Where a project has more, "
        "only those of the specs that `leanspec_check_needs_for` chooses do.",
        20_000,
    )
    check_needs_for: dict[str, str] = _option(
        "Beyond the limit, the specs whose items become needs all the same, chosen as in views: "
        "`{'status': 'in-progress, planned', 'tag': 'safety'}`. None by default.",
        factory=dict,
        keys=NARROWING,
    )
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
    feed: bool = _option(
        "Write what changed lately as an Atom feed, `specs/changes.xml`, where `html_baseurl` is set.", True
    )
    severity: dict[str, str] = _option(
        "How much a kind of finding matters, where that is not its own severity: "
        "`{'open': 'warning', 'title': 'off'}`. Only warnings and errors are said in a build.",
        factory=dict,
        keys=tuple(rule.code for rule in RULES),
        values=SEVERITIES,
    )
    sections: dict[str, str] = _option(
        "What open boxes below a heading mean for a spec that is complete: "
        "`{'Acceptance Criteria': 'required', 'Future *': 'exempt'}`; `*` stands for any letters. "
        "`required` boxes are a warning, `optional` ones may stay open, `exempt` ones are no work at all.",
        factory=dict,
        values=DUTIES,
    )
    pages: dict[str, str] = _option(
        "Further files as pages: docname to path, relative to the file that says so, "
        "`{'index': 'docs/index.md'}`.",
        factory=dict,
        paths=True,
    )

    @property
    def words(self) -> Vocabularies:
        """The words for statuses that the project uses."""
        return Vocabularies.extended(self.statuses)

    @property
    def severities(self) -> Mapping[str, Severity]:
        """How much findings matter, where that is not their own severity."""
        return cast("Mapping[str, Severity]", self.severity)

    @property
    def duties(self) -> Mapping[str, Duty]:
        """What open boxes mean, by the heading above them."""
        return cast("Mapping[str, Duty]", self.sections)

    @classmethod
    def of(cls, config: object) -> Options:
        """Read the options of a site.

        :param config: what Sphinx knows of its ``conf.py``, and everything that is set elsewhere.
        """
        return cls(**{option.name: getattr(config, PREFIX + option.name) for option in fields(cls)})


OPTIONS: Final[Mapping[str, Field[Any]]] = {option.name: option for option in fields(Options)}
"""Every option by its name."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a project's ``ubproject.toml`` chooses.

    :param values: the values of options, sound ones alone.
    :param findings: what is wrong with others; the path in them is that of the file.
    """

    path: Path | None
    values: Mapping[str, Any]
    findings: tuple[Finding, ...]

    def seen_from(self, folder: Path) -> dict[str, Any]:
        """Return the values, with paths relative to another folder than that of the file."""
        start = self.path.parent if self.path else folder
        return {
            name: _moved(value, start, folder) if OPTIONS[name].metadata["paths"] else value
            for name, value in self.values.items()
        }


def choose(settings: TomlTable) -> Chosen:
    """Tell what is sound in a file from what is not."""
    path = settings.path.as_posix() if settings.path else ""
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    if settings.problem:
        message, line = settings.problem
        findings.append(
            Finding(
                path, line, "config", f"[{TABLE}] cannot be read and was left out: {message}", "mend the file"
            )
        )
    for name, value in settings.values.items():
        line = settings.lines[name]
        if name not in OPTIONS:
            findings.append(Finding(path, line, "config", f"there is no option `{name}`", _nearest(name)))
        elif wrong := problem(OPTIONS[name], value):
            findings.append(Finding(path, line, "config", f"`{name}` {wrong}", "correct it"))
        else:
            values[name] = value
    return Chosen(settings.path, values, tuple(findings))


def default(option: Field[Any]) -> Any:
    """Return the default of an option."""
    return option.default_factory() if option.default_factory is not MISSING else option.default


def problem(option: Field[Any], value: object) -> str:
    """Return what is wrong with a value, empty if it is sound."""
    usual, keys, values = default(option), option.metadata["keys"], option.metadata["values"]
    if isinstance(value, type(usual)) and _is_sound(value, usual, keys, values):
        return ""
    return f"is {value!r}, not a {_type_name(usual, keys, values)}; the default {usual!r} was taken"


def _nearest(name: str) -> str:
    found = get_close_matches(name.removeprefix(PREFIX), OPTIONS, 1)
    return did_you_mean(found) or "remove it"


def _moved(value: Any, start: Path, folder: Path) -> Any:
    """Return a path, or paths by name, relative to another folder."""
    if isinstance(value, dict):
        return {name: _moved(path, start, folder) for name, path in value.items()}
    return value and os.path.relpath(start / value, folder.absolute()).replace(os.sep, "/")


def _is_sound(value: object, default: object, keys: Collection[str], values: Collection[str]) -> bool:
    """Tell whether a value has the right type, and its keys and values are allowed ones."""
    if isinstance(value, int):
        return isinstance(value, bool) == isinstance(default, bool) and value >= 0
    if isinstance(value, Mapping):
        if not all(isinstance(part, str) for pair in value.items() for part in pair):
            return False
        return (not keys or value.keys() <= set(keys)) and (not values or {*value.values()} <= {*values})
    return not isinstance(value, list) or all(isinstance(part, str) for part in value)


def _type_name(default: object, keys: Collection[str], values: Collection[str]) -> str:
    names = {bool: "bool", int: "number from 0 on", str: "text", list: "list of texts", dict: "dict of texts"}
    name = f"dict of {', '.join(values)}" if values else names[type(default)]
    return name + (f" under {', '.join(keys)}" if keys else "")
