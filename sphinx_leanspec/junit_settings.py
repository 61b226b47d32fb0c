"""What a project says of its evidence; by itself, as every command reads options and few read reports."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Struct

from .declared import option


@dataclass(frozen=True)
class ReportSettings:
    """Where reports are, and what they do not tell of themselves."""

    files: str = option(
        "A pattern of paths, relative to the file that says so: `*` stays in a folder, `**` does not.",
        paths=True,
    )
    runner: str = option("What wrote them, where that cannot be seen: a name of the guide's table.", "")
    base: str = option(
        "The folder that the paths in them start from, where it cannot be found.", "", paths=True
    )
    timezone: str = option("The zone of their times, where they name none: `Europe/Berlin` or `+01:00`.", "")


class EvidenceSettings(Struct, frozen=True):
    """What a project says of its evidence.

    :param reports: where its test reports are, relative to its root.
    :param kinds: the names of kinds that other packages have.
    """

    reports: tuple[ReportSettings, ...] = ()
    kinds: tuple[str, ...] = ()
