"""Pictures of specs: found as GitHub finds them, copied by Sphinx, and no other file with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ...reading.html import has_scheme, is_safe_url
from ..nodes import pictures
from ..nodes.medium import Medium
from ..nodes.pictures import leanspec_image, leanspec_source
from ..warnings import WarningCode, warn
from . import svg

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..site import Site

_SUFFIXES: Final = frozenset(".apng .avif .bmp .gif .ico .jpeg .jpg .png .svg .webp".split())
_WHOLE: Final = {
    ".jpeg": (b"\xff\xd8", b"\xff\xd9"),
    ".jpg": (b"\xff\xd8", b"\xff\xd9"),
    ".png": (b"\x89PNG\r\n\x1a\n", b"IEND"),
}
"""What a picture that LaTeX takes begins with, and what stands at its end."""
_EARLY: Final = 90
"""Before Sphinx fetches pictures of other sites for builders that cannot leave it to a browser, at 100."""


def place(site: Site, path: Path, document: nodes.document) -> None:
    """Tell Sphinx where each picture of a page is; in place of one that cannot be shown stands its text.

    :param path: the file of the page, absolute.
    """
    env: BuildEnvironment = document.settings.env
    for image in list(document.findall(nodes.image)):
        target = image["uri"]
        if is_safe_url(target) and target.strip().lower().startswith("http"):
            image["remote"] = True
            continue
        file = _file(site, path, target)
        wrong = _wrong(target, file)
        if file is not None and wrong is None and file.is_file():
            image["uri"] = f"/{site.relative(file, site.srcdir)}"
            continue
        if wrong is not None:
            code, problem, fix = wrong
            message = f"{problem}; its text is shown"
            warn(code, message, location=f"{image.source}:{image.line}", fix=fix)
        if file is not None:
            # as soon as it is another, or there, the page is read again
            env.note_dependency(site.relative(file, site.srcdir))
        text = image.get("alt") or target
        is_shown = text and not isinstance(image.parent, leanspec_source)
        image.replace_self([nodes.inline("", text)] if is_shown else [])


def _file(site: Site, path: Path, target: str) -> Path | None:
    """Return the file that a picture's address means, None if it can be none of the repository."""
    name = unquote(target.partition("#")[0].partition("?")[0]).replace("\\", "/")
    if not name or "\0" in name or has_scheme(target):
        return None
    top = site.top_of(path)
    file = top / name.lstrip("/") if name.startswith("/") else path.parent / name
    try:
        found = file.resolve()
        found.stat()
    except (FileNotFoundError, NotADirectoryError):
        pass  # it may come later
    except (OSError, RuntimeError, ValueError):  # a name that is too long, a link that leads to itself
        return None
    return found if found.is_relative_to(top.resolve()) else None


def _wrong(target: str, file: Path | None) -> tuple[WarningCode, str, str] | None:
    """Return the code of what is wrong with a picture, what it is, and how to mend it, None if nothing is.

    It is no news that a file is not there: of links that lead nowhere the rules tell.
    """
    if not target.strip():
        return "link", "a picture has no address", "write the name of its file"
    if file is None:
        return "link", f"the picture `{target}` is not a file of the repository", "add the picture to it"
    if file.is_file() and file.suffix.lower() not in _SUFFIXES:
        fix = f"pictures end in {', '.join(sorted(_SUFFIXES))}"
        return "link", f"the picture `{target}` is not a picture", fix
    if file.is_file() and file.suffix.lower() == ".svg" and (found := svg.refusal(file)):
        return "picture", f"the picture `{target}` is not copied: it holds {found}", "save it as a plain SVG"
    return None


class ShowPictures(SphinxPostTransform):
    """Gives each builder what it can show of a picture of a spec."""

    default_priority = _EARLY

    def run(self, **kwargs: Any) -> None:
        """Leave pictures of other sites to the reader's browser; where there is none, show their text."""
        medium = Medium.of(self.app.builder)
        fetches = medium.fetches_pictures
        for source in list(self.document.findall(leanspec_source)):
            if not fetches or not source.children:
                source.replace_self([])
        for image in list(self.document.findall(nodes.image)):
            if image.get("remote") and not fetches:
                image.replace_self(_text_of(image))
            elif medium.prints_pictures and self._is_damaged(image):
                message = f"the picture `{image['uri']}` is damaged, or no such picture; its text is shown"
                # Sphinx takes the line of a picture without a text away
                location = image if image.line else image.parent
                warn(
                    "picture", message, location=location, fix="save it again; if it is in Git LFS, fetch it"
                )
                image.replace_self(nodes.inline("", image.get("alt") or image["uri"]))
            elif "reftitle" in image and fetches:
                image.replace_self(leanspec_image("", **image.attributes))

    def _is_damaged(self, image: nodes.image) -> bool:
        """Tell whether a picture is none, or not all of one: LaTeX would give up on the whole document."""
        file = Path(self.app.srcdir, image["uri"])
        start, end = _WHOLE.get(file.suffix.lower(), (b"", b""))
        if not start or not file.is_file():
            return False
        held = file.read_bytes()
        return not held.startswith(start) or end not in held


def _text_of(image: nodes.image) -> list[nodes.Node]:
    """Return the text that stands for a picture of another site, and leads to it."""
    held = [image.parent]
    while held[-1].parent is not None and isinstance(held[-1], nodes.TextElement):
        held.append(held[-1].parent)
    if any(isinstance(node, nodes.reference | nodes.title) for node in held):
        return [nodes.inline("", image["alt"])] if image.get("alt") else []
    text = image.get("alt") or image["uri"]
    return [nodes.reference("", "", nodes.inline("", text), refuri=image["uri"])]


def register(app: Sphinx) -> None:
    """Register the nodes, and what gives each builder what it can show."""
    pictures.register(app)
    app.add_post_transform(ShowPictures)
