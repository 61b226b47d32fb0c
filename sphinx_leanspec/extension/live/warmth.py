"""What a fork has loaded for the first time, and every fork after it would load again.

Modules, templates and lexers are loaded when they are first used, while pages are written: by a fork,
and what a fork knows ends with it. So it tells their names, and the application that is kept loads them, too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Final

from pygments.lexer import RegexLexer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_READY: Final = "_tokens"
"""The attribute that a lexer's class gets when it is first used."""


class Warmth:
    """What is loaded in this process, or was when it was split off."""

    def __init__(self) -> None:
        self._modules: set[str] = set()
        self._templates: set[str] = set()
        self._lexers: set[str] = set()

    def begin(self, app: Sphinx) -> None:
        """Know what is loaded now."""
        self._modules, self._lexers = set(sys.modules), set(_lexers())
        self._templates = set(_templates(app))

    def told(self, app: Sphinx) -> dict[str, list[str]]:
        """Return what was loaded since."""
        return {
            "modules": [name for name in sys.modules if name not in self._modules],
            "templates": sorted(set(_templates(app)) - self._templates),
            "lexers": sorted(_lexers().keys() - self._lexers),
        }

    def take(self, app: Sphinx, told: Mapping[str, Iterable[str]]) -> None:
        """Load what a fork has loaded."""
        for name in told["modules"]:
            with suppress(Exception):  # one that only that fork could import is left to the next one
                import_module(name)
        found = _lexers(all_of_them=True)
        for name in told["lexers"]:
            if name in found:
                found[name]()
        for name in told["templates"]:
            app.builder.templates.environment.get_template(name)
        self.begin(app)


def _templates(app: Sphinx) -> Iterator[str]:
    """Yield the names of the templates that are compiled; a project may have another kind of them."""
    environment = getattr(getattr(app.builder, "templates", None), "environment", None)
    if environment is not None and environment.cache is not None:
        yield from (name for _, name in environment.cache)


def _lexers(*, all_of_them: bool = False) -> dict[str, type[RegexLexer]]:
    """Return the lexers that are ready, or all whose modules are loaded, by module and name."""
    found: dict[str, type[RegexLexer]] = {}
    classes = [RegexLexer]
    while classes:
        one = classes.pop()
        classes += one.__subclasses__()
        if all_of_them or _READY in vars(one):
            found[f"{one.__module__}.{one.__qualname__}"] = one
    return found
