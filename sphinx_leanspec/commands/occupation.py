"""Who writes into an output folder: where a site is served, that alone does; builds exclude no builds.

The system keeps it with the process, and with those that write there for it, so that nothing keeps anybody
out once these have ended, however that was. The file that it is kept by says where the site is served.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from ..files import BESIDE
from .cannot import CannotBuildError

_TAKEN: Final = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_BEYOND: Final = 1 << 20
"""Where Windows is asked for a byte: one that is kept cannot be read by others."""


class Occupation:
    """An output folder while somebody writes into it.

    :param served: what is said to others if nobody else may write; several builds may.
    """

    def __init__(self, output: Path, served: str = "") -> None:
        self._output = output
        self._path = output / BESIDE / "lock"
        self._served = served
        self._descriptor: int | None = None

    def __enter__(self) -> Occupation:
        self._take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @property
    def inherited(self) -> tuple[int, ...]:
        """What a process is to inherit that writes there, too, so that it keeps others out, as well."""
        return () if self._descriptor is None or sys.platform == "win32" else (self._descriptor,)

    def renew(self) -> None:
        """Keep others out still, where somebody has deleted the folder meanwhile.

        :raises CannotBuildError: if another one was there first.
        """
        if self._descriptor is not None:
            with suppress(OSError):
                if os.path.samestat(os.fstat(self._descriptor), self._path.stat()):
                    return
            os.close(self._descriptor)
            self._descriptor = None
        self._take()

    def _take(self) -> None:
        try:
            self._output.mkdir(parents=True, exist_ok=True)
            self._path.parent.mkdir(exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise CannotBuildError.by(error) from error
        try:
            _lock(descriptor, is_shared=not self._served)
        except OSError as error:
            said = os.read(descriptor, 1000).decode(errors="replace")
            os.close(descriptor)
            if error.errno in _TAKEN:
                raise CannotBuildError(
                    f"{self._output} {said or 'is written by a build'}; "
                    "end that first, or name another folder with -o"
                ) from error
            return  # where files cannot be locked, nobody is kept out
        os.truncate(descriptor, 0)  # what one has left that was killed
        os.write(descriptor, self._served.encode())
        self._descriptor = descriptor


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, is_shared: bool) -> None:
        """Lock a file; what is shared there is only looked at."""
        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        if is_shared:
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int, *, is_shared: bool) -> None:
        """Lock a file."""
        fcntl.flock(descriptor, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
