"""What git knows of revisions: the branch, the tags, which commits there are, and whether all is committed.

A spec is a stranger's question: asked for are branches, tags and hashes alone, never what git's own syntax
for revisions reaches besides, the stash or what HEAD was before.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from .. import git
from ..git import GitError

HASH: Final = re.compile(r"[0-9a-f]{7,64}")
"""What names a commit by itself."""

_NAME: Final = re.compile(r"(?![-/.])[^\s~^:?*\[\\\x00-\x20\x7f]+")
_SPOILT: Final = re.compile(r"\.\.|@\{|//|/$|\.lock$")
_KINDS: Final = ("refs/tags/", "refs/heads/", "refs/remotes/origin/")
_REFS: Final = ("for-each-ref", "--format=%(refname) %(objectname) %(*objectname)", *_KINDS)


def is_revision(text: str) -> bool:
    """Tell whether a text can be the name of a branch or a tag, or a hash; see git-check-ref-format(1)."""
    return bool(_NAME.fullmatch(text)) and not _SPOILT.search(text)


class Revisions:
    """The revisions of a checkout, asked for once each.

    :param root: the folder that is asked about.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._commits: dict[str, str] = {}
        self._ancestors: dict[str, bool] = {}

    @cached_property
    def problem(self) -> str:
        """Why nothing is known, empty where something is."""
        try:
            self._ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except GitError as error:
            if error.reason == "no-repository":
                return "there is no repository"
            return "there is no commit" if error.reason in ("failed", "no-commit") else str(error)
        return ""

    @cached_property
    def is_shallow(self) -> bool:
        """Whether only the newest commits are here."""
        return self._ask("rev-parse", "--is-shallow-repository").strip() == "true"

    @cached_property
    def branch(self) -> str:
        """The branch that is checked out, empty where a commit is."""
        try:
            return self._ask("symbolic-ref", "--quiet", "--short", "HEAD").strip()
        except GitError:
            return ""

    @cached_property
    def is_clean(self) -> bool:
        """Whether no file that git tracks differs from what was committed."""
        options = ("--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty", "-O/dev/null")
        command = (*git.unfiltered(self.root), "diff", "--name-only", "-z", *options, "HEAD", "--")
        return not self._ask(*command)

    @cached_property
    def tags(self) -> Mapping[str, str]:
        """The commit of every tag."""
        return self._named(_KINDS[0])

    def commit(self, revision: str) -> str:
        """Return the commit that a revision is, empty if there is none.

        :param revision: a hash, a tag or a branch.
        """
        if revision not in self._commits:
            named = next((refs[revision] for refs in self._refs if revision in refs), "")
            self._commits[revision] = named or self._hashed(revision)
        return self._commits[revision]

    def is_ancestor(self, commit: str) -> bool:
        """Tell whether a commit is part of what is checked out."""
        if commit not in self._ancestors:
            self._ancestors[commit] = not self._ask("rev-list", "-1", commit, "^HEAD", "--").strip()
        return self._ancestors[commit]

    @cached_property
    def _refs(self) -> tuple[Mapping[str, str], ...]:
        return tuple(map(self._named, _KINDS))

    def _named(self, kind: str) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for line in self._listed:
            name, commit, behind, *_ = *line.split(" "), ""
            if name.startswith(kind):
                found[name.removeprefix(kind)] = behind or commit
        return found

    @cached_property
    def _listed(self) -> list[str]:
        return self._ask(*_REFS).splitlines()

    def _hashed(self, revision: str) -> str:
        if not HASH.fullmatch(revision):
            return ""
        asked = f"{revision}^{{commit}}\n".encode()  # as input, where nothing is an option
        said = os.fsdecode(git.run(self.root, ("cat-file", "--batch-check"), asked)).split()
        return said[0] if said[1:2] == ["commit"] else ""

    def _ask(self, *command: str) -> str:
        return os.fsdecode(git.run(self.root, command))
