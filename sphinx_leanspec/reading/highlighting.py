"""Which language a block of code is in, and whether it is what it says; Pygments knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from .prose import Code

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_LONGEST: Final = 20_000
"""How many letters of code are looked at; what is longer was made by a machine, and takes a while."""
_NAMELESS: Final = "none"
_SHOWN: Final = 24


class BrokenCode(NamedTuple):
    """A block of code that is not what its fence says.

    :param text: the code from the place on where it is something else.
    :param line: the line of that.
    """

    language: str
    text: str
    line: int


@cache
def language(info: str) -> str:
    """Return the name of the lexer for a fence, ``none`` for what Pygments does not know, as on GitHub.

    :param info: what stands after the opening fence.
    """
    from pygments.lexers import find_lexer_class_by_name  # only where there is code; so below
    from pygments.util import ClassNotFound

    name = first_word(info)
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return _NAMELESS
    return name


def first_word(info: str) -> str:
    """Return what names the language in the text after an opening fence."""
    return re.split(r"[\s,{]", info.strip(), maxsplit=1)[0].lower()


def broken(blocks: Iterable[Code]) -> Iterator[BrokenCode]:
    """Find the blocks of code that are not what their fences say; Pygments reads each, which takes long."""
    for block in blocks:
        text = block.text
        name = language(block.info) if len(text) <= _LONGEST else _NAMELESS
        at = _error_in(name, text)
        if at is not None:
            said = " ".join(text[at : at + _SHOWN].replace("`", "'").split())
            yield BrokenCode(name, said, block.line + text.count("\n", 0, at))


def _error_in(name: str, code: str) -> int | None:
    """Return where a text is not in a language any more, None if it is."""
    is_session = name in ("py", "python", "python3") and code.startswith(">>>")  # which Sphinx sees by itself
    if name == _NAMELESS or is_session:
        return None
    from pygments.token import Error

    return next((at for at, kind, _ in _lexer(name).get_tokens_unprocessed(code) if kind is Error), None)


@cache
def _lexer(name: str) -> Lexer:
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(name, stripnl=False)
