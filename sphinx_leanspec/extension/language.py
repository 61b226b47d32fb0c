"""What the extension says on pages, in the language of the site.

A text is a word or a whole sentence, with names for what is put into it. Ids, keys and what a project has
written itself are never looked up, nor are messages to those who build the site: these are English.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from docutils import nodes
from sphinx.locale import get_translation, get_translator

from ..dates import instant
from ..views import vocabulary

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CATALOG: Final = "sphinx_leanspec"
FOLDER: Final = Path(__file__).parents[1] / "locale"

_ = get_translation(CATALOG)
"""Translates a text; to be called when it is drawn, not when a module is imported."""


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """Translate a text that a number stands in, in the form that goes with the number.

    :param values: what else is put into it.
    """
    return get_translator(CATALOG).ngettext(one, many, number).format(number=number, **values)


def N_(text: str) -> str:  # noqa: N802 - what tools that collect texts look for
    """Mark a text that is translated elsewhere."""
    return text


_WORDS: Final[Mapping[str, str]] = {
    "draft": N_("Draft"),
    "planned": N_("Planned"),
    "in-progress": N_("In progress"),
    "complete": N_("Complete"),
    "archived": N_("Archived"),
    "critical": N_("Critical"),
    "high": N_("High"),
    "medium": N_("Medium"),
    "low": N_("Low"),
}


def word(value: str | None, missing: str = "") -> str:
    """Return a status or priority as readers see it; a project's own word stays as written.

    :param missing: what to say where there is none, translated.
    """
    if not value:
        return missing or _("No status")
    return _(_WORDS[value]) if value in _WORDS else vocabulary.word(value)


def day(text: str | None) -> str:
    """Return the day of an instant in the site's language, ``7 Jan 2026``; any other text stays as it is."""
    when = instant(text)
    return (text or "") if when is None else _dated(when.date(), "yMMMd", "d MMM y")


def month(when: date) -> str:
    """Return the month of a day in the site's language, ``Jan 2026``."""
    return _dated(when, "yMMM", "MMM y")


def _dated(when: date, parts: str, english: str) -> str:
    """Return a date as its readers write it.

    :param parts: what of it is shown, as CLDR names it; each language has its own order for that.
    :param english: the pattern for English, which is that of neither Britain nor America.
    """
    spoken = get_translator().info().get("language", "en")  # that of Sphinx's own catalogue, ours are fewer
    try:
        locale = Locale.parse(spoken)
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    if locale.language == "en":
        return format_date(when, english, "en")
    return format_skeleton(parts, when, locale=locale)


def some_more(number: int) -> str:
    """Return how many more there are than are shown, in words."""
    return ngettext("{number} more", "{number} more", number)


def offer_headings_alone(doctree: nodes.document) -> None:
    """Let a catalogue for translators have the headings of a spec and not its text.

    What Sphinx puts in place of a text has none of its boxes and ids.
    """
    for node in doctree.findall(nodes.TextElement):
        if not isinstance(node, nodes.title):
            node["translatable"] = False


def register(app: Sphinx) -> None:
    """Register the catalogues."""
    app.add_message_catalog(CATALOG, FOLDER)
