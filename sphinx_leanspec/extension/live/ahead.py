"""Pages that are written ahead of a build, by a process that then ends."""

from __future__ import annotations

import gc
import logging
import os
import traceback
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

from . import painting
from .channel import tell

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..build import Build

TOGETHER: Final = 20
"""How many pages are read or written by one process; more by as many as the user allows."""


@dataclass(frozen=True)
class Ahead:
    """Writes pages ahead of a build, which writes them once more where they are wrong.

    :param tells: where it tells of them.
    :param seen: the files of pages that somebody looks at.
    :param since: when the edit was that they show.
    """

    app: Sphinx
    tells: int
    seen: Collection[str]
    since: float

    def paint(self, docnames: Sequence[str], ready: Build) -> None:
        """Write some pages as they are now, and then those near to them that show what has become of them."""
        painting.read_again(self.app, docnames, ready)
        self.show("first", docnames)
        for stale in painting.near(self.app, docnames, self.seen):
            self.show("dependants", self.in_order(stale))

    def show(self, what: str, docnames: Sequence[str]) -> None:
        """Write some pages, if there are any, and tell where they are."""
        if not docnames:
            return
        pages = dict(zip(docnames, painting.write(self.app, docnames), strict=True))
        tell(self.tells, {"what": what, "since": self.since, "pages": pages})

    def in_order(self, docnames: Iterable[str]) -> list[str]:
        """Put pages first that somebody looks at; if there are many, leave out all others."""
        files = {painting.file_of(self.app, name): name for name in sorted(docnames)}
        seen = [files[file] for file in self.seen if file in files]
        return list(dict.fromkeys([*seen, *files.values()]) if len(files) <= TOGETHER else seen)


def alone(app: Sphinx, work: Callable[[], None]) -> NoReturn:
    """Write pages in this process, and end it; if that fails, the build does so, too, or does better."""
    app.parallel = 1
    gc.disable()  # it ends soon
    logging.disable(logging.CRITICAL)  # the build says it
    try:
        work()
    except Exception:  # noqa: BLE001 - for whoever looks for the reason; nothing is lost but time
        traceback.print_exc()
    finally:
        os._exit(0)
