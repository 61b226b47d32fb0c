"""``depends-on``: the spec depends on so many."""

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


class DependsOnKind:
    """The spec itself depends on as many others as are said to be; those that are not here count, too."""

    name: Final = "depends-on"
    syntax: Final = "depends-on OP N"
    is_file_kind: Final = False
    examples: Final = (
        Example("depends-on == 1", "holds"),
        Example("depends-on >= 2", "failed"),
    )

    def check(self, statement: Statement) -> None:
        check_comparison(*want(self, statement, "an operator and a number", 2))

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        real = len(spec.depends_on)
        if compares(real, *statement.values):
            return Verdict("holds", f"on {counted(real, 'spec')}")
        return Verdict("failed", f"on {counted(real, 'spec')}, not {wanted(*statement.values)}")
