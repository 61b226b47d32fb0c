from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from building import DEFAULT_CONF, Build, BuildResult
from samples import HEAD, spec

ELEMENTS = "script iframe svg style base meta form object embed link input textarea video audio math template"
SCHEMES = ("javascript:", "data:", "vbscript:", "file:")
BODY = (Path(__file__).parent / "fixtures" / "hostile.md").read_text("utf-8")
HOSTILE = spec(
    '[[echo("EXECUTED")]] <<x>> {doc}`index` <script>alert(1)</script>',
    "tags: ['[[echo(\"EXECUTED\")]]', '}\\input{/etc/passwd}', '<img src=x onerror=alert(1)>']",
    "assignee: '[[echo(\"EXECUTED\")]] <b onclick=x>'",
    "priority: '[[echo(\"EXECUTED\")]]'",
    "issue: 'javascript:alert(1)'",
    "pr: '\"><script>alert(1)</script>'",
    "myst:",
    "  html_meta:",
    "    refresh: EXECUTED",
    "  substitutions: {x: EXECUTED}",
    "html_theme.sidebar: EXECUTED",
    "orphan: true",
    body=BODY,
    status="'x}\\write18{touch PWNED}'",
)
INDEX = """# Home

```{spec-table}
```

```{spec-checklist}
```

```{needtable}
:columns: id, title, status, tags, assignee
```
"""
FILES = {
    "conf.py": DEFAULT_CONF + 'needs_render_context = {"x": "EXECUTED"}\n',
    "index.md": INDEX,
    "secret.txt": "confidential\n",
    ".git/config": "[core]\n",
    "specs/001-x/README.md": HOSTILE,
    "specs/001-x/NOTES.md": "---\nmyst:\n  html_meta:\n    refresh: EXECUTED\n---\n" + BODY,
    "specs/002-y/README.md": HEAD + "# Plain\n\n- [ ] y\n",
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(FILES)


def pages(result: BuildResult) -> list[tuple[str, BeautifulSoup]]:
    names = ("index", "specs/index", "specs/001-x", "specs/001-x/NOTES")
    return [(name, result.html(name)) for name in names]


def test_no_element_or_attribute_of_a_spec_is_live(site: BuildResult) -> None:
    plain = {name: len(site.html("specs/002-y").select(name)) for name in ELEMENTS.split()}
    for name, page in pages(site):
        for element in page.find_all(True):
            live = [
                key
                for key in element.attrs
                if key.startswith("on") or key in ("srcdoc", "action", "formaction")
            ]
            live = [
                key
                for key in live
                if "spec" in element[key] or "evil" in element[key] or "alert" in element[key]
            ]
            assert live == [], f"{name}: {element}"
            for key in ("href", "src", "xlink:href", "srcset"):
                value = "".join(str(element.get(key, "")).split()).lower()
                assert not value.lstrip("\x01").startswith(SCHEMES), f"{name}: {element}"
                assert "evil.example" not in value
        article = page.select_one("article")
        assert article is not None
        if name.startswith("specs/001"):
            assert article.select(ELEMENTS.replace(" ", ", ")) == []
            assert article.select("[style], .raw") == []
            for found in page.select("meta[name=keywords]"):  # ours, on the page of a spec alone
                found.decompose()
            assert {kind: len(page.select(kind)) for kind in ("script", "base", "meta", "iframe")} == {
                "meta": plain["meta"] - 1,
                **{kind: plain[kind] for kind in ("script", "base", "iframe")},
            }


def test_nothing_was_run_or_copied(site: BuildResult) -> None:
    root = site.srcdir.parent
    assert [path for path in root.rglob("*") if "PWNED" in path.name] == []
    images = (
        {path.name for path in (site.outdir / "_images").glob("*")}
        if (site.outdir / "_images").exists()
        else set()
    )
    assert images == set()
    for name, page in pages(site):
        assert "confidential" not in page.get_text(), name
        text = page.get_text()
        assert text.count("EXECUTED") == text.count('echo("EXECUTED")') + text.count("echo(“EXECUTED”)"), name


def test_functions_of_sphinx_needs_are_text(site: BuildResult) -> None:
    needs = site.needs()
    written = '[[echo("EXECUTED")]]'
    assert needs["SPEC_001"]["title"].startswith(f"001 {written}")
    assert needs["SPEC_001"]["assignee"] == f"{written} <b onclick=x>"
    assert written in needs["SPEC_001"]["tags"]
    titles = [need["title"] for need in needs.values() if need["type"] == "check"]
    assert any(title.startswith(f"{written} <<ver:x, y>>") for title in titles)
    assert any(title.startswith("[[copy('status', 'SPEC_001')]]") for title in titles)


def test_latex_gets_no_commands(build: Build) -> None:
    result = build(FILES, builder="latex")
    (tex,) = result.outdir.glob("*.tex")
    text = tex.read_text("utf-8")
    assert r"\input{/etc/passwd}" not in text
    assert r"\write18" not in text
    assert "confidential" not in text


@pytest.mark.parametrize(
    "target", ["../../secret.txt", "/.git/config", "../../../x.png", "nul\\0l.png", "/link.png"]
)
def test_only_pictures_of_the_repository_are_copied(build: Build, tmp_path: Path, target: str) -> None:
    outside = tmp_path / "x.png"
    outside.write_bytes(b"\x89PNG")
    root = tmp_path / "repo"
    files = {
        "index.md": "# H\n",
        "secret.txt": "x",
        ".git/config": "x",
        "specs/001-a/README.md": HEAD + f"# A\n\n![shown]({target})\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (root / "link.png").symlink_to(outside)
    result = build(root)
    assert not (result.outdir / "_images").exists()
    (warning,) = [line for line in result.warnings if "[leanspec.link]" in line]
    assert warning.startswith(f"{root / 'specs/001-a/README.md'}:8: ")
    assert "shown" in result.html("specs/001-a").get_text()
