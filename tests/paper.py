"""A project as large as real ones, a page for each view, and what is hard to print."""

from __future__ import annotations

import string

from samples import spec

from sphinx_leanspec.extension.views import VIEWS

SPECS = 60
CHECKS = 20
STATUSES = ("draft", "planned", "in-progress", "complete", "complete", "archived")
WORDS = "ebb flow tide lamp buoy keel mast rope sail helm".split()
CHINESE = "灯塔的记录保存在仓库里，与代码一起评审。"
CODE = (
    *(f"a{sign}b" for sign in string.punctuation if sign != "`"),
    *("--flag", "a--b", "a---b", "well-known-name", "x<<y>>z", "?`!`", "''quoted''", ",,", "fi ffl"),
    *("packages/lighthouse_core/a_very_long_module_name/another_very_long_module_name.py", "C:\\new\\table"),
)
"""Each ASCII sign in code, and what fonts of LaTeX make something else of."""
ARGUMENTS = {"spec-excerpt": " 1\n:section: Signs", "spec-checklist": " 2, 3, 4", "spec-impact": " 1"}
CONF = """\
extensions = ["sphinx_leanspec"]
project, author, copyright, version = "Paper", "us", "us", "1"
smartquotes = False
suppress_warnings = ["leanspec.done", "leanspec.open", "leanspec.order", "leanspec.umbrella"]
latex_elements = {"preamble": r"\\setcounter{secnumdepth}{-9}"}


def setup(app):
    from docutils import nodes
    from sphinx.writers import text

    text.MAXWIDTH = 3000

    def mark(app, doctree):
        number = sorted(app.env.found_docs).index(app.env.docname)
        doctree.insert(0, nodes.paragraph("", f"\\u00abopen{number}\\u00bb"))
        doctree.append(nodes.paragraph("", f"\\u00abshut{number}\\u00bb"))

    def widen(app, doctree, docname):
        if app.builder.name == "text":
            for column in doctree.findall(nodes.colspec):
                column["colwidth"] = 300

    app.connect("doctree-read", mark)
    app.connect("doctree-resolved", widen, priority=900)
"""
"""Marks where each document begins and ends; in text, the cell of a table is one line."""
SIGNS = f"""\
## Signs

{" ".join(f"``{text} ``" if "`" in text else f"`{text}`" for text in CODE)}

Struck ~~through two words~~, **bold**, *slanted*, [a site](https://example.org/a-b_c?d=e&f#g), {CHINESE}
And a word of a spec: {"long" * 12} {"Donau" * 8}schiff.

> [!NOTE]
> A note.

```python
def keep(a: int) -> str:  # 100 % of a_b
    return f"{{a}} \\\\n <&>"
```

| Name | What |
| --- | --- |
| `{CODE[-2]}` | {CHINESE} |
| `--long-option-name` | {"long" * 9} |

1. First
2. Second
   - Inner `a-b`

"""


def _checks(number: int) -> str:
    lines = [
        f"- [{'x' if (number + at) % 3 else ' '}] {WORDS[at % 10].capitalize()} {number} of {at}: "
        f"`{WORDS[number % 10]}-{at}` is {WORDS[(number + at) % 10]}"
        for at in range(CHECKS)
    ]
    return "## Plan\n\n" + "\n".join(lines[:10]) + "\n\n## Test\n\n" + "\n".join(lines[10:]) + "\n"


def _spec(number: int) -> str:
    title = f"{WORDS[number % 10].capitalize()} and {WORDS[number // 10]} of the harbour"
    return spec(
        f"{title} with a name that is longer than one line of a page is wide" if number % 7 == 0 else title,
        f"priority: {('low', 'medium', 'high', 'critical')[number % 4]}",
        f"assignee: {('ada', 'grace')[number % 2]}",
        f"tags: [{WORDS[number % 3]}, two-words]",
        *([f"depends_on: [{number - 1:03}]"] if number % 3 == 0 and number > 1 else []),
        *([f"parent: {number - number % 10:03}"] if number % 10 and number > 10 else []),
        "transitions:\n  - {status: planned, at: '2026-02-03T08:00:00Z'}",
        status=STATUSES[number % len(STATUSES)],
        body=(SIGNS if number == 1 else f"{WORDS[number % 10]} text.\n\n") + _checks(number),
    )


def _page(view: str) -> str:
    arguments = ARGUMENTS.get(view, "")
    return f"# The view {view.removeprefix('spec-')}\n\n```{{{view}}}{arguments}\n```\n"


PAGES = {view: _page(view) for view in sorted(VIEWS) if view.startswith("spec-")}
"""A page for each view of specs; code of other projects is printed as all code is."""
PAPER = {
    "conf.py": CONF,
    "index.md": "# Paper\n\n```{toctree}\n:hidden:\n\n" + "\n".join(PAGES) + "\nplain\n```\n",
    "plain.md": "# No spec here\n\nWords with `well-known --flags` and `a_b`.\n",
    **{f"{name}.md": text for name, text in PAGES.items()},
    **{f"specs/{number:03}-{WORDS[number % 10]}/README.md": _spec(number) for number in range(1, SPECS + 1)},
}
