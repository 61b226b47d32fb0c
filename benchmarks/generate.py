"""LeanSpec projects of any size, shaped like a real one and the same for the same seed.

    python benchmarks/generate.py FOLDER --count 400 [--seed 1] [--openspec]

The numbers below are what was counted in a project of 304 specs and 10,780 checklist items; each row gives a
quantity at the quantiles of ``_KNOTS``. Every quantity is drawn once from each of as many equal slices as
there are specs, so a small project and a large one have the same average. A change of OpenSpec has a
proposal, tasks, a delta and, every second one, a design, each as long as those of public repositories in the
middle: about 2.5, 1.4, 3 and 6 KB; there is a capability for every tenth.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

_KNOTS = (0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 1)
_SPEC = {
    "items": (0, 8, 14, 26, 45, 74, 114, 124),  # the last one lower than seen: the average is 35 as seen
    "headings": (4, 5, 11, 17, 24, 32, 41, 89),
    "bullets": (0, 11, 25, 42, 76, 128, 195, 250),
    "paragraphs": (0, 1, 2, 4, 6, 9, 14, 30),
    "fences": (0, 0, 1, 3, 6, 10, 16, 25),
    "rows": (0, 0, 0, 0, 6, 13, 28, 50),
    "links": (0, 0, 0, 0, 1, 5, 11, 20),
    "documents": (0, 0, 0, 0, 0, 0, 3, 12),
    "depends_on": (0, 0, 0, 0, 1, 2, 3, 7),
    "tags": (0, 3, 3, 4, 5, 6, 6, 8),
}
_DOCUMENT = {**_SPEC, "items": (0, 0, 0, 0, 24, 70, 101, 166)}
"""A sub-document: much like a spec, but few have a checklist."""
_LENGTHS = {
    "item": (7, 25, 33, 42, 53, 65, 84, 150),
    "bullet": (5, 18, 30, 44, 60, 77, 104, 200),
    "paragraph": (8, 42, 64, 123, 215, 295, 376, 900),
    "heading": (3, 5, 8, 18, 28, 38, 48, 85),
    "title": (9, 23, 28, 36, 46, 55, 64, 85),
    "fence": (1, 3, 6, 10, 18, 35, 58, 150),
    "code": (0, 1, 13, 29, 49, 63, 75, 110),
}
_STATUSES = {"complete": 238, "archived": 66}
_PRIORITIES = {"high": 196, "medium": 80, "critical": 15, "low": 13}
_LANGUAGES = {"": 349, "bash": 244, "typescript": 229, "rust": 127, "json": 103, "tsx": 86, "yaml": 40}
_LEVELS = {2: 1832, 3: 3502, 4: 249}
_DONE = 4155 / 10777
_NESTED = 0.21
_WITH_PARENT = 47 / 304
_TAGS = 284  # in 304 specs, the first ones far more often than the last
_WORDS = (
    "account action adapter agent alert anchor archive asset audit backup badge batch board branch budget "
    "buffer build cache card chart check client cluster column command commit config context copy cursor "
    "daemon default deploy design detail digest draft driver editor engine entry error event export field "
    "filter folder form format gate graph group guide handler header history image import index input "
    "invite issue item job key label layer layout level library limit link list loader lock log map "
    "market menu merge message method metric mode model module monitor name network note number object "
    "option order output owner page panel parser patch path pattern phase plan plugin pointer policy pool "
    "port preview process profile prompt query queue range record region release report request result "
    "review role route rule runner schema scope script search section selector server service session "
    "setting shell signal slot source stage state status step storage stream style switch table tag "
    "target task team template test text theme thread timer token tool topic trace track tree trigger "
    "type update user value version view volume widget window worker wrapper zone"
).split()
_JOINS = "a the and for with of in to on when by from as is are must keeps shows reads writes".split()


@dataclass(frozen=True)
class _Plan:
    """A spec before it is written.

    :param sizes: how much of each quantity it has.
    """

    id: str
    title: str
    sizes: Mapping[str, int]
    documents: list[str] = field(default_factory=list)


def generate(folder: Path, count: int, seed: int = 1) -> None:
    """Write a project of ``count`` specs into a folder."""
    rng = random.Random(seed)
    plans = list(_plans(rng, count))
    documents = list(_sizes(rng, _DOCUMENT, sum(len(plan.documents) for plan in plans)))
    for number, plan in enumerate(plans):
        place = folder / "specs" / plan.id
        place.mkdir(parents=True)
        head = _frontmatter(rng, plans, number)
        (place / "README.md").write_text(head + _text(rng, plans, plan, plan.title, plan.sizes), "utf-8")
        for name in plan.documents:
            text = _text(rng, plans, plan, f"{plan.title}: {name.lower()}", documents.pop())
            (place / f"{name}.md").write_text(text, "utf-8")


def generate_openspec(folder: Path, count: int, seed: int = 1) -> None:
    """Write a project of ``count`` changes of OpenSpec into a folder, nine in ten of them archived."""
    rng, home = random.Random(seed), folder / "openspec"
    names = [f"{one}-{two}" for one in _WORDS for two in _WORDS[:10]]
    capabilities = rng.sample(names, max(1, count // 10))
    for name in capabilities:
        asked = [_requirement(rng, at) for at in range(rng.randint(1, 9))]
        purpose = f"## Purpose\n{_words(rng, 'paragraph')}, and so on, for as long as it is."
        text = "\n\n".join([f"# {name}", purpose, "## Requirements", *asked, ""])
        _write(home / "specs" / name / "spec.md", text)
    for number in range(count):
        day, slug = date(2025, 1, 1) + timedelta(days=number // 3), "-".join(_words(rng, "title").split()[:4])
        name = f"archive/{day}-{slug}-{number}" if number % 10 else f"{slug}-{number}"
        _change(rng, home / "changes" / name, number, f"specs/{rng.choice(capabilities)}/spec.md", day)


def _change(rng: random.Random, folder: Path, number: int, delta: str, day: date) -> None:
    groups = [_group(rng, group) for group in range(1, rng.randint(4, 6))]
    asked = [_requirement(rng, 10 * number + at) for at in range(5)]
    proposal = [
        "## Why",
        *_prose(rng, 4, 0),
        "## What Changes",
        *_prose(rng, 0, 14),
        "## Impact",
        *_prose(rng, 0, 8),
    ]
    _write(folder / ".openspec.yaml", f"schema: spec-driven\ncreated: {day}\n")
    _write(folder / "proposal.md", "\n\n".join([*proposal, ""]))
    _write(folder / "tasks.md", "\n\n".join([*groups, ""]))
    _write(folder / delta, "\n\n".join(["## ADDED Requirements", *asked, ""]))
    if number % 2:
        parts = (part for _ in range(8) for part in (f"## {_words(rng, 'heading')}", *_prose(rng, 2, 5)))
        _write(folder / "design.md", "\n\n".join([*parts, _fence(rng), ""]))


def _prose(rng: random.Random, paragraphs: int, bullets: int) -> list[str]:
    listed = "\n".join(f"- {_line(rng, 'bullet', 0.4, 0.5)}" for _ in range(bullets))
    return [*(_line(rng, "paragraph", 0.5, 0.2) for _ in range(paragraphs)), *([listed] if listed else [])]


def _requirement(rng: random.Random, number: int) -> str:
    head = f"### Requirement: {_words(rng, 'heading').capitalize()} {number}"
    scenarios = []
    for _ in range(2):
        steps = (f"- **{word}** {_words(rng, 'bullet')}" for word in ("WHEN", "AND", "THEN"))
        scenarios.append("\n".join([f"#### Scenario: {_words(rng, 'heading')}", *steps]))
    return "\n\n".join([f"{head}\nThe system SHALL {_words(rng, 'paragraph')}.", *scenarios])


def _group(rng: random.Random, number: int) -> str:
    boxes = ("x" if rng.random() < 0.9 else " " for _ in range(rng.randint(2, 8)))
    items = (f"- [{box}] {number}.{at} {_line(rng, 'item', 0.5, 0)}" for at, box in enumerate(boxes, 1))
    return "\n".join([f"## {number}. {_words(rng, 'heading')}", "", *items])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _plans(rng: random.Random, count: int) -> Iterator[_Plan]:
    names = [word.upper() for word in _WORDS[:16]]
    for number, sizes in enumerate(_sizes(rng, _SPEC, count), 1):
        title = _words(rng, "title").title()
        slug = "-".join(title.lower().split()[:4])
        yield _Plan(f"{number:03}-{slug}", title, sizes, names[: sizes["documents"]])


def _sizes(
    rng: random.Random, shape: Mapping[str, tuple[float, ...]], count: int
) -> Iterator[dict[str, int]]:
    """:returns: for each file how much it has of everything: who has much of one has much of all, mostly."""
    large = [rng.random() for _ in range(count)]
    columns: dict[str, list[int]] = {}
    for name, curve in shape.items():
        order = sorted(range(count), key=[rank + rng.random() for rank in large].__getitem__)
        column = columns[name] = [0] * count
        for rank, at in enumerate(order):
            column[at] = _at(curve, (rank + 0.5) / count)
    return ({name: column[at] for name, column in columns.items()} for at in range(count))


def _at(curve: tuple[float, ...], quantile: float) -> int:
    for (low, high), (first, last) in zip(pairwise(_KNOTS), pairwise(curve), strict=True):
        if quantile <= high:
            return round(first + (last - first) * (quantile - low) / (high - low))
    raise ValueError(quantile)


def _drawn(rng: random.Random, name: str) -> int:
    return _at(_LENGTHS[name], rng.random())


def _weighted(rng: random.Random, weights: Mapping[Any, int]) -> Any:
    return rng.choices(list(weights), list(weights.values()))[0]


def _frontmatter(rng: random.Random, plans: list[_Plan], number: int) -> str:
    created = date(2025, 1, 1) + timedelta(days=number % 700)
    changed = created + timedelta(days=rng.randrange(30))
    status = _weighted(rng, _STATUSES)
    tags = dict.fromkeys(f"tag-{int(_TAGS * rng.random() ** 2)}" for _ in range(plans[number].sizes["tags"]))
    earlier = dict.fromkeys(
        plans[number - 1 - min(int(rng.expovariate(0.1)), number - 1)].id
        for _ in range(plans[number].sizes["depends_on"])
        if number
    )
    lines = ["---", f"status: {status}", f"created: '{created}'", f"priority: {_weighted(rng, _PRIORITIES)}"]
    lines += ["tags:", *(f"- {tag}" for tag in tags)] if tags else []
    lines += ["depends_on:", *(f"- {id_}" for id_ in earlier)] if earlier else []
    if number % 20 and rng.random() < _WITH_PARENT:
        lines.append(f"parent: {plans[number - number % 20].id}")
    lines += [f"created_at: '{created}T08:00:00.000000Z'", f"updated_at: '{changed}T09:30:00.000000Z'"]
    lines += ["transitions:", f"- status: {status}", f"  at: '{changed}T09:30:00.000000Z'"]
    return "\n".join([*lines, "---", "", ""])


def _text(rng: random.Random, plans: list[_Plan], plan: _Plan, title: str, sizes: Mapping[str, int]) -> str:
    blocks = [
        *(lambda: _line(rng, "paragraph", 0.5, 0.2) for _ in range(sizes["paragraphs"])),
        *(lambda: _fence(rng) for _ in range(sizes["fences"])),
        *(lambda: _link(rng, plans, plan) for _ in range(sizes["links"])),
        *_runs(rng, sizes["bullets"], 5, lambda: f"- {_line(rng, 'bullet', 0.4, 0.5)}"),
        *_runs(rng, sizes["items"], 6, lambda: _item(rng)),
    ]
    if sizes["rows"] > 2:
        blocks.append(lambda: _table(rng, sizes["rows"] - 2))
    rng.shuffle(blocks)
    headings = sizes["headings"]
    parts = [f"# {title}"]
    for at in range(headings):
        level = _weighted(rng, _LEVELS) if at else 2
        parts.append(f"{'#' * level} {_words(rng, 'heading').capitalize()}")
        parts += [block() for block in blocks[at::headings]]
    return "\n\n".join(parts) + "\n"


def _runs(
    rng: random.Random, count: int, length: int, make: Callable[[], str]
) -> Iterator[Callable[[], str]]:
    """:returns: lists of together ``count`` lines, each of about ``length``."""
    while count > 0:
        size = min(count, rng.randint(1, 2 * length - 1))
        count -= size
        yield partial(_list, make, size)


def _list(make: Callable[[], str], size: int) -> str:
    return "\n".join(make() if at else make().lstrip() for at in range(size))


def _item(rng: random.Random) -> str:
    indent = "  " if rng.random() < _NESTED else ""
    return f"{indent}- [{'x' if rng.random() < _DONE else ' '}] {_line(rng, 'item', 0.24, 0.1)}"


def _line(rng: random.Random, kind: str, code: float, bold: float) -> str:
    text = _words(rng, kind).capitalize()
    if rng.random() < bold:
        text = f"**{rng.choice(_WORDS).capitalize()}**: {text}"
    return f"{text} `{_code(rng)}`" if rng.random() < code else text


def _code(rng: random.Random) -> str:
    one, two = rng.choice(_WORDS), rng.choice(_WORDS)
    return rng.choices([f"{one}_{two}", f"src/{one}/{two}.ts", f"docs/{one}.md"], [73, 24, 3])[0]


def _link(rng: random.Random, plans: list[_Plan], plan: _Plan) -> str:
    other = rng.choice(plans)
    near = f"{plan.documents[0]}.md" if plan.documents else f"../{other.id}/README.md"
    target = rng.choices([f"../{other.id}/README.md", near, "https://example.org/"], [236, 180, 89])[0]
    return f"- [{_words(rng, 'heading')}]({target}) {_words(rng, 'bullet')}"


def _table(rng: random.Random, rows: int) -> str:
    cells = (" | ".join(rng.sample(_WORDS, 3)) for _ in range(rows))
    return "\n".join(["| Name | Kind | Note |", "| --- | --- | --- |", *(f"| {row} |" for row in cells)])


def _fence(rng: random.Random) -> str:
    language = _weighted(rng, _LANGUAGES)
    lines = (_statement(rng, language, _drawn(rng, "code")) for _ in range(_drawn(rng, "fence")))
    return "\n".join([f"```{language}", *lines, "```"])


def _statement(rng: random.Random, language: str, length: int) -> str:
    name = rng.choice(_WORDS)
    text = " ".join(rng.choice(_WORDS) for _ in range(length // 8))
    shapes = {
        "bash": f"{name} --{text.replace(' ', ' --')}",
        "typescript": f'const {name} = {name}("{text}");',
        "tsx": f'const {name} = <p title="{name}">{text}</p>;',
        "rust": f'let {name} = {name}("{text}");',
        "json": f'  "{name}": "{text}",',
        "yaml": f"{name}: {text or name}",
    }
    return shapes.get(language, f"{name} {text}") if length else ""


def _words(rng: random.Random, kind: str) -> str:
    length, found = _drawn(rng, kind), rng.choice(_WORDS)
    while len(found) + 4 < length:
        found += f" {rng.choice(_JOINS if rng.random() < 0.3 else _WORDS)}"
    return found


def main() -> None:
    """Write a project."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--openspec", action="store_true", help="changes of OpenSpec instead of LeanSpec's specs"
    )
    options = parser.parse_args()
    (generate_openspec if options.openspec else generate)(options.folder, options.count, options.seed)


if __name__ == "__main__":
    main()
