"""Projects of Backlog.md of any size, the same for the same seed.

    python benchmarks/generate_backlog.py FOLDER --count 3000 [--seed 1]

A task has the sections that the tool writes. Seven in ten are done, and one in five is a sub-task. Files are
as large as 15 were that public repositories show: 3 KB the middle one, 4.6 on average.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from generate import _WORDS, _fence, _line, _words, _write


def generate(folder: Path, count: int, seed: int = 1) -> None:
    """Write a project of ``count`` tasks of Backlog.md into a folder, a quarter of them completed."""
    rng, home = random.Random(seed), folder / "backlog"
    _write(home / "config.yml", 'project_name: "Benchmark"\nstatuses: ["To Do", "In Progress", "Done"]\n')
    for number in range(10):
        text = f"---\nid: m-{number}\ntitle: {_words(rng, 'title')}\n---\n\n## Description\n\n"
        _write(home / f"milestones/m-{number} - milestone.md", text + _words(rng, "paragraph") + "\n")
    for number in range(1, count + 1):
        parent = number - number % 5 if number % 5 == 1 and number > 5 else 0
        own = f"{parent}.{number}" if parent else str(number)
        title, done = _words(rng, "title"), rng.random() < 0.7
        head = _task_head(rng, own, title, number, "Done" if done else rng.choice(("To Do", "In Progress")))
        if parent:
            head.append(f"parent_task_id: TASK-{parent}")
        kind = "completed" if done and rng.random() < 0.36 else "tasks"
        text = "\n".join(["---", *head, "---", "", *_task_body(rng, done=done), ""])
        _write(home / kind / f"task-{own} - {title.title().replace(' ', '-')[:60]}.md", text)


def _task_head(rng: random.Random, own: str, title: str, number: int, status: str) -> list[str]:
    day = date(2025, 1, 1) + timedelta(days=number // 5)
    labels = dict.fromkeys(f"tag-{int(40 * rng.random() ** 2)}" for _ in range(rng.randint(0, 3)))
    earlier = dict.fromkeys(rng.randint(max(1, number - 20), number) for _ in range(rng.randint(0, 2)))
    waits = [f"  - TASK-{one}" for one in earlier if one != number and one % 5 != 1]
    return [
        *(
            f"id: TASK-{own}",
            f"title: {title}",
            f"status: {status}",
            "assignee:",
            f"  - '@{_WORDS[number % 9]}'",
        ),
        *(f"created_date: '{day} 09:30'", f"updated_date: '{day} 15:30'"),
        *(["labels:", *(f"  - {one}" for one in labels)] if labels else ["labels: []"]),
        *([f"milestone: m-{number % 10}"] if number % 3 == 0 else []),
        *(["dependencies:", *waits] if waits else ["dependencies: []"]),
        *(f"priority: {rng.choice(('high', 'medium', 'low'))}", f"ordinal: {number * 1000}"),
    ]


def _task_body(rng: random.Random, *, done: bool) -> Iterator[str]:
    size = rng.choice((1, 1, 2, 2, 3, 5))
    yield _section("Description", "DESCRIPTION", _prose(rng, size))
    for name, family, most in (("Acceptance Criteria", "AC", 4 + size), ("Definition of Done", "DOD", 3)):
        boxes = ("x" if done or rng.random() < 0.3 else " " for _ in range(rng.randint(1, most)))
        items = (f"- [{box}] #{at} {_line(rng, 'paragraph', 0.4, 0)}" for at, box in enumerate(boxes, 1))
        yield "\n".join([f"## {name}", f"<!-- {family}:BEGIN -->", *items, f"<!-- {family}:END -->", ""])
    steps = (f"{at}. {_line(rng, 'bullet', 0.5, 0.2)}" for at in range(1, 2 + 3 * size))
    yield _section("Implementation Plan", "PLAN", "\n".join(steps))
    if done:
        yield _section("Implementation Notes", "NOTES", _prose(rng, size))


def _prose(rng: random.Random, size: int) -> str:
    """Return paragraphs, a list, and code under half of them."""
    bullets = [f"- {_line(rng, 'bullet', 0.4, 0.5)}" for _ in range(2 * size)]
    fence = [_fence(rng)] if rng.random() < 0.4 else []
    return "\n\n".join(
        [*(_line(rng, "paragraph", 0.5, 0.2) for _ in range(size)), "\n".join(bullets), *fence]
    )


def _section(title: str, mark: str, text: str) -> str:
    return f"## {title}\n\n<!-- SECTION:{mark}:BEGIN -->\n{text}\n<!-- SECTION:{mark}:END -->\n"


def main() -> None:
    """Write a project."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generate(options.folder, options.count, options.seed)


if __name__ == "__main__":
    main()
