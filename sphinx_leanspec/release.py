"""How this package is installed: from the index once it is released, and from its repository until then.

A version such as ``0.2.0.dev0`` is no release; ``__version__`` alone says so.
"""

from __future__ import annotations

from importlib.metadata import metadata
from typing import Final

from packaging.version import Version

from . import __version__

NAME: Final = "sphinx-leanspec"
_VERSION: Final = Version(__version__)


def source() -> str:
    """Return the address of the repository, as the package itself names it."""
    urls: dict[str, str] = dict(url.split(", ", 1) for url in metadata(NAME).get_all("Project-URL") or ())
    return urls["Source"]


def installable(extra: str = "") -> str:
    """Return what pip, uv and pipx are told to install.

    :param extra: what of the package is wanted besides, one of the names in `optional-dependencies`.
    """
    if not extra:
        return f"git+{source()}" if _VERSION.is_devrelease else NAME
    return f"{NAME}[{extra}]" + (f" @ {installable()}" if _VERSION.is_devrelease else "")


def requirement(extra: str = "") -> str:
    """Return the line of a file of requirements: this version, or a later one."""
    name = f"{NAME}[{extra}]" if extra else NAME
    if _VERSION.is_devrelease:
        return f"{name} @ {installable()}"
    return f"{name}>={_VERSION.major}.{_VERSION.minor}"


def revision() -> str:
    """Return the branch or tag that a service which takes the repository itself is told."""
    return "main" if _VERSION.is_devrelease else f"v{_VERSION}"
