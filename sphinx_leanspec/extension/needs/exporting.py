"""needs.json, made of a text a need and written only if what it says has changed.

It holds the very bytes that sphinx-needs would write: each need is what its ``NeedsList`` makes of it, and so
is all that stands around them, but for the commit of the specs, which sphinx-needs does not know. Only times
of writing differ: a file that says what it said keeps them.
The texts of needs that are as they were are taken from the file that is there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import asdict
from sphinx_needs.config import NeedsSphinxConfig
from sphinx_needs.needsfile import NeedsList

from ... import git
from ...elsewhere.form import OWN, TYPE
from ...files import write_atomically
from ...git import GitError
from .keeping import all_needs

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx_needs.need_item import NeedItem

    from ..site import Site

_NAME: Final = "needs.json"
_HERE: Final = "\0needs"
"""What stands in the frame where needs belong: no id of a need has such a letter."""
_CREATED: Final = re.compile(r'"created": "[^"]*"')
_BETWEEN: Final = b", "


class Leftover(Struct, frozen=True):
    """What a build has left of needs.

    :param common: a digest of what all of them depend on.
    :param keys: a digest of what the needs of each page depend on, if they are right.
    :param sizes: how long the text of each need is, by its id, for each of these pages.
    :param file: size and time of needs.json; none where none was written.
    :param start: where in it the needs begin.
    """

    common: str = ""
    keys: Mapping[str, str] = {}
    sizes: Mapping[str, Mapping[str, int]] = {}
    file: tuple[int, int] | None = None
    start: int = 0

    @classmethod
    def load(cls, path: Path) -> Leftover:
        try:
            found = json.loads(path.read_text("utf-8"))
            return cls(**{**found, "file": found["file"] and tuple(found["file"])})
        except (OSError, ValueError, TypeError, KeyError):
            return cls()  # none yet, or one that a killed build left: everything is made anew

    def places(self) -> dict[str, tuple[int, int]]:
        """Return where in the file the text of each need begins and ends."""
        found, at = {}, self.start
        for need_id, size in sorted(one for page in self.sizes.values() for one in page.items()):
            found[need_id] = at, at + size
            at += size + len(_BETWEEN)
        return found

    def save(self, path: Path) -> None:
        write_atomically(path, json.dumps(asdict(self)).encode())


class NeedsJson:
    """The file that a build writes."""

    def __init__(self, app: Sphinx) -> None:
        config = NeedsSphinxConfig(app.config)
        self.path = Path(app.outdir, _NAME)
        self._version = app.config.version
        self._listed = NeedsList(app.env, app.outdir, app.srcdir)
        if config.file:
            self._listed.load_json(config.file)
        if said := _said(all_needs(app.env).own.site):
            self._listed.needs_list[OWN] = said  # type: ignore[typeddict-unknown-key]  # the format allows more
        self._listed.wipe_version(self._version)

    def texts(self, needs: Iterable[NeedItem]) -> dict[str, bytes]:
        """Return the text of each need, with its id before it, by its id."""
        self._listed.wipe_version(self._version)
        for need in needs:
            self._listed.add_need(self._version, need)
        made = self._listed.needs_list["versions"].get(self._version, {}).get("needs", {})
        self._listed.wipe_version(self._version)
        return {
            need_id: f"{json.dumps(need_id)}: {json.dumps(found, sort_keys=True)}".encode()
            for need_id, found in made.items()
        }

    def around(self) -> str:
        """Return what stands around the needs, but for times, which change with each build."""
        return _CREATED.sub("", "".join(self._frame(0)))

    def is_as(self, written: Leftover) -> bool:
        """Tell whether the file is there as a build has left it."""
        return written.file is not None and written.file == self.state()

    def state(self) -> tuple[int, int] | None:
        """Return size and time of the file, None if there is none."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_size, found.st_mtime_ns

    def write(
        self, texts: Mapping[str, bytes], written: Leftover | None = None, kept: Iterable[str] = ()
    ) -> int:
        """Write the file.

        :param texts: those of the needs that are others than they were.
        :param written: what a build has left of the file as it is.
        :param kept: the needs whose texts are taken from that.
        :returns: where in it the needs begin.
        """
        found = [*self._pieces(texts, written or Leftover(), [*kept])]
        before, after = (part.encode() for part in self._frame(sum(number for number, _ in found)))
        needs = [piece for _, text in found for piece in (_BETWEEN, text)]
        write_atomically(self.path, before, *needs[1:], after)
        return len(before)

    def _pieces(
        self, texts: Mapping[str, bytes], written: Leftover, kept: list[str]
    ) -> Iterator[tuple[int, bytes]]:
        """Yield the texts of all needs in order, and of how many; those that stand in a row in one piece."""
        old, places = self.path.read_bytes() if kept else b"", written.places()
        number = start = end = 0
        for need_id in sorted([*texts, *kept]):
            text = texts.get(need_id)
            begin, until = places[need_id] if text is None else (0, 0)
            if number and (text is not None or begin != end + len(_BETWEEN)):
                yield number, old[start:end]
                number = 0
            if text is not None:
                yield 1, text
                continue
            start, end = begin if not number else start, until
            number += 1
        if number:
            yield number, old[start:end]

    def _frame(self, amount: int) -> tuple[str, str]:
        """Return what stands before the needs, and what after them."""
        self._listed.update_or_add_version(self._version)
        version: dict[str, Any] = self._listed.needs_list["versions"][self._version]  # type: ignore[assignment]
        version |= {"needs": {_HERE: 0}, "needs_amount": amount}
        before, _, after = self._listed.dump_json().partition(f"{json.dumps(_HERE)}: 0")
        self._listed.wipe_version(self._version)
        return before, after


def _said(site: Site) -> dict[str, str]:
    """Return what a reader elsewhere asks, and the format does not say."""
    found = {} if site.options.spec_type == TYPE else {"spec_type": site.options.spec_type}
    with suppress(GitError):  # in no repository, say: nothing is claimed then
        found["commit"], found["day"] = git.head(site.project.root)
    return found


def digest(*parts: object) -> str:
    """Digest what something depends on."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        made.update(part if isinstance(part, bytes) else repr(part).encode())
        made.update(b"\0")
    return made.hexdigest()
