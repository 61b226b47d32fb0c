"""Dates as specs write them: with or without a time, RFC 3339."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

_INSTANT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?:\.(?P<fraction>\d+))?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)

_YEAR_FIRST: Final = re.compile(r"(?P<y>[12]\d{3})(?P<sign>[-/.]?)(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})")
_YEAR_LAST: Final = re.compile(r"(?P<a>\d{1,2})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<y>[12]\d{3})")
_NAMED: Final = re.compile(
    r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?[ -](?P<m>[A-Za-z]{3,9})\.?,?[ -]|"
    r"(?P<m2>[A-Za-z]{3,9})\.? (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? )(?P<y>[12]\d{3})"
)
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


def only_day(text: str) -> str | None:
    """Return the one day that a date in another form can mean, as specs write it.

    :returns: ``2026-01-31`` for ``2026/1/31``, ``20260131``, ``31.1.2026`` or ``Jan 31, 2026``; None where
        day and month could change places, and where there is no such day.
    """
    text = text.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        if not found["sign"] and len(text) != len("20260131"):
            return None
        return _day(found["y"], found["m"], found["d"])
    if found := _YEAR_LAST.fullmatch(text):
        days = {_day(found["y"], found["a"], found["b"]), _day(found["y"], found["b"], found["a"])} - {None}
        return days.pop() if len(days) == 1 else None
    if found := _NAMED.fullmatch(text):
        name = (found["m"] or found["m2"]).lower()
        month = [at for at, known in enumerate(_MONTHS, 1) if name in (known, known[:3], known[:4])]
        return _day(found["y"], month[0], found["d"] or found["d2"]) if month else None
    return None


def _day(year: str, month: str | int, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=4096)  # most are asked for several times
def instant(text: str | None) -> datetime | None:
    """Read a date or a date with time, RFC 3339 with any number of decimals.

    :returns: the instant, to the microsecond, in UTC where no zone is given; None if the text is no date.
    """
    if text is None or not (match := _INSTANT.fullmatch(text.strip())):
        return None
    if not match["time"]:
        try:
            return datetime.fromisoformat(match["day"]).replace(tzinfo=UTC)
        except ValueError:
            return None
    day, time, fraction, zone = match.groups()
    seconds = "" if len(time) > len("00:00") else ":00"
    try:
        written = f"{day}T{time}{seconds}.{(fraction or '')[:6]:0<6}{zone or 'Z'}"
        return datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
