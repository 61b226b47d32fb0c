"""``covered``: so many pages cover the spec."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...wording import counted
from ..grammar import Statement
from ..verdict import Verdict
from .base import Example, want
from .numbers import check_comparison, compares, wanted

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World


class CoveredKind:
    """As many pages cover the spec itself as are said to; only a build knows them."""

    name: Final = "covered"
    syntax: Final = "covered OP N"
    is_file_kind: Final = False
    examples: Final = (
        Example("covered >= 1", "holds", given="a build"),
        Example("covered == 2", "failed", given="a build"),
        Example("covered >= 1", "unknown"),
    )

    def check(self, statement: Statement) -> None:
        check_comparison(*want(self, statement, "an operator and a number", 2))

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        if world.site is None:
            return Verdict("unknown", "only a build knows which pages cover a spec")
        real = world.site.covered.get(spec.key, 0)
        if compares(real, *statement.values):
            return Verdict("holds", f"by {counted(real, 'page')}")
        return Verdict("failed", f"by {counted(real, 'page')}, not {wanted(*statement.values)}")
