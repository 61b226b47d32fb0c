"""Rules about how specs are tied to each other, and what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from posixpath import dirname

from ..cycles import circles
from ..findings import Finding, Severity
from ..model import Spec
from ..reading.project import parts
from . import backlog
from .base import Context, rule


@rule("cycle", "warning")
def cycle(context: Context) -> Iterator[Finding]:
    """Specs depend on each other in a circle, on themselves, or are part of each other.

    None of them can ever start, or be above the others. Each circle is reported once, at one of its
    specs.
    """
    corpus = context.corpus
    for way in circles({spec.key: corpus.depends_on[spec.key] for spec in context.specs}):
        spec = corpus.specs[way[0]]
        if spec.place.dialect == backlog.NAME and all(corpus.specs[key].place.archived for key in way):
            continue  # nobody waits for what was put away
        line = context.line_of_dependency(spec, way[1 % len(way)])
        message = f"the spec depends on itself{_round(way)}"
        yield Finding(spec.path, line, "cycle", message, "remove one of these dependencies")
    parents = {spec.key: (corpus.parent[spec.key],) for spec in context.specs if spec.key in corpus.parent}
    for way in circles(parents):
        spec = corpus.specs[way[0]]
        line = spec.parent.line if spec.parent else 1
        message = f"the spec is part of itself{_round(way)}"
        yield Finding(spec.path, line, "cycle", message, "remove one of these parents")


@rule("number", "warning")
def number(context: Context) -> Iterator[Finding]:
    """Two specs have the same number.

    `#38` and `spec-038` no longer name either of them. Give one of them the next number that is free, and
    write the old name into its `aliases`. Of features of spec-kit it is for your information, as nothing
    there is named by its number alone.
    """
    for group in _groups(context, _number):
        for spec in group[1:]:
            if spec.id != group[0].id:
                message = f"the number {spec.label} is also that of `{group[0].key}`"
                at_most: Severity = "warning" if spec.place.is_leanspec else "info"
                yield Finding(spec.path, 1, "number", message, "renumber one of them", at_most=at_most)


@rule("id", "warning")
def id_(context: Context) -> Iterator[Finding]:
    """Two specs in different groups have the same name, so LeanSpec takes them for one.

    Or two checks of a spec have the same `<!-- id: name -->`: the second is given another id, which moves to
    some other check as soon as one is added or removed.

    Of Backlog.md it is said what `backlog doctor` says: items, decisions or documents share an id; and of a
    draft that the name of its file has another. That an archived id was given out again is for your
    information.
    """
    yield from context.findings_of("id")
    yield from backlog.twins(context)
    for group in _groups(context, _named):
        for spec in group[1:]:
            message = f"`{spec.id}` is also in `{dirname(dirname(group[0].path))}`"
            yield Finding(spec.path, 1, "id", message, "rename one of them")


@rule("stale", "info")
def stale(context: Context) -> Iterator[Finding]:
    """A reference names a spec by a number that it no longer has; the name after the number is still right.

    It is understood here. But LeanSpec itself drops it, and the number alone leads readers to another spec.
    """
    for spec in context.specs:
        for reference in (*spec.depends_on, *((spec.parent,) if spec.parent else ())):
            target = context.corpus.resolve(reference.text, spec.place.project).target
            named, slug = parts(reference.text.rstrip("/").rpartition("/")[2])
            if target is None or named is None or not slug:
                continue
            place = context.corpus.specs[target].place
            if place.number != named and place.slug == slug:
                message = (
                    f"`{reference.text}` in `{reference.field}` means `{target}` by its name, not its number"
                )
                yield Finding(
                    reference.path or spec.path, reference.line, "stale", message, f"write `{target}`"
                )


@rule("mention", "info")
def mention(context: Context) -> Iterator[Finding]:
    """A text names a spec, `spec-004`, but the spec neither links nor depends on it.

    A mere mention is not a relation: it appears in no list of dependencies, graph or order. Link the
    spec, or name it in `depends_on` or `related`.
    """
    for path, prose in context.prose.items():
        if not prose.specs:
            continue
        spec = context.owners[path]
        tied = _tied(context, path, spec)
        for named in prose.specs:
            target = context.corpus.resolve(named.text, spec.place.project).target
            if target and target not in tied:
                tied.add(target)  # once is enough
                message = f"the text names `{target}`, which the spec neither links nor depends on"
                fix = "link it, or name it in `depends_on` or `related`"
                yield Finding(path, named.line, "mention", message, fix)


def _tied(context: Context, path: str, spec: Spec) -> set[str]:
    """Return the specs that a file is related to in any other way."""
    corpus = context.corpus
    texts = [reference.text for reference in spec.related]
    for name in dict.fromkeys((path, *spec.place.texts)):
        texts += (link.text for link in context.prose[name].links)
    found = (corpus.resolve(text, spec.place.project).target for text in texts)
    tied = {target for target in found if target}
    tied |= {spec.key, *corpus.depends_on[spec.key], *corpus.required_by.get(spec.key, ())}
    return tied | {*corpus.children.get(spec.key, ()), corpus.parent.get(spec.key, "")}


def _named(spec: Spec) -> str:
    """Return what the tool of a spec calls it, empty where it is asked elsewhere what has the same name."""
    return "" if spec.place.dialect == backlog.NAME else f"{spec.place.keeper} {spec.id}"


def _number(spec: Spec) -> str:
    """Return the number of a spec among those of its tool, empty if it has none."""
    return f"{spec.place.keeper} {spec.place.number}" if spec.place.number else ""


def _groups(context: Context, name: Callable[[Spec], str]) -> Iterator[Sequence[Spec]]:
    """Group the specs that share a name with another one."""
    found: dict[str, list[Spec]] = {}
    for spec in context.specs:
        found.setdefault(name(spec), []).append(spec)
    return (group for key, group in found.items() if key and len(group) > 1)


def _round(way: Sequence[str]) -> str:
    """Describe a circle, cut if it is long; empty for a spec that points at itself."""
    if len(way) == 1:
        return ""
    shown = [*way[:6], "…"] if len(way) > 6 else way
    return f": {' → '.join((*shown, way[0]))}"
