"""One spec never ends a build: an error is put into every stage that handles one spec."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from building import Build, BuildResult, write_files
from samples import spec

from sphinx_leanspec.corpus import load
from sphinx_leanspec.model import Place, Spec
from sphinx_leanspec.reading import Project, Vocabularies
from sphinx_leanspec.reading.library import Library

FILES = {
    "index.md": "# Home\n\n```{spec-table}\n```\n\n```{spec-board}\n```\n",
    "specs/001-first/README.md": spec("First", body="Text of first.\n\n- [x] Done\n"),
    "specs/002-second/README.md": spec(
        "Second",
        "aliases: [009-former]",
        "depends_on: [001-first]",
        body="Text of second, spec-001.\n\n- [ ] Open\n",
    ),
    "specs/003-third/README.md": spec("Third", body="Text of third.\n"),
}
CONF = """\
import sphinx_leanspec.extension as extension
from sphinx_leanspec.extension import needs
from sphinx_leanspec.extension.builders import feed
from sphinx_leanspec.extension.markdown import render
from sphinx_leanspec.extension.pages import redirects, search
from sphinx_leanspec.extension.references import hovercard, record
from sphinx_leanspec.extension.views.board import SpecBoard
from sphinx_leanspec.extension.views.card import _Card

extensions = ["sphinx_leanspec"]
html_theme = "alabaster"
html_baseurl = "https://example.org/"

SECOND = "specs/002-second"

def broken(function, is_hit):
    def replaced(*arguments, **named):
        if is_hit(*arguments):
            raise ZeroDivisionError("nobody foresaw\\nthis")
        return function(*arguments, **named)
    return replaced

"""
STAGES = {
    "rendering": "render.render_parts = broken(render.render_parts, lambda *all: 'of second' in str(all[0]))",
    "needs": "needs.make_spec = broken(needs.make_spec, lambda app, site, one, *_: one.id == '002-second')",
    "references": "record.record = broken(record.record, lambda app, *_: app.env.docname == SECOND)",
    "card": "_Card.above = broken(_Card.above, lambda card: card.spec.id == '002-second')",
    "view": "SpecBoard.draw = staticmethod(broken(SpecBoard.draw, lambda *_: True))",
    "hover cards": "hovercard.attach = broken(hovercard.attach, lambda *found: 'of second' in str(found[2]))",
    "search": "search.add_names = broken(search.add_names, lambda *found: found[-1] == 'specs/002-second')",
    "redirect": "redirects._page = broken(redirects._page, lambda builder, site, old, new: True)",
    "feed": "feed._entry = broken(feed._entry, lambda app, build, line: True)",
}


def failing(build: Build, line: str, monkeypatch: pytest.MonkeyPatch) -> BuildResult:
    monkeypatch.setenv("LEANSPEC_STRICT", "0")
    return build({**FILES, "conf.py": f"{CONF}{line}\n"})


@pytest.mark.parametrize("stage", STAGES)
def test_an_error_in_a_stage_costs_a_warning_and_no_page(
    stage: str, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = failing(build, STAGES[stage], monkeypatch)
    assert result.returncode == 0
    failed = [line for line in result.warnings if "[leanspec.failed]" in line]
    assert failed, result.warnings
    assert len(failed) == len(set(failed))
    for line in failed:
        assert "ZeroDivisionError: nobody foresaw this" in line
        assert "/issues" in line
    for docname in ("index", "specs/001-first", "specs/002-second", "specs/003-third"):
        assert result.html(docname).h1 is not None, docname
    assert "Text of third." in result.html("specs/003-third").get_text()


def test_what_is_not_rendered_is_shown_as_it_is_written(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = failing(build, STAGES["rendering"], monkeypatch).html("specs/002-second")
    assert "cannot be shown" in page.select_one(".admonition.error").get_text()
    assert "Text of second" in page.get_text()


def test_a_part_of_a_page_that_fails_is_a_box(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    page = failing(build, STAGES["view"], monkeypatch).html("index")
    assert "drawing spec-board failed" in page.select_one(".leanspec-spec-board .admonition.error").get_text()
    assert page.select_one(".leanspec-spec-table table") is not None


def test_our_own_errors_end_our_own_builds(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANSPEC_STRICT", "1")
    result = build({**FILES, "conf.py": f"{CONF}{STAGES['view']}\n"}, check=False)
    assert result.returncode != 0
    assert not any("[leanspec.failed]" in line for line in result.warnings)


def test_a_spec_that_cannot_be_read_is_there_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, FILES)

    class Broken(Library):
        def together(self, project: Project, places: Sequence[Place], words: Vocabularies) -> Iterator[Spec]:
            if places[0].number == 2:
                raise ZeroDivisionError("nobody foresaw this")
            yield from super().together(project, places, words)

    monkeypatch.setenv("LEANSPEC_STRICT", "0")
    corpus = load(tmp_path, library=Broken())
    assert [spec.title for spec in corpus.specs.values()] == ["First", "002-second", "Third"]
    (found,) = corpus.findings
    assert (found.path, found.line, found.code) == ("specs/002-second/README.md", 1, "failed")
    monkeypatch.setenv("LEANSPEC_STRICT", "1")
    with pytest.raises(ZeroDivisionError):
        load(tmp_path, library=Broken())
