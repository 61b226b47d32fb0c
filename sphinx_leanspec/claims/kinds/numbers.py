"""Numbers that something is compared with: ``== 14``, ``>= 3``."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Final

from ..grammar import GrammarError, Value

OPERATORS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_LONGEST: Final = 9


def check_comparison(sign: Value, number: Value) -> None:
    """Look at a comparison.

    :raises GrammarError: if it is none.
    """
    if sign.text not in OPERATORS:
        fix = f"write one of {', '.join(f'`{one}`' for one in OPERATORS)}, with blanks around it"
        raise GrammarError(f"`{sign.text}` compares nothing", fix, sign.at)
    if not (number.text.isascii() and number.text.isdigit() and len(number.text) <= _LONGEST):
        raise GrammarError(f"`{number.text}` is no number", "write digits", number.at)


def compares(real: int, sign: Value, number: Value) -> bool:
    """Tell whether a number is as a comparison wants it."""
    return OPERATORS[sign.text](real, int(number.text))


def wanted(sign: Value, number: Value) -> str:
    """Return what a comparison wants, for a note: ``14``, ``>= 3``."""
    return number.text if sign.text == "==" else f"{sign.text} {number.text}"
