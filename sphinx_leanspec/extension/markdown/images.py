"""Pictures of specs: found as GitHub finds them, copied by Sphinx, and no other file with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes

from ...reading.html import has_scheme, is_safe_url
from ..warnings import warn

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ..site import Site

_SUFFIXES: Final = frozenset(".apng .avif .bmp .gif .ico .jpeg .jpg .png .svg .webp".split())
_FETCHED: Final = "html and not epub"
"""Where the reader's browser fetches a picture of another site; elsewhere the build would have to."""


def place(site: Site, path: Path, document: nodes.document) -> None:
    """Tell Sphinx where each picture of a page is; one that is not there is a warning, and its text is shown.

    :param path: the file of the page, absolute.
    """
    for image in list(document.findall(nodes.image)):
        target = image["uri"]
        text = nodes.inline("", image.get("alt") or target)
        if is_safe_url(target):
            linked = any(
                isinstance(node, nodes.inline | nodes.reference)
                for node in (image.parent, image.parent.parent)
            )
            link = text if linked else nodes.reference("", "", text, refuri=target)
            image.replace_self(
                [
                    addnodes.only("", image.deepcopy(), expr=_FETCHED),
                    addnodes.only("", link, expr=f"not ({_FETCHED})"),
                ]
            )
            continue
        file = _file(site, path, target)
        if file is not None and file.suffix.lower() in _SUFFIXES and file.is_file():
            image["uri"] = f"/{site.relative(file, site.srcdir)}"
            continue
        _warn(site, document, image, file)
        image.replace_self(text)


def _file(site: Site, path: Path, target: str) -> Path | None:
    """Return the file that a picture's address means, None if it is not one of the repository."""
    name = unquote(target.partition("#")[0].partition("?")[0]).replace("\\", "/")
    if not name or "\0" in name or has_scheme(target):
        return None
    file = site.top / name.lstrip("/") if name.startswith("/") else path.parent / name
    try:
        found = file.resolve()
    except OSError:
        return None
    return found if found.is_relative_to(site.top.resolve()) else None


def _warn(site: Site, document: nodes.document, image: nodes.image, file: Path | None) -> None:
    """Say why a picture is not shown, unless it is a link that leads nowhere: of those the rules tell."""
    target = image["uri"]
    if file is not None and not file.is_file():
        # a file that is not there makes Sphinx read the page again, until it is
        env: BuildEnvironment = document.settings.env
        env.note_dependency(site.relative(file, site.srcdir))
        return
    if file is None:
        problem, fix = "is not a file of the repository", "add the picture to it"
    else:
        problem, fix = "is not a picture", f"pictures end in {', '.join(sorted(_SUFFIXES))}"
    message = f"the picture `{target}` {problem}; its text is shown"
    warn("link", message, location=f"{image.source}:{image.line}", fix=fix)
