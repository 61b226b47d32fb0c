"""What specs ask for, in tools that tell it from the work, and what changes do to it: records, no I/O."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

RequirementKind = Literal["requirement", "criterion", "story"]
"""What a requirement is: what has to be so, what is measured, or what somebody wants to do."""


class Scenario(NamedTuple):
    """A case in which a requirement can be seen to hold.

    :param name: what it is called, empty if it has only a text.
    :param text: what happens in it, as plain text.
    """

    name: str
    text: str
    line: int


class Requirement(NamedTuple):
    """What a spec asks for, in a tool that tells it from the work.

    :param key: what names it within its spec, in the letters of a need's id: ``FR_001``.
    :param name: what its tool calls it: ``FR-001``, ``1.2``, or a title.
    :param text: what it says, as plain text.
    :param path: the file it stands in.
    :param heading: what it is called where its name is a mere number: ``FR-001 Find a book``.
    """

    key: str
    kind: RequirementKind
    name: str
    text: str
    path: str
    line: int
    scenarios: tuple[Scenario, ...] = ()
    heading: str = ""

    @property
    def title(self) -> str:
        """What it is called in a list."""
        return self.heading or self.name

    def moved(self) -> Requirement:
        """Return the same, wherever in its file it stands."""
        return self._replace(line=0, scenarios=tuple(one._replace(line=0) for one in self.scenarios))


class Asked(NamedTuple):
    """What a name stands for: a requirement, or one of its scenarios.

    :param scenario: which of them, counted from 1; 0 for the requirement as a whole.
    """

    requirement: Requirement
    scenario: int = 0

    @property
    def text(self) -> str:
        """What it says, as plain text."""
        return self.requirement.scenarios[self.scenario - 1].text if self.scenario else self.requirement.text


def by_name(requirements: Iterable[Requirement]) -> dict[str, Asked]:
    """Return what names stand for, the first of each: ``FR-001``, ``1``, and ``1.2`` for a case of that."""
    found: dict[str, Asked] = {}
    for one in requirements:
        found.setdefault(one.name, Asked(one))
        for at, case in enumerate(one.scenarios, 1):
            if case.name == f"{one.name}.{at}":
                found.setdefault(case.name, Asked(one, at))
    return found


class Delta(NamedTuple):
    """What a change does to one requirement of another spec.

    :param capability: the id of the spec that has the requirement, or gets it.
    :param requirement: the name of the requirement, the new one where it is renamed.
    :param path: the file it stands in.
    :param before: the name that a renamed one had.
    """

    verb: Literal["added", "modified", "removed", "renamed"]
    capability: str
    requirement: str
    line: int
    path: str
    before: str = ""
