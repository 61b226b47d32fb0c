"""SVG, one element at a time: what a text or an attribute holds is escaped here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


class Markup(str):
    """Text that is markup already, and is not escaped again."""

    __slots__ = ()


def tag(name: str, /, *content: str, **attributes: object) -> Markup:
    """Write an element.

    :param content: texts, which are escaped, and elements, which are not; none at all for one that is empty.
    :param attributes: in their order; None leaves one out. A line below stands for a dash, or for nothing at
        the end, where Python wants a name for itself.
    """
    said = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    inner = "".join(part if isinstance(part, Markup) else escape(part) for part in content)
    return Markup(f"<{name}{said}>{inner}</{name}>" if content else f"<{name}{said}/>")


def _attribute(key: str, value: object) -> str:
    said = f"{value:g}" if isinstance(value, float) else str(value)
    return f' {key.rstrip("_").replace("_", "-")}="{escape(said)}"'


def joined(parts: Iterable[Markup]) -> Markup:
    """Put elements one after the other."""
    return Markup("".join(parts))


def rows(parts: Iterable[Markup]) -> Markup:
    """Put elements into lines of their own."""
    return Markup("".join(f"\n{part}" for part in parts) + "\n")
