"""Findings that were accepted: what they are known by, and the file that lists them.

A finding is known by its code, its spec and its message, never by its line: text above it comes and goes. Of
the message, what it quotes counts and what it counts does not, so that the sixth open box is no new finding.
Nor does where anything lies: a spec may be archived, moved, or renamed with an alias, and what was accepted
of it, or says its name, is still accepted.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from msgspec.structs import replace

from ..findings import Finding
from ..name_index import NameIndex
from ..reading.nearest import absent

VERSION: Final = 1
"""The version of the file; it changes when what a finding is known by does."""

_QUOTED: Final = re.compile(r"(`[^`]*`)")
_NUMBER: Final = re.compile(r"\b(?=[a-f]*\d)[0-9a-f]{8}\b|\d+(?:[.,]\d+)*")
"""A number, or the name of a commit: a rebase gives it another one."""
_PATH: Final = re.compile(r"((?<![^\s`])[^\s`]*/[^\s`,;]*|\b[0-9]+-[^\W\d][^\s`,;]*)")
_LED_TO: Final = re.compile(r"(?<=leads nowhere): there is no .*")
"""What a link was resolved to: that is another place once its own file has moved."""
_ABOUT: Final = "Findings that `sphinx-leanspec accept` was told to accept; `sphinx-leanspec check` reads it."


class Identity(NamedTuple):
    """What a finding is known by.

    :param code: its kind.
    :param place: the key of its spec; the path of a file that is no spec's.
    :param message: its message without what it counts.
    """

    code: str
    place: str
    message: str

    @classmethod
    def of(cls, finding: Finding, spec: str | None, names: NameIndex) -> Identity:
        """Identify a finding by what does not change when lines or files move.

        :param spec: the key of the spec whose file it is in, None for other files.
        :param names: what specs are and were called.
        """
        return cls(finding.code, spec or finding.path, finding.message).now(names)

    def now(self, names: NameIndex) -> Identity:
        """Return it with every spec as it is called today."""
        place = _key(self.place, names) or self.place
        return Identity(self.code, place, _lasting(self.message, names))

    def fingerprint(self, number: int) -> str:
        """Return 32 hex digits that stay the same while lines move.

        :param number: its index among equal findings, from 0.
        """
        text = "\0".join((*self, str(number)))
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


Accepted: TypeAlias = Mapping[Identity, int]
"""How many findings were accepted, by what they are known by."""


Known: TypeAlias = tuple[Finding, Identity, int]
"""A finding, what it is known by, and which one it is of several alike."""


def identified(findings: Iterable[Finding], owners: Mapping[str, str], names: NameIndex) -> Iterator[Known]:
    """Identify findings, and count those that are alike.

    :param owners: the key of the spec that each file belongs to.
    """
    seen: Counter[Identity] = Counter()
    for finding in findings:
        identity = Identity.of(finding, owners.get(finding.path), names)
        yield finding, identity, seen[identity]
        seen[identity] += 1


class Baseline(NamedTuple):
    """What a file of accepted findings says.

    :param commits: of findings about what came of a claim, the commit that this was read at.
    :param floor: the share of ticked items with evidence, in percent, when it was written.
    :param of_pages: the findings on pages of the site that are no specs: only a build looks for them.
    """

    accepted: Accepted
    commits: Mapping[Identity, str] = {}
    floor: int = 0
    of_pages: Set[Identity] = frozenset()

    def now(self, names: NameIndex) -> Baseline:
        """Return it with every spec as it is called today."""
        accepted: Counter[Identity] = Counter()
        for known, number in self.accepted.items():
            accepted[known.now(names)] += number
        commits = {known.now(names): at for known, at in self.commits.items()}
        return Baseline(accepted, commits, self.floor, {known.now(names) for known in self.of_pages})


def with_accepted(
    findings: Iterable[Finding], accepted: Accepted, owners: Mapping[str, str], names: NameIndex
) -> tuple[Finding, ...]:
    """Return findings, those that were accepted marked, and for information only."""
    return tuple(
        replace(finding, at_most="info", is_accepted=True) if number < accepted.get(identity, 0) else finding
        for finding, identity, number in identified(findings, owners, names)
    )


class BaselineError(Exception):
    """A file that lists no findings; the message says which, and why."""


def read(path: Path) -> Baseline:
    """Read a file of accepted findings; nothing is accepted by guess.

    :raises BaselineError: if it cannot be read.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["version"] != VERSION:
            raise BaselineError(
                f"{path} has version {content['version']}, not {VERSION}; remove it, and write it again"
            )
        counted: Counter[Identity] = Counter()
        commits: dict[Identity, str] = {}
        of_pages: set[Identity] = set()
        for entry in content["findings"]:
            words = (entry["code"], entry["place"], entry["message"])
            if not all(isinstance(word, str) for word in words):
                raise TypeError(words)
            counted[Identity(*words)] += int(entry.get("count", 1))
            if "commit" in entry:
                commits[Identity(*words)] = str(entry["commit"])
            if entry.get("page"):
                of_pages.add(Identity(*words))
        return Baseline(counted, commits, int(content.get("floor", 0)), of_pages)
    except FileNotFoundError as error:
        raise BaselineError(absent("file", path)) from error
    except OSError as error:
        raise BaselineError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = f"{path} is not a list of accepted findings; remove it, and write it again"
        raise BaselineError(message) from error


def as_json(baseline: Baseline) -> str:
    """Return the text of a baseline: findings sorted, equal ones once with their number."""
    entries = [
        {"code": known.code, "place": known.place, "message": known.message}
        | ({"count": number} if number > 1 else {})
        | ({"commit": baseline.commits[known]} if known in baseline.commits else {})
        | ({"page": True} if known in baseline.of_pages else {})
        for known, number in sorted(baseline.accepted.items(), key=lambda pair: _order(pair[0]))
    ]
    floor = {"floor": baseline.floor} if baseline.floor else {}
    content = {"about": _ABOUT, "version": VERSION, **floor, "findings": entries}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _order(known: Identity) -> tuple[str, str, str]:
    return known.place, known.code, known.message


def _lasting(message: str, names: NameIndex) -> str:
    """Return a message without its own numbers and without places; numbers inside quotes stay."""
    said = _LED_TO.sub("", " ".join(message.split()))
    return "".join(
        f"`{_name(part[1:-1], names)}`" if part.startswith("`") else _unquoted(part, names)
        for part in _QUOTED.split(said)
    )


def _unquoted(text: str, names: NameIndex) -> str:
    return "".join(
        _name(part, names) if is_path else _NUMBER.sub("#", part)
        for is_path, part in zip(cycle((False, True)), _PATH.split(text), strict=False)
    )


def _name(text: str, names: NameIndex) -> str:
    """Return a name or a path from the spec on that it leads to; one that leads to none without its dots."""
    path, sign, fragment = text.partition("#")
    if "/" not in path:
        key = None if path.isdecimal() else _key(path, names)
        return f"{key or path}{sign}{fragment}"
    steps = [step for step in path.split("/") if step not in ("", ".", "..")]
    for at, step in enumerate(steps):
        key = _key("/".join(steps[at : at + 2]), names)
        rest = steps[at + (2 if key else 1) :]
        if key := key or _key(step, names) or (step if step[0].isdecimal() else None):
            steps = [key, *(name for name in rest if name != "README.md")]
            break
    return f"{'/'.join(steps)}{sign}{fragment}"


def _key(name: str, names: NameIndex) -> str | None:
    """Return the key of the spec that is or was called so, None if there is none."""
    found = [name] if name in names.places else names.aliases.find(name)
    return found[0] if len(found) == 1 else None
