"""The tree of pages that a theme draws beside each page: once for all specs that it does not name.

It is the same on all of their pages in a folder, and a site may have thousands of specs of which it names
none. Sphinx draws it for each of them anew.
"""

from __future__ import annotations

from typing import Any

from ..build import Build


def share(build: Build, docname: str, context: dict[str, Any]) -> None:
    """Let the page of a spec have the tree that was drawn for another one, where that is the same."""
    draw, folder = context.get("toctree"), docname.rpartition("/")[0]
    is_aside = build.site.spec_of(docname) is not None and docname not in build.beside
    if not (is_aside and callable(draw)) or docname == f"{folder}/index":
        return

    def toctree(**wanted: Any) -> str:
        key = (folder, tuple(sorted(wanted.items())))
        if key not in build.navigation:
            build.navigation[key] = str(draw(**wanted))
        return build.navigation[key]

    context["toctree"] = toctree
