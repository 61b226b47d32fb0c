"""Dates as the readers of each language write them, whether there is a catalogue of ours for it or not."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from gettext import NullTranslations
from pathlib import Path

import pytest
import sphinx
from sphinx import locale

from sphinx_leanspec.extension.language import day, month

CATALOGUES = Path(sphinx.__file__).parent / "locale"


@pytest.mark.parametrize(
    ("language", "days", "months"),
    [
        ("en", "7 Jan 2026", "Sep 2026"),
        ("en_GB", "7 Jan 2026", "Sep 2026"),
        ("de", "7. Jan. 2026", "Sept. 2026"),
        ("fr", "7 janv. 2026", "sept. 2026"),
        ("ja", "2026年1月7日", "2026年9月"),
        ("zh_CN", "2026年1月7日", "2026年9月"),
        ("tlh", "7 Jan 2026", "Sep 2026"),
    ],
)
def test_a_date_is_written_as_its_readers_do(
    language: str, days: str, months: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locale, "translators", defaultdict(NullTranslations))
    locale.init([CATALOGUES], language)
    assert day("2026-01-07T23:59:00Z") == days
    assert month(date(2026, 9, 1)) == months
    assert (day("soon"), day(None)) == ("soon", "")
