"""Kinds of evidence that other packages have, by entry points of the group ``sphinx_leanspec.evidence``.

Nothing in a repository is run for them: a project names the kinds that it wants, and installs what has them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..findings import Finding
from .kinds import KINDS, Kind

GROUP: Final = "sphinx_leanspec.evidence"
"""The group of entry points that name kinds of other packages."""

_LONGEST: Final = 200


def installed(names: Iterable[str]) -> tuple[tuple[Kind, ...], tuple[Finding, ...]]:
    """Load the kinds that a project names.

    :returns: the kinds, and what is wrong with those that are left out.
    """
    kinds: list[Kind] = []
    findings: list[Finding] = []
    for name in dict.fromkeys(names):
        try:
            kinds.append(_load(name))
        except _UnusableError as error:
            message = f"the kind of evidence `{name}` {error}; it was left out"
            findings.append(Finding("", 1, "config", message, error.fix))
    return tuple(kinds), tuple(findings)


class _UnusableError(Exception):
    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


def _load(name: str) -> Kind:
    from importlib.metadata import entry_points  # here, as it takes long and hardly any project asks for it

    if any(kind.name == name for kind in KINDS):
        raise _UnusableError("is one of sphinx-leanspec's own", "remove it from `leanspec_evidence_kinds`")
    entries = list(entry_points(group=GROUP, name=name))
    if not entries:
        raise _UnusableError("is in no installed package", "install the package that has it")
    fix = f"tell whoever wrote `{entries[0].value}`"
    try:
        kind: Kind = entries[0].load()()
        if kind.name != name:
            raise _UnusableError(f"is called `{kind.name}` by its class", fix)
    except _UnusableError:
        raise
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST]
        raise _UnusableError(f"cannot be loaded ({reason})", fix) from error
    return kind
