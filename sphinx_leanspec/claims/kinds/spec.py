"""``spec``: a spec is there, and as far as it is said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...reading import Vocabularies
from ..grammar import Statement
from ..verdict import Verdict
from .base import Example, want

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World


class SpecKind:
    """A spec is there, and, where that is asked, has a status.

    `REF` is any name that people use for a spec: `13`, `013-name`, `SPEC_013`. A spec that lies in a folder
    of archived ones is `archived`.
    """

    name: Final = "spec"
    syntax: Final = "spec REF [STATUS]"
    is_file_kind: Final = False
    examples: Final = (
        Example("spec 001 complete", "holds"),
        Example("spec 001-base planned", "failed"),
        Example("spec 009", "missing"),
        Example("spec other:009", "unknown"),
    )

    def check(self, statement: Statement) -> None:
        want(self, statement, "a spec, and perhaps a status", 1, 2)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        reference, *statuses = (value.text for value in statement.values)
        found = world.corpus.resolve(reference, spec.place.project)
        if found.foreign or found.unpublished:
            where = "of another project" if found.foreign else "that is not published"
            return Verdict("unknown", f"it is a spec {where}")
        if found.target is None:
            if len(found.candidates) > 1:
                return Verdict(
                    "ambiguous", f"it may be {' or '.join(f'`{key}`' for key in found.candidates)}"
                )
            return Verdict("missing", "no such spec", nearest=found.candidates)
        stage = world.corpus.specs[found.target].stage
        if not statuses:
            return Verdict("holds", "is there")
        wanted, _ = Vocabularies().status.read(statuses[0])
        return Verdict("holds" if stage == wanted else "failed", f"is {stage or 'without a status'}")
