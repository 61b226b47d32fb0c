"""Findings that were accepted: what they are known by, and the file that lists them.

A finding is known by its code, its spec and its message, never by its line: text above it comes and goes. Of
the message, what it quotes counts and what it counts does not, so that the sixth open box is no new finding.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from ..model import Finding

NAME: Final = "leanspec-baseline.json"
"""What the file is called where nobody says, at the top of the repository."""

VERSION: Final = 1
"""The version of the file; it changes when what a finding is known by does."""

_QUOTED: Final = re.compile(r"(`[^`]*`)")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
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
    def of(cls, finding: Finding, spec: str | None) -> Identity:
        """Identify a finding by what does not change when lines move.

        :param spec: the key of the spec whose file it is in, None for other files.
        """
        return cls(finding.code, spec or finding.path, _lasting(finding.message))

    def fingerprint(self, number: int) -> str:
        """Return 32 hex digits that stay the same while lines move.

        :param number: its index among equal findings, from 0.
        """
        text = "\0".join((*self, str(number)))
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


Accepted: TypeAlias = Mapping[Identity, int]
"""How many findings were accepted, by what they are known by."""


class BaselineError(Exception):
    """A file that lists no findings; the message says which, and why."""


def read(path: Path) -> Accepted:
    """Read a file of accepted findings; nothing is accepted by guess.

    :raises BaselineError: if it cannot be read.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["version"] != VERSION:
            raise BaselineError(
                f"{path} has version {content['version']}, not {VERSION}; remove it, and write it anew"
            )
        counted: Counter[Identity] = Counter()
        for entry in content["findings"]:
            words = (entry["code"], entry["place"], entry["message"])
            if not all(isinstance(word, str) for word in words):
                raise TypeError(words)
            counted[Identity(*words)] += int(entry.get("count", 1))
        return counted
    except OSError as error:
        raise BaselineError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = f"{path} is no list of accepted findings; remove it, and write it anew"
        raise BaselineError(message) from error


def as_json(identities: Iterable[Identity]) -> str:
    """Return the text of a baseline: findings sorted, equal ones once with their number."""
    entries = [
        {"code": known.code, "place": known.place, "message": known.message}
        | ({"count": number} if number > 1 else {})
        for known, number in sorted(Counter(identities).items(), key=lambda pair: _order(pair[0]))
    ]
    content = {"about": _ABOUT, "version": VERSION, "findings": entries}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _order(known: Identity) -> tuple[str, str, str]:
    return known.place, known.code, known.message


def _lasting(message: str) -> str:
    """Return a message without its own numbers; numbers inside quotes stay."""
    parts = _QUOTED.split(" ".join(message.split()))
    return "".join(part if part.startswith("`") else _NUMBER.sub("#", part) for part in parts)
