"""Which language a block of code is in, and whether it is what it says; Pygments knows."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_LONGEST: Final = 20_000
"""How many letters of code are looked at; what is longer was made by a machine, and takes a while."""
_NAMELESS: Final = "none"


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


def error_in(name: str, code: str) -> int | None:
    """Return where a text is not in a language any more, None if it is.

    :param name: the language, as :func:`language` returns it.
    """
    from pygments.lexers import get_lexer_by_name
    from pygments.token import Error

    is_session = name in ("py", "python", "python3") and code.startswith(">>>")  # which Sphinx sees by itself
    if name == _NAMELESS or is_session or len(code) > _LONGEST:
        return None
    lexer = get_lexer_by_name(name, stripnl=False)
    return next((at for at, kind, _ in lexer.get_tokens_unprocessed(code) if kind is Error), None)
