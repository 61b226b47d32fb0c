"""The life of a spec: the order of statuses and priorities, what they mean, and how long a text may grow.

A project may have statuses of its own. They belong to none of the groups here, and rank after those that
LeanSpec knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

STATUSES: Final = ("draft", "planned", "in-progress", "complete", "archived")
"""The statuses LeanSpec knows, in the order of a spec's life."""

WORK_FIRST: Final = ("in-progress", "planned", "draft", "complete", "archived")
"""The same in the order in which somebody who works on specs looks for them."""

NOT_BEGUN: Final = ("draft", "planned")
"""The statuses of specs that nobody has begun to work on."""

OPEN: Final = ("in-progress", "planned")
"""The statuses of specs that are to be worked on now, what is in work first."""

FINISHED: Final = ("complete", "archived")
"""The statuses of specs that no other spec has to wait for any more."""

BEGUN: Final = ("in-progress", *FINISHED)
"""The statuses of specs that somebody has worked on."""

UNDOCUMENTED: Final = ("draft", "archived")
"""The statuses of specs that need no documentation: what is not decided yet, and what was put away."""

PRIORITIES: Final = ("critical", "high", "medium", "low")
"""The priorities LeanSpec knows, most urgent first."""

URGENT: Final = ("critical", "high")
"""The priorities that call for attention."""

_CHARACTERS_PER_TOKEN: Final = 4
_WIDE: Final = bytes(range(0xE3, 0x100))
_RADICALS: Final = re.compile(rb"\xe2[\xba-\xbf]")
"""From U+2E80 on, where the scripts begin that have thousands of characters; others begin with `_WIDE`."""


def rank(word: str | None, order: Sequence[str]) -> tuple[int, str]:
    """Return a sort key for a status or a priority: its place in an order, then other words, then None.

    :param order: one of the orders of this module.
    """
    if word in order:
        return order.index(word), ""
    return len(order) + (word is None), word or ""


class TokenLimits(Struct, frozen=True):
    """How many tokens the text of a spec should have.

    :param advised: more than that and it should be made shorter.
    :param most: more than that and it is too long.
    """

    advised: int = 3_500
    most: int = 5_000


def estimated_tokens(text: str, source: bytes | None = None) -> int:
    """Estimate how many tokens a language model reads a text as.

    A token stands for four characters, and for a single one of a script that has thousands of them, as
    Chinese, Japanese and Korean have.

    :param source: the text in UTF-8, where somebody has it.
    """
    wide = 0
    if not text.isascii():  # counted as bytes, which is much faster: what begins a wide one in UTF-8
        source = source or text.encode(errors="replace")
        wide = len(source) - len(source.translate(None, _WIDE)) + len(_RADICALS.findall(source))
    return (len(text) - wide) // _CHARACTERS_PER_TOKEN + wide
