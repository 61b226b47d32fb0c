"""What specs have in common by their frontmatter: tags, assignees and epics that several of them name."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from ..corpus import Corpus
from ..model import Spec

SharedKind = Literal["tag", "assignee", "epic"]

KINDS: Final[tuple[SharedKind, ...]] = ("tag", "assignee", "epic")


class SharedValue(Struct, frozen=True):
    """A tag, an assignee or an epic, and the specs that have it.

    :param value: as most of them write it; letters may be large or small.
    """

    kind: SharedKind
    value: str
    keys: tuple[str, ...]

    @property
    def folded(self) -> str:
        """What all of its spellings have in common."""
        return fold(self.value)


def fold(value: str) -> str:
    """Return what a value is compared by."""
    return unicodedata.normalize("NFC", " ".join(value.split()).casefold())


def values(spec: Spec, kind: SharedKind) -> tuple[str, ...]:
    """Return the values that a spec has, as written."""
    found = {"tag": spec.tags, "assignee": spec.assignees, "epic": (spec.epic,) if spec.epic else ()}
    return found[kind]


def shared(corpus: Corpus, most: int) -> tuple[SharedValue, ...]:
    """Return the values that at least two specs have, the most common first.

    :param most: how many of them at most.
    """
    found = [one for kind in KINDS for one in _of_kind(corpus, kind) if len(one.keys) > 1]
    found.sort(key=lambda one: (-len(one.keys), KINDS.index(one.kind), one.folded))
    return tuple(found[:most])


def _of_kind(corpus: Corpus, kind: SharedKind) -> Iterable[SharedValue]:
    spellings: dict[str, Counter[str]] = {}
    keys: dict[str, dict[str, None]] = {}
    for key, spec in corpus.specs.items():
        for value in values(spec, kind):
            if folded := fold(value):
                spellings.setdefault(folded, Counter())[" ".join(value.split())] += 1
                keys.setdefault(folded, {})[key] = None
    for folded, held in keys.items():
        yield SharedValue(kind, spellings[folded].most_common(1)[0][0], tuple(held))
