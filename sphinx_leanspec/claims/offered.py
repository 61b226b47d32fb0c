"""What specs offer in evidence, read and not decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..corpus import Corpus
from ..model import Spec
from . import grammar

_SYMBOL = "symbol"


class OfferedSymbol(NamedTuple):
    """A symbol of a source that a check offers: the spec, the file and line, and the reference as written."""

    spec: Spec
    path: str
    line: int
    reference: str


def symbols(corpus: Corpus) -> Iterator[OfferedSymbol]:
    """Yield the symbols of sources that specs offer: ``evidence: symbol nemo:package.Class``."""
    for spec in corpus.specs.values():
        for check in spec.checks if spec.offers_evidence else ():
            for annotation in check.evidence:
                for statement in grammar.read(annotation)[0]:
                    if statement.kind.text == _SYMBOL and statement.values:
                        yield OfferedSymbol(
                            spec, spec.path_of(check), statement.line, statement.values[0].text
                        )
