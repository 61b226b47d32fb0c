"""The references into code that documents already have: found, held against releases, written as roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ..reading.decoding import decode, unified
from ..reading.nearest import absent
from ..report.sources_scan import PageFound, ReleaseFit, ScanReport
from ..sources.errors import SourceError
from ..sources.references import documents
from ..sources.scan.attribution import SourceNames, names_of
from ..sources.scan.meeting import Held, Yardstick, best, fit
from ..sources.scan.pages import PageScan, scan
from ..sources.scan.patch import rewrite
from ..sources.settings import Source, default_of
from .cannot import CannotCheckError
from .sources_request import SourcesRequest


class ScanRequest(Struct, frozen=True):
    """What is asked for.

    :param asked: the repository, its sources, and the documents to look at.
    :param chosen: the names of the sources to look at; all if there are none.
    :param releases: further releases to hold references against, ``0.2.0`` or ``nemo:0.2.0``.
    :param tell: told how many pages of how many were read.
    """

    asked: SourcesRequest
    chosen: Sequence[str] = ()
    releases: Sequence[str] = ()
    tell: Callable[[int, int], None] | None = None


def look(request: ScanRequest) -> ScanReport:
    """Find references, and hold them against the configured release and all others that are asked for.

    A source that cannot be had is told of, and its references are shown as they were found.

    :raises CannotCheckError: if there is nothing to scan, or a source or release is unknown.
    :raises SourceError: if the lock cannot be read.
    """
    store = request.asked.store
    sources = _chosen(request)
    asked = _releases(request, sources)
    problems: list[str] = []
    rods: dict[str, Yardstick] = {}
    for source in sources.values():
        try:
            rods[source.name] = Yardstick(store.open(source).index)
        except SourceError as error:
            problems.append(str(error))
    words = {
        name: names_of(source, rods[name].index if name in rods else None) for name, source in sources.items()
    }
    pages = tuple(_pages(request, sources, SourceNames(words), rods, problems))
    fits: list[ReleaseFit] = []
    for name, rod in rods.items():
        known = {"": rod}
        for release in asked.get(name, ()):
            try:
                known[release] = Yardstick(store.open(sources[name], release).index)
            except SourceError as error:
                problems.append(str(error))
        fits += _fits(name, known, pages)
    return ScanReport(pages, tuple(fits), tuple(sources), tuple(problems))


def write(request: ScanRequest, report: ScanReport) -> tuple[str, ...]:
    """Write the pages that have roles for their references.

    :returns: their paths.
    :raises CannotCheckError: if a page cannot be written.
    """
    written = []
    for page in report.pages:
        if page.rewriting and page.rewriting.changed:
            try:
                (request.asked.root / page.path).write_bytes(page.rewriting.text.encode())
            except OSError as error:
                raise CannotCheckError(f"{page.path} cannot be written: {error.strerror}") from error
            written.append(page.path)
    return tuple(written)


def _chosen(request: ScanRequest) -> dict[str, Source]:
    sources = request.asked.sources if request.asked.options.sources else {}
    unknown = [name for name in request.chosen if name not in sources]
    if unknown:
        known = ", ".join(f"`{name}`" for name in sources) or "none"
        raise CannotCheckError(f"no source is called `{unknown[0]}`; configured: {known}")
    return {name: sources[name] for name in request.chosen or sources}


def _releases(request: ScanRequest, sources: Mapping[str, Source]) -> dict[str, list[str]]:
    """Return the further releases that are asked for, by source."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for said in request.releases:
        name, mark, release = said.partition(":")
        if not mark or name not in sources:
            name, release = next(iter(sources), ""), said
            if len(sources) != 1:
                message = f"`--fit {said}` may be a release of any of {len(sources)} sources"
                raise CannotCheckError(f"{message}; say which: `NAME:{said}`, or choose one with --source")
        if sources[name].kind == "folder":
            raise CannotCheckError(f"`{name}` is a folder, which has no releases; a `git` source has them")
        found[name].append(release)
    return found


def _pages(
    request: ScanRequest,
    sources: Mapping[str, Source],
    names: SourceNames,
    rods: Mapping[str, Yardstick],
    problems: list[str],
) -> Iterator[PageFound]:
    paths = sorted(_documents(request))
    for number, path in enumerate(paths):
        if request.tell is not None:
            request.tell(number, len(paths))
        name = path.relative_to(request.asked.root).as_posix()
        try:
            text, _, problem = decode(path.read_bytes())
        except OSError as error:
            problems.append(f"{name}: it cannot be read: {error.strerror}")
            continue
        only = next(iter(sources)) if len(sources) == 1 else ""
        scanned = scan(name, unified(text), names, default_of(sources, name) or only)
        held = tuple(_held(scanned, rods))
        can_write = held and not problem and not path.is_symlink()
        yield PageFound(name, scanned, held, rewrite(name, text, held) if can_write else None)


def _documents(request: ScanRequest) -> set[Path]:
    root = request.asked.root
    found: set[Path] = set()
    for start in request.asked.documents:
        path = start.resolve()
        if not path.exists():
            raise CannotCheckError(absent("file or folder", start))
        if not path.is_relative_to(root):
            raise CannotCheckError(f"`{start}` does not lie in {root}; name a document, or a folder of them")
        found.update(documents(path))
    return found


def _held(scanned: PageScan, rods: Mapping[str, Yardstick]) -> Iterator[Held]:
    for reference in scanned.references:
        if reference.source:
            rod = rods.get(reference.source)
            yield rod.hold(reference, scanned.paths) if rod else Held(reference)
            continue
        # nothing on the page says what it is about: the only source that has such a file does
        tried = {name: rod.hold(reference, scanned.paths) for name, rod in rods.items()}
        found = {name: each for name, each in tried.items() if each.paths}
        if len(found) == 1:
            [(name, each)] = found.items()
            yield replace(each, reference=replace(reference, source=name))
        else:
            yield Held(reference)


def _fits(name: str, known: Mapping[str, Yardstick], pages: Iterable[PageFound]) -> Iterator[ReleaseFit]:
    """Return how the references into a source fit each release, and which fits best."""
    own = [(each, page.scan.paths) for page in pages for each in page.held if each.reference.source == name]
    fits = [
        fit(
            rod.index.tree.label,
            (each if not release else rod.hold(each.reference, paths) for each, paths in own),
        )
        for release, rod in known.items()
    ]
    first = best(fits)
    return (ReleaseFit(name, one, is_best=len(fits) > 1 and one.label == first) for one in fits)
