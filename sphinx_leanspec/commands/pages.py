"""Which pages of a project cover a spec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..corpus import Corpus
from ..reading import covering
from ..reading.library import Library


def covered_by(corpus: Corpus, library: Library | None = None) -> Mapping[str, Sequence[str]]:
    """Return the paths of the pages whose front matter names a spec, by its key.

    :param library: keeps what pages say.
    """
    found: dict[str, list[str]] = {}
    for path, covers in covering.find(corpus.project, library).items():
        for key in dict.fromkeys(corpus.resolve(text).target for text in covers.specs):
            if key:
                found.setdefault(key, []).append(path)
    return found
