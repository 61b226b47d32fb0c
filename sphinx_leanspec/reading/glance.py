"""A spec at a glance: its title, and how many of its boxes are done, for who wants no more of its text.

A list of specs shows neither items nor sections, and making these takes most of the time that reading takes.
Where more than a glance is needed to be right, an annotation that exempts an item say, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ..model import Progress
from .markdown import plain_events
from .walk import Walk

_TITLE: Final = re.compile(r"\n*(# [^\n]+\n)")
_PLAIN: Final = re.compile(r"# +((?:[^\W_]|[ (),./+-])+)\n")
"""A heading that is written as it is shown."""
_BOX: Final = re.compile(r"\[[\sxX]\]")
_ODD_BLANK: Final = re.compile(r"\[[\t\n\v\f\r]\]")
_INLINE: Final = ("Emphasis", "Strikethrough", "Strong")
_LINKS: Final = ("Image", "Link")


class Glance(NamedTuple):
    """What a glance at a text shows.

    :param title: its first heading as plain text, and as written in ``title_source``.
    """

    title: str
    title_source: str
    progress: Progress


def glance(text: str) -> Glance | None:
    """Return what a glance at the text of a spec shows; None if that needs a whole :class:`.walk.Walk`."""
    found = _TITLE.match(text)
    if found is None or "[" in found[1] or "<!--" in text or _ODD_BLANK.search(text):
        return None
    title, source = _titles(found[1])
    return Glance(title, source, _progress(text)) if title and source else None


def _titles(heading: str) -> tuple[str | None, str | None]:
    """Return the text of a heading as it is shown, and as it is written."""
    if plain := _PLAIN.fullmatch(heading):
        return " ".join(plain[1].split()), plain[1].strip()
    walk = Walk(heading, 1, notes=False)
    return walk.title, walk.title_source


def _progress(text: str) -> Progress:
    done = total = 0
    if not _BOX.search(text):
        return Progress(0, 0)
    events = plain_events(text)
    before: Any = ""
    for event in events:
        if "TaskListMarker" in event and not _begins_heading(before) and _has_text(events):
            total += 1
            done += event["TaskListMarker"]
        before = event
    return Progress(done, total)


def _begins_heading(event: Any) -> bool:
    """Tell whether a heading begins, as it does where an item is underlined: a box in one is no item's."""
    return "Start" in event and "Heading" in event["Start"]


def _has_text(events: Iterator[Any]) -> bool:
    """Tell whether something follows a box: one with nothing after it is shown as two brackets."""
    for event in events:
        if "Start" in event:
            tag = event["Start"]
            if tag in _INLINE if type(tag) is str else not tag.keys().isdisjoint(_LINKS):
                continue
            return False
        if "End" in event:
            return type(event["End"]) is str and event["End"] in (*_INLINE, *_LINKS)
        if "FootnoteReference" not in event:
            return bool(event != "Rule")
    return False
