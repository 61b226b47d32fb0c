"""Processes that go on from where this one is, and end without a trace in it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from .channel import Messages


@dataclass
class Fork:
    """A process that was split off, with all that it starts itself.

    :param lines: what it tells, until it ends.
    :param orders: where it is told something.
    :param ahead: another one, whose messages it passes on, and that ends with it.
    """

    process: int
    lines: Messages
    orders: int
    ahead: Fork | None = None

    def end(self) -> None:
        """End it, if it has not ended yet, and leave none behind."""
        with suppress(ProcessLookupError):
            os.killpg(self.process, signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """Wait until it ends.

        :returns: its exit code.
        """
        if self.ahead is not None:
            self.ahead.end()
        os.close(self.lines.descriptor)
        os.close(self.orders)
        _, status = os.waitpid(self.process, 0)
        return os.waitstatus_to_exitcode(status)


@dataclass(frozen=True)
class Split:
    """What a process has that was split off.

    :param tells: where it can tell something.
    :param orders: what it is told.
    """

    tells: int
    orders: Messages


def fork() -> Fork | Split:
    """Split this process.

    :returns: in this process the other one; in that, what it has.
    """
    (reads, tells), (told, orders) = os.pipe(), os.pipe()
    process = os.fork()
    if process:
        os.close(tells)
        os.close(told)
        with suppress(OSError):  # it has done so itself, or is gone
            os.setpgid(process, process)
        return Fork(process, Messages(reads), orders)
    os.setpgid(0, 0)
    os.close(reads)
    os.close(orders)
    return Split(tells, Messages(told))


class PutOff:
    """Something that is done with all that is known now, but not before it is asked for: by another process.

    :param work: what that does; it never returns.
    """

    def __init__(self, work: Callable[[], NoReturn]) -> None:
        waits, self._asks = os.pipe()
        self._process = os.fork()
        if self._process:
            os.close(waits)
            return
        os.close(self._asks)
        if os.read(waits, 1):  # else whoever could ask has ended
            work()
        os._exit(0)

    def do(self) -> None:
        """Ask for it, and wait until it is done."""
        os.write(self._asks, b"!")
        os.waitpid(self._process, 0)
