"""What is nested deeper than docutils, pickle or TeX can walk: all of it is shown, and the site is built."""

from __future__ import annotations

import re

import pytest
from building import Build
from reading_back import pdf_text
from samples import HEAD, spec

TEXTS = {
    "quotes": "> " * 300 + "deepest\n",
    "emphasis": "*a _b " * 600 + "deepest" + "_ *" * 600 + "\n",
    "lists": "".join(f"{'  ' * depth}- [ ] step{depth}\n" for depth in range(300)) + "\n",
    "numbered": "1. " * 300 + "deepest\n",
    "long numbers": "999999999. " * 40 + "deepest\n",
    "alerts": "".join(f"{'> ' * depth}[!NOTE]\n{'> ' * depth}a\n" for depth in range(1, 90)) + "\ndeepest\n",
    "both": "> - " * 200 + "[x] deepest\n",
    "images": "![a " * 300 + "deepest" + "](b.png)" * 300 + "\n",
    "elements": "<div>\n" * 400 + "\ndeepest\n\n" + "</div>\n" * 400,
    "spans": "<span>" * 400 + "deepest" + "</span>" * 400 + "\n",
    "brackets": "[" * 900 + "deepest" + "](x)" * 900 + "\n",
    "notes": "".join(f"[^{note}]: a [^{note + 1}]\n\n" for note in range(300))
    + "[^300]: deepest\n\nb [^0]\n",
}


def project() -> dict[str, str]:
    files = {
        f"specs/{number:03}-{name.replace(' ', '-')}/README.md": f"{HEAD}# {name}\n\n{text}\nThe end.\n"
        for number, (name, text) in enumerate(TEXTS.items(), 1)
    }
    return {"index.md": "# Home\n", **files, "specs/099-plain/README.md": f"{HEAD}# Plain\n\nText.\n"}


def test_all_the_text_is_shown_and_a_line_says_so(build: Build) -> None:
    result = build(project())
    for number, (name, text) in enumerate(TEXTS.items(), 1):
        shown = result.html(f"specs/{number:03}-{name.replace(' ', '-')}").article.get_text()
        assert "The end." in shown
        words = shown.split()
        assert all(f"step{depth}" in words for depth in range(300) if f"step{depth}\n" in text)
        assert "deepest" in shown or name in ("lists", "images")
    assert "Text." in result.html("specs/099-plain").article.get_text()
    deep = re.findall(
        r"\d{3}-([\w-]+)/README\.md:(\d+): WARNING: this is nested too deep", "\n".join(result.warnings)
    )
    assert [name.replace("-", " ") for name, _ in deep] == [
        name for name in TEXTS if name not in ("brackets", "notes")
    ]
    assert dict(deep)["lists"] == str(8 + 30)


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "gettext"])
def test_every_builder_walks_it(build: Build, builder: str) -> None:
    build(project(), builder=builder, conf={"suppress_warnings": ["leanspec.depth"]})


NESTED = {
    "bullets": "".join(f"{'  ' * depth}- bullet{depth}\n" for depth in range(8)),
    "boxes": "".join(f"{'  ' * depth}- [ ] box{depth}\n" for depth in range(8)),
    "numbers": "".join(f"{'   ' * depth}1. number{depth}\n" for depth in range(8)),
    "quotes": "".join(f"{'> ' * depth}quote{depth}\n{'> ' * depth}\n" for depth in range(8)),
    "alerts": "".join(f"{'> ' * depth}[!NOTE]\n{'> ' * depth}alert{depth}\n" for depth in range(1, 8)),
    **{name: TEXTS[name] for name in ("lists", "numbered", "both")},
}


@pytest.mark.pdf
def test_a_pdf_nests_lists_as_deep_as_a_site_does(build: Build) -> None:
    """Left to itself, LaTeX ends at the fifth list, or at the seventh of any kind."""
    files = {
        f"specs/{number:03}-{name}/README.md": spec(name, body=text)
        for number, (name, text) in enumerate(NESTED.items(), 1)
    }
    result = build({"index.md": "# Home\n", **files}, builder="latex")
    printed = set(pdf_text(result.pdf()).split())
    named = re.findall(r"(?:bullet|box|number|quote|alert)\d\b|step\d+|deepest", "".join(NESTED.values()))
    assert set(named) - printed == set()
