from __future__ import annotations

from pathlib import Path

import pytest
from building import write_files

from sphinx_leanspec.sources import references
from sphinx_leanspec.sources.references import SourceTarget, parts, target_of
from sphinx_leanspec.sources.settings import Source

SOURCES = {
    "nemo": Source("nemo", pypi="nemo", version="1", default_for=["docs/nemo/", "notes.md"]),
    "deep": Source("deep", pypi="deep", version="1", default_for=["docs/nemo/deep"]),
}

MARKDOWN = """\
# {source}`nemo:in.a.heading`

Words {source}`nemo:a.B.c` and {source}`the class <nemo:a.B>`, {source}`a/b.py#L1-L2`.
No `{source}`, no ``{source}`nemo:code` ``, no \\{source}`nemo:escaped`.
| a | {source}`nemo:in.a.table` |
| - | - |

```python
{source}`nemo:in.code`
```

```{source-code} nemo:a.shown
:only: signature
:lines: 1-2

Words
```

````{note}
{source}`nemo:in.a.note`
```{source-code} nemo:a.inner
---
from: "def f"
---
```
````

```{code-block} text
{source}`nemo:in.a.block`
```

:::{source-code} nemo:a.colon
:only: body
:::

- an item

  ```{source-code} nemo:in.an.item
  ```

<!-- {source}`nemo:in.a.comment` -->
"""

RST = """\
Title of :source:`nemo:in.a.title`
==================================

Words :source:`nemo:a.B.c` and :source:`the
class <nemo:a.B>`, not ``:source:`nemo:code` ``.

.. source-code:: nemo:a.shown
   :only: signature

   .. source-code:: nemo:no.option

Literal::

   :source:`nemo:in.a.literal`

.. code-block:: rst

   :source:`nemo:in.a.block`

.. note::

   :source:`nemo:in.a.note`
"""


def names(path: str, text: str) -> list[tuple[int, str]]:
    return [(one.line, one.name) for one in references.read(path, text, SOURCES)]


def test_references_in_markdown() -> None:
    assert names("docs/a.md", MARKDOWN) == [
        (1, "nemo:in.a.heading"),
        (3, ":a/b.py#L1-L2"),
        (3, "nemo:a.B"),
        (3, "nemo:a.B.c"),
        (5, "nemo:in.a.table"),
        (12, "nemo:a.shown"),
        (20, "nemo:in.a.note"),
        (21, "nemo:a.inner"),
        (32, "nemo:a.colon"),
        (38, "nemo:in.an.item"),
    ]


def test_references_in_rst() -> None:
    assert names("docs/a.rst", RST) == [
        (1, "nemo:in.a.title"),
        (4, "nemo:a.B"),
        (4, "nemo:a.B.c"),
        (7, "nemo:a.shown"),
        (10, "nemo:no.option"),
        (22, "nemo:in.a.note"),
    ]


def test_options_of_a_directive() -> None:
    found = {one.target: one for one in references.read("a.md", MARKDOWN, SOURCES) if one.is_excerpt}
    assert found["a.shown"].options == {"only": "signature", "lines": "1-2"}
    assert found["a.inner"].options == {"from": "def f"}
    assert found["a.colon"].options == {"only": "body"}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("docs/nemo/a.md", "nemo"),
        ("docs/nemo/deep/a.md", "deep"),
        ("notes.md", "nemo"),
        ("docs/other.md", ""),
    ],
)
def test_the_default_source_of_a_page(path: str, source: str) -> None:
    [found] = references.read(path, "{source}`a.b`", SOURCES)
    assert found.source == source


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("nemo:a.B", ("", "nemo", "a.B")),
        ("words <nemo:a.B>", ("words", "nemo", "a.B")),
        ("a.B", ("", "", "a.B")),
        ("crate::name", ("", "", "crate::name")),
        ("nemo:a.py#/x: <y>/", ("", "nemo", "a.py#/x: <y>/")),
        ("a/b.py#/key: value/", ("", "", "a/b.py#/key: value/")),
    ],
)
def test_parts(text: str, taken: tuple[str, str, str]) -> None:
    assert parts(text) == taken


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("a.B.c", SourceTarget(symbol="a.B.c")),
        ("a/b.py", SourceTarget(file="a/b.py")),
        ("setup.py", SourceTarget(file="setup.py")),
        ("b.py#L3", SourceTarget(file="b.py", first=3, last=3)),
        ("b.py#L3-L9", SourceTarget(file="b.py", first=3, last=9)),
        ("b.py#L9-3", SourceTarget(file="b.py", first=3, last=9)),
        ("b.yaml#/a/b: 1/", SourceTarget(file="b.yaml", begin="a/b: 1")),
        ("b.py#/def f/-/return/", SourceTarget(file="b.py", begin="def f", end="return")),
        ("b.py#nonsense", SourceTarget(symbol="b.py#nonsense")),
    ],
)
def test_targets(text: str, target: SourceTarget) -> None:
    assert target_of(text) == target


def test_documents_of_a_repository(tmp_path: Path) -> None:
    text = "{source}`nemo:a`"
    kept = {"README.md": text, "docs/a.md": text, "specs/1-a/README.md": text, "z.rst": ":source:`nemo:a`"}
    others = {"_build/a.md": text, ".hidden/a.md": text, "node_modules/a/a.md": text, "docs/a.txt": text}
    write_files(tmp_path, {**kept, **others})
    (tmp_path / "link.md").symlink_to(tmp_path / "README.md")
    assert sorted(one.path for one in references.collect(tmp_path, None, SOURCES)) == sorted(kept)
    found = references.collect(tmp_path, tmp_path / "docs", SOURCES)
    assert [one.path for one in found] == ["docs/a.md"]
