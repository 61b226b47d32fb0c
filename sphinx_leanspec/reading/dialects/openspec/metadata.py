"""What OpenSpec keeps of a change in ``.openspec.yaml``, of which it takes all or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from ....model import Value
from ... import frontmatter
from ...fields import Field, Problem

BUILT_IN: Final = "spec-driven"
"""The schema that comes with OpenSpec."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Metadata(Struct, frozen=True):
    """What the file says, a broken one as far as it goes.

    :param is_there: whether there is such a file.
    """

    fields: Mapping[str, Field] = {}
    problems: tuple[Problem, ...] = ()
    is_there: bool = False

    @property
    def rejected(self) -> str:
        """Why OpenSpec takes nothing of the file, empty if it takes it."""
        if self.problems:
            return "the file is no YAML"
        if self.is_there and "schema" not in self.fields:
            return "there is no `schema`"
        wrong = (
            name for name, fits in _FITS.items() if name in self.fields and not fits(self.fields[name].value)
        )
        name = next(wrong, "") if self.is_there else ""
        return f"`{name}` is none that OpenSpec takes" if name else ""

    @property
    def asks_to_skip(self) -> bool:
        """Whether it says, be it in vain, that the change has no deltas."""
        return "skip_specs" in self.fields and self.fields["skip_specs"].value is not False

    @property
    def skips(self) -> bool:
        """Whether OpenSpec takes it that the change has no deltas."""
        return self.asks_to_skip and not self.rejected

    @property
    def numbers_tasks(self) -> bool:
        """Whether its tasks are numbered as OpenSpec's own schema has it; of others nobody knows."""
        return "schema" not in self.fields or self.fields["schema"].text == BUILT_IN

    def line(self, name: str) -> int:
        """Return the line of a field, 1 if there is none."""
        return self.fields[name].line if name in self.fields else 1


def read(text: str) -> Metadata:
    """Read the file."""
    lines = text.rstrip("\n").split("\n")
    is_begun = lines[0].startswith("---")
    matter = frontmatter.read([*(() if is_begun else ("---",)), *lines, "---"])
    shift = 0 if is_begun else 1
    problems = tuple(
        one._replace(
            line=max(one.line - shift, 1), message=one.message.replace("the frontmatter", "the file")
        )
        for one in matter.problems
    )
    fields = {name: one._replace(line=one.line - shift) for name, one in matter.fields.items()}
    return Metadata(fields, problems, is_there=True)


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and bool(value)


def _is_initiative(value: Value) -> bool:
    if not isinstance(value, dict) or value.keys() != {"store", "id"}:
        return False
    return all(isinstance(one, str) and _NAME.fullmatch(one) for one in value.values())


_FITS: Final[Mapping[str, Callable[[Value], bool]]] = {
    "schema": _is_text,
    "created": lambda value: isinstance(value, str) and bool(_DAY.fullmatch(value)),
    "goal": _is_text,
    "affected_areas": lambda value: isinstance(value, list) and all(map(_is_text, value)),
    "initiative": _is_initiative,
    "skip_specs": lambda value: isinstance(value, bool),
    "retire_capabilities": lambda value: isinstance(value, bool),
}
"""What the fields have to be."""
