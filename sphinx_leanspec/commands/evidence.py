"""Evidence that items could offer, as changes of the files that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import Struct, field, structs

from ..claims import Claims, World
from ..claims.suggest import Suggestion, suggestions
from ..corpus import Corpus, load
from ..files import replace
from ..git import prefix_of
from ..model import Check, Spec
from ..options import Options
from ..reading import decoding, dialects
from ..reading.library import Library
from ..reading.vocabulary import Vocabularies
from ..report.patch import as_diff
from .cannot import CannotCheckError

_BLOCK: Final = re.compile(r"\s*(?:$|[-*+]\s|\d{1,9}[.)]\s|#{1,6}\s|>|```|~~~|\||<)")
"""How a line begins that does not go on with a paragraph, or may not."""


class FilePatch(NamedTuple):
    """A file with comments added.

    :param path: relative to the project.
    """

    path: str
    before: str
    after: str
    suggestions: tuple[Suggestion, ...]


class SuggestRequest(Struct, frozen=True):
    """What a user asks for.

    :param names: the specs that are looked at, all where none is named.
    :param library: reads the files.
    """

    repository: Path
    options: Options = field(default_factory=Options)
    names: tuple[str, ...] = ()
    library: Library = field(default_factory=Library)


class Suggested(NamedTuple):
    """What could be added, and where the project lies in its repository."""

    root: Path
    prefix: str
    patches: tuple[FilePatch, ...]


def suggest(request: SuggestRequest) -> Suggested:
    """Propose evidence; each comment was read back from the changed file, and changes nothing else in it.

    :raises NoSpecsError: if the repository has no specs.
    :raises CannotCheckError: if a name is that of no spec.
    """
    options = request.options
    corpus = load(request.repository, options.layout, options.words, request.library)
    root = corpus.project.root
    settings = options.evidence_settings(request.repository.resolve(), root)
    claims = Claims(World(corpus, settings=settings, library=request.library))
    found = suggestions(claims, _chosen(corpus, request.names))
    patches = []
    for (key, path), group in groupby(found, lambda one: (one.spec.key, one.spec.path_of(one.check))):
        if patch := _patch(corpus, corpus.specs[key], path, list(group), options.words):
            patches.append(patch)
    return Suggested(root, prefix_of(root), tuple(patches))


def as_patch(suggested: Suggested) -> str:
    """Return what ``git apply`` takes."""
    return "".join(
        as_diff(f"{suggested.prefix}{patch.path}", patch.before, patch.after) for patch in suggested.patches
    )


def write(suggested: Suggested) -> None:
    """Write the files anew, each at once: whoever reads one meanwhile finds the old one whole.

    :raises CannotCheckError: if one cannot be written.
    """
    for patch in suggested.patches:
        path = (suggested.root / patch.path).resolve()
        try:
            replace(path, patch.after.encode())
        except OSError as error:
            raise CannotCheckError(f"{path} cannot be written: {error.strerror or error}") from error


def _chosen(corpus: Corpus, names: Sequence[str]) -> Iterator[Spec]:
    if not names:
        yield from corpus.here.values()
    for name in names:
        resolution = corpus.resolve(name)
        if resolution.target is None:
            what, fix = resolution.problem()
            raise CannotCheckError(f"`{name}` {what}; {fix}")
        yield corpus.specs[resolution.target]


def _patch(
    corpus: Corpus, spec: Spec, path: str, found: list[Suggestion], words: Vocabularies
) -> FilePatch | None:
    """Return a changed file; None where it cannot be changed without risk."""
    if spec.place.fragment or not path.lower().endswith(".md"):
        return None
    try:
        text = decoding.read(corpus.project.root, path).decode()
    except (OSError, UnicodeDecodeError):
        return None
    if "\r" in text.replace("\r\n", ""):  # whose lines others count otherwise
        return None
    kept = [one for one in found if _adds(corpus, spec, path, _with(text, [one]), [one], words)]
    after = _with(text, kept)
    is_sound = bool(kept) and _adds(corpus, spec, path, after, kept, words)
    return FilePatch(path, text, after, tuple(kept)) if is_sound else None


def _with(text: str, found: list[Suggestion]) -> str:
    """Add comments at the ends of items."""
    lines = text.split("\n")
    for one in found:
        at = one.check.line - 1
        while at + 1 < len(lines) and not _BLOCK.match(lines[at + 1]):
            at += 1
        begin = lines[at].removesuffix("\r").rstrip(" \t")
        lines[at] = f"{begin} {one.comment}{lines[at][len(begin) :]}"
    return "\n".join(lines)


def _adds(
    corpus: Corpus, spec: Spec, path: str, text: str, found: list[Suggestion], words: Vocabularies
) -> bool:
    """Tell whether a changed file says the same as before, and offers this evidence."""
    project, wanted = corpus.project, {one.check.key: one.evidence for one in found}
    files = {name: decoding.read(project.root, name) for name in spec.place.made_of} | {path: text.encode()}
    records = dialects.of(project, spec.place).parse(project, [spec.place], files, words, depth="specs")
    (now,) = [record.spec for record in records]

    def bare(check: Check) -> Check:
        return structs.replace(check, evidence=())

    if [*map(bare, now.checks)] != [*map(bare, spec.checks)]:
        return False
    said = {check.key: check.evidence for check in now.checks}
    before = {check.key: check.evidence for check in spec.checks}
    return all(
        [note.text for note in said[key]]
        == ([wanted[key]] if key in wanted else [note.text for note in notes])
        for key, notes in before.items()
    )
