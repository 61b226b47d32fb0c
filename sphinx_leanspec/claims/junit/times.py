"""When a test ran, as far as its report tells."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from ...dates import instant

_NO_TIME: Final = 1990
"""Runners write the year 1 or 1970 for what never began."""

_WIDEST: Final = timedelta(hours=14)
"""No zone is further from UTC."""

_HAS_ZONE: Final = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})\s*\Z", re.IGNORECASE)
_LONGEST: Final = 64
_OFFSET: Final = re.compile(r"([+-])(\d{2}):?(\d{2})")


class Moment(NamedTuple):
    """The range that a time lies in: both ends are the same where its zone is known."""

    earliest: datetime
    latest: datetime


@lru_cache(maxsize=4096)
def moment(text: str, zone: tzinfo | None) -> Moment | None:
    """Read a time, RFC 3339 or RFC 1123.

    :param zone: that of times which name none, if it is known.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if "," in text:
        found, has_zone = _rfc_1123(text), True
    else:
        found, has_zone = instant(text.upper()), bool(_HAS_ZONE.search(text)) and "T" in text.upper()
    if found is None or found.year < _NO_TIME:
        return None
    if has_zone or zone is UTC:
        return Moment(found, found)
    if zone is not None:
        at = found.replace(tzinfo=zone).astimezone(UTC)
        return Moment(at, at)
    return Moment(found - _WIDEST, found + _WIDEST)


def zone_of(name: str) -> tzinfo | None:
    """Return a zone by its name or its distance from UTC; None if there is none such."""
    if name.upper() in ("UTC", "Z"):
        return UTC
    if offset := _OFFSET.fullmatch(name):
        distance = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(-distance if offset[1] == "-" else distance) if distance <= _WIDEST else None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, no name at all, no file of zones
        return None


def _rfc_1123(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
