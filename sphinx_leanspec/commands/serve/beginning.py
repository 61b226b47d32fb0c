"""What Sphinx is begun with, which no process of it looks at again: where that is another, it begins anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ...reading import documents
from ...reading.settings import own_conf
from ..build import SitePlan
from ..starter_site import StarterSite


def made_of(plan: SitePlan) -> tuple[Path | None, list[Path]]:
    """Return what a site is made with that may come or go: its ``conf.py``, or documents if it has none."""
    found = documents.paths(plan.source.corpus.project) if isinstance(plan.source, StarterSite) else []
    return own_conf(plan.root), found


def texts(plan: SitePlan) -> Mapping[str, str]:
    """Return what no file of a repository without a ``conf.py`` holds."""
    source = plan.source
    if not isinstance(source, StarterSite):
        return {}
    pages = source.pages()
    return {**pages, "conf.py": source.conf(pages)}
