"""What Sphinx's search finds a spec by, besides its text: id, number, former names, the id of its need, tags.

The search drops numbers from a query and takes words apart at dashes, so none of these would lead to the
page. An entry of an index does: what is typed is compared with it as a whole, before anything else. The
entries are put in once a page is about to be written: the general index, which they would only clutter, is
made of what was read.

Sphinx loads the index of the build before and replaces in it what is of the pages that it writes, but it
does not load such entries, and keeps words that no page holds any more. So the index is completed before it
is written, and is then the same as that of a clean build.

The index is made in one process, however many there are, and most of that is taking words to their stems:
each word of each page anew. English words are remembered here from page to page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes, search
from sphinx.search.en import SearchEnglish

from ..nodes.parts import title

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ...model import Spec
    from ..site import Site


_SCRIPT: Final = "leanspec-search.js"
_KEPT: Final = ("docnames", "envversion", "indexentries")
"""What of an index its entries are completed from."""


class English(SearchEnglish):
    """Sphinx's own, with the stems that it has found before."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self._stems: dict[str, str] = {}

    def stem(self, word: str) -> str:
        stem = self._stems.get(word)
        if stem is None:
            stem = self._stems[word] = super().stem(word)
        return stem


def register(app: Sphinx) -> None:
    """Register the language, unless another extension has put one of its own in the place of Sphinx's."""
    if search.languages.get("en") is SearchEnglish:
        app.add_search_language(English)


class WholeIndex:
    """The format of a builder's search index, in which the pages that are not written keep their entries.

    :param inner: what loads and dumps the index, a module or an object.
    :param written: tells which pages the build writes.
    """

    def __init__(self, inner: Any, written: Callable[[], Collection[str]]) -> None:
        self._inner = inner
        self._written = written
        self._old: Mapping[str, Any] = {}

    def load(self, stream: Any) -> Any:
        """Load the index of the build before; the whole of it would lie in memory until Python ends."""
        found = self._inner.load(stream)
        known = found if isinstance(found, dict) else {}
        self._old = {name: known[name] for name in _KEPT if name in known}
        return found

    def dump(self, index: dict[str, Any], stream: Any) -> None:
        """Write an index that is completed from the one before."""
        for kind in ("terms", "titleterms"):
            index[kind] = {word: pages for word, pages in index[kind].items() if pages != []}
        if self._old.get("envversion") == index["envversion"]:
            self._keep_entries(index)
        self._inner.dump(index, stream)

    def _keep_entries(self, index: Mapping[str, Any]) -> None:
        entries: dict[str, list[Any]] = index["indexentries"]
        known = {at for places in entries.values() for at, *_rest in places}
        numbers = {docname: at for at, docname in enumerate(index["docnames"]) if at not in known}
        kept = numbers.keys() - set(self._written())
        for entry, places in self._old["indexentries"].items():
            for at, *rest in places:
                docname = self._old["docnames"][at]
                if docname in kept:
                    entries.setdefault(entry, []).append((numbers[docname], *rest))
        for places in entries.values():
            places.sort(key=lambda place: place[0])


def complete(app: Sphinx, written: Callable[[], Collection[str]]) -> None:
    """Let a builder that has a search write a whole index, whichever pages it writes."""
    if getattr(app.builder, "search", False) and not isinstance(app.builder.indexer_format, WholeIndex):  # type: ignore[attr-defined]
        app.builder.indexer_format = WholeIndex(app.builder.indexer_format, written)  # type: ignore[attr-defined]


def add_script(app: Sphinx, pagename: str) -> None:
    """Let the page of results show how the text of a spec begins, and not what its card says."""
    if pagename == "search":
        app.add_js_file(_SCRIPT, loading_method="defer")


def add_names(app: Sphinx, site: Site, doctree: nodes.document, docname: str) -> None:
    """Let the search find the page of a spec by what people call the spec."""
    spec = site.spec_of(docname)
    if spec is None or not getattr(app.builder, "search", False):
        return
    aliases = site.corpus.names.aliases
    former = [*aliases.names(spec.key), *aliases.need_ids(spec.key)]
    names = dict.fromkeys([*_names(spec), *former])
    # without an anchor, one result for the page, however often it is found
    entries = [("single", name.replace(";", ","), "", "main", None) for name in names]
    words = (word for name in (spec.id, *former) for word in re.findall(r"\w+", name) if not word.isdecimal())
    keywords = dict.fromkeys([spec.id, spec.need_id, *former, *spec.tags, *words])
    doctree.insert(0, addnodes.index(entries=entries))
    content = ", ".join(keyword.replace(",", " ") for keyword in keywords)
    doctree.insert(0, nodes.meta("", name="keywords", content=content))


def _names(spec: Spec) -> list[str]:
    number = [] if spec.place.number is None else [str(spec.place.number), spec.label]
    return [spec.id, spec.need_id, *number, spec.title, title(spec)]
