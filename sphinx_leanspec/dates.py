"""Dates as specs write them: with or without a time, RFC 3339."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_INSTANT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?:\.(?P<fraction>\d+))?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)


def instant(text: str | None) -> datetime | None:
    """Read a date or a date with time, RFC 3339 with any number of decimals.

    :returns: the instant, to the microsecond, in UTC where no zone is given; nothing if the text is no date.
    """
    if text is None or not (match := _INSTANT.fullmatch(text.strip())):
        return None
    if not match["time"]:
        try:
            return datetime.fromisoformat(match["day"]).replace(tzinfo=UTC)
        except ValueError:
            return None
    fraction = (match["fraction"] or "")[:6].ljust(6, "0")
    zone = match["zone"] or "+00:00"
    try:
        value = datetime.fromisoformat(f"{match['day']}T{match['time'] or '00:00'}")
        value = value.replace(microsecond=int(fraction))
        offset = datetime.fromisoformat(f"2000-01-01T00:00{zone}").tzinfo
        return value.replace(tzinfo=offset).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
