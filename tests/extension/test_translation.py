"""The interface in other languages: complete catalogues, nothing left in English, titles of specs, ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, NavigableString, Tag
from building import Build, BuildResult
from gallery import CONF, GALLERY, VIEWS
from samples import spec

import sphinx_leanspec

PACKAGE = Path(sphinx_leanspec.__file__).parent
LOCALE = PACKAGE / "locale"
DOMAIN = "sphinx_leanspec"
LANGUAGES = ["de", "zh_CN"]

MORE_VIEWS = """
{spec}`nowhere`

## Changes

```{spec-changes}
```

## Index

```{spec-index}
```

## Stats

```{spec-stats}
```

## Timeline

```{spec-timeline}
```

```{spec-timeline} 4
```

## Checks

```{spec-checklist}
:show: open
:specs: 1
```

## Graph

```{spec-graph}
```

```{spec-graph} 4
:parents:
:cluster: status
```

## Impact

```{spec-impact} 1
```

## Evidence

```{spec-evidence}
```
"""
PROJECT = {
    **GALLERY,
    "index.md": VIEWS + MORE_VIEWS,
    "specs/009-renamed/README.md": spec(
        "Called otherwise",
        "created: 2026-01-05",
        "completed: 2026-02-07",
        "aliases: [090-old]",
        "priority: high",
        status="complete",
    ),
}
OPTIONS = {**CONF, "html_baseurl": "https://example.org/"}
OURS = ".leanspec-view, .leanspec-card, .leanspec-hovercard, .leanspec-ref, .leanspec-lost, .leanspec-parts"


def catalog(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale=language)


def collected() -> set[str | tuple[str, ...]]:
    """Every text of the code that is to be translated."""
    found = extract_from_dir(PACKAGE)
    return {text if isinstance(text, str) else tuple(text) for _, _, text, _, _ in found}


def texts(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)


def spoken(found: Catalog) -> dict[str, tuple[str, ...]]:
    return {"\0".join(ids(message)): texts(message) for message in found if message.id}


def ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


# ---- catalogues


def test_template_holds_every_text() -> None:
    with (LOCALE / f"{DOMAIN}.pot").open("rb") as file:
        known = {message.id for message in read_po(file) if message.id}
    assert known == collected(), "run `tox run -e locale`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalog_is_complete(language: str) -> None:
    found = {message.id: message for message in catalog(language) if message.id}
    assert found.keys() == collected(), "run `tox run -e locale`, then translate what is new"
    for message in found.values():
        assert not message.fuzzy, message.id
        assert all(text.strip() for text in texts(message)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_text(language: str) -> None:
    for message in catalog(language):
        for text in texts(message) if message.id else ():
            # a form for one thing alone may do without the number
            assert names(text) in [names(known) for known in ids(message)], message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_is_what_was_written(language: str) -> None:
    written = catalog(language)
    with (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        compiled = read_mo(file)
    assert spoken(compiled) == spoken(written), "run `tox run -e locale`"
    assert compiled.plural_forms == written.plural_forms


def test_chinese_has_its_own_punctuation() -> None:
    for message in catalog("zh_CN"):
        for text in texts(message) if message.id else ():
            assert not re.search(r"[,:;()]", text), text


# ---- pages


@pytest.fixture(scope="module", params=LANGUAGES)
def site(request: pytest.FixtureRequest, shared_build: Build) -> tuple[str, BuildResult]:
    return request.param, shared_build(PROJECT, conf={**OPTIONS, "language": request.param})


PAGES = [
    "index",
    "specs/index",
    "specs/001-draft",
    "specs/004-everything",
    "specs/005-中文",
    "specs/007-none",
    "specs/009-renamed",
]


def said(page: BeautifulSoup) -> Iterator[str]:
    """Every text that we put on a page, seen or heard."""
    for part in page.select(OURS):
        for node in [part, *part.descendants]:
            if type(node) is NavigableString:  # not a style sheet
                yield str(node)
            elif isinstance(node, Tag):
                yield from (str(node[name]) for name in ("aria-label", "title") if node.has_attr(name))


def english(language: str) -> list[re.Pattern[str]]:
    """Texts that must not be there any more, and the pieces of those that have links in them."""
    wanted = []
    for message in catalog(language):
        if not message.id:
            continue
        kept = " ".join(texts(message))
        for text in ids(message):
            pieces = [piece.strip(" .:,()") for piece in re.split(r"\{\w+\}", text)]
            wanted += [
                re.compile(re.escape(piece))
                for piece in pieces
                if re.search("[A-Za-z]{2}", piece) and piece not in kept
            ]
            if text not in kept and any(re.search("[A-Za-z]{2}", piece) for piece in pieces):
                wanted.append(re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text))))
    return wanted


@pytest.mark.parametrize("docname", PAGES)
def test_no_text_is_left_in_english(docname: str, site: tuple[str, BuildResult]) -> None:
    language, built = site
    patterns = english(language)
    shown = [text.strip(" .:,()\n\xa0") for text in said(built.html(docname))]
    items = {item for text in PROJECT.values() for item in re.findall(r"- \[.\] (.+)", text)}
    left = {text for text in shown for pattern in patterns if text and pattern.fullmatch(text)} - items
    assert not left


@pytest.mark.parametrize("docname", PAGES)
def test_no_text_was_forgotten(docname: str, site: tuple[str, BuildResult]) -> None:
    """On a Chinese page, the only words in Latin letters are those of the project."""
    language, built = site
    if language != "zh_CN":
        return
    written = [text for path, text in PROJECT.items() if path.startswith(("specs/", "cov"))]
    own = {word for text in (*written, *PROJECT, "Gallery Home Git On nowhere") for word in words(text)}
    shown = {word for text in said(built.html(docname)) for word in words(text)}
    # a box of a diagram may be too narrow for a word
    assert {word for word in shown if not any(known.startswith(word) for known in own)} == set()


def words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{2,}", text))


def test_language_of_the_page(site: tuple[str, BuildResult]) -> None:
    language, built = site
    assert built.html("index").html["lang"] == language.replace("_", "-")


def test_other_files_speak_the_language_too(site: tuple[str, BuildResult]) -> None:
    language, built = site
    moved = {"de": "Diese Seite ist umgezogen: ", "zh_CN": "此页面已移动\uff1a"}[language]
    assert built.html("specs/090-old").p.get_text().startswith(moved)
    title = {"de": "Gallery: Änderungen an Spezifikationen", "zh_CN": "Gallery\uff1a规格变更"}[language]
    assert f"<title>{title}</title>" in built.text("specs/changes.xml")
    heading = {"de": "Spezifikationen", "zh_CN": "规格"}[language]
    assert built.html("specs/index").h1.find(string=True) == heading


def test_dates_words_and_numbers(site: tuple[str, BuildResult]) -> None:
    language, built = site
    text = " ".join(built.html("specs/009-renamed").select_one(".leanspec-card").get_text(" ").split())
    wanted = {
        "de": ["Fertig", "Priorität", "Hoch", "5. Jan. 2026", "7. Feb. 2026"],
        "zh_CN": ["已完成", "优先级", "高", "2026年1月5日", "2026年2月7日"],
    }[language]
    assert [word for word in wanted if word not in text] == []


def test_what_a_project_wrote_stays(site: tuple[str, BuildResult]) -> None:
    _, built = site
    page = built.html("index")
    assert "On hold" in page.select_one(".leanspec-spec-table").get_text()
    assert page.select_one(".leanspec-status.leanspec-in-progress") is not None
    assert page.select_one("a[href$='#SPEC_005_C_KEPT']") is not None
    assert built.html("specs/index").find(id="status-in-progress") is not None


def test_needs_keep_their_keys(site: tuple[str, BuildResult]) -> None:
    _, built = site
    need = built.needs()["SPEC_004"]
    assert (need["type"], need["status"], need["priority"]) == ("spec", "in-progress", "critical")


def test_number_and_form_agree(build: Build) -> None:
    home = {"index.md": "# Home\n\n```{spec-progress}\n:by: total\n```\n"}
    one = {**home, "specs/001-a/README.md": spec("Alpha")}
    two = {**one, "specs/002-b/README.md": spec("Beta")}
    texts = [
        build(project, conf={"language": "de"}, builder="text").text("index.txt") for project in (one, two)
    ]
    assert "1 Spezifikation\n" in texts[0]
    assert "2 Spezifikationen\n" in texts[1]


def test_an_unknown_language_is_english(build: Build) -> None:
    result = build({"index.md": "# Home\n\n```{spec-board}\n```\n"} | SPECS, conf={"language": "nl"})
    assert "Planned" in result.html("index").select_one(".leanspec-board").get_text()


def test_a_dialect_has_the_language(build: Build) -> None:
    result = build({"index.md": "# Home\n\n```{spec-board}\n```\n"} | SPECS, conf={"language": "de_AT"})
    assert "Geplant" in result.html("index").select_one(".leanspec-board").get_text()


# ---- titles of specs

SPECS = {
    "specs/001-first/README.md": spec("The `first` thing", body="## Part one\n\nText.\n\n- [ ] Box\n"),
    "specs/002-second/README.md": spec("Second thing", "depends_on: [001-first]", "parent: 001-first"),
}
ROUND = {
    "index.md": (
        "# Home\n\n{spec}`1`\n\n```{spec-table}\n```\n\n"
        "```{spec-excerpt} 1\n:section: part-one\n```\n\n```{needtable}\n```\n"
    ),
    **SPECS,
}
PO = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "The first thing"
msgstr "Das *erste* Ding"

msgid "Part one"
msgstr "Teil eins"

msgid "Text."
msgstr "Der Text."
"""
TRANSLATED = {**ROUND, "locale/de/LC_MESSAGES/specs.po": PO}
SPEAKING = {"language": "de", "locale_dirs": ["locale"]}


def test_titles_are_for_catalogs_and_texts_are_not(build: Build) -> None:
    template = build(ROUND, builder="gettext").text("specs.pot")
    texts = set(re.findall(r'msgid "(.+)"', template))
    assert texts == {"The first thing", "Part one", "Second thing", "Specs"}


def test_translated_title_is_shown_everywhere(build: Build) -> None:
    result = build(TRANSLATED, conf=SPEAKING, fatal_warnings=True)
    page = result.html("specs/001-first")
    section = page.select_one("#the-first-thing")
    assert section is not None
    assert section.h1.get_text().startswith("001 Das erste Ding")
    assert section.h1.em.get_text() == "erste"
    assert section.select_one("#part-one > h2").get_text().startswith("Teil eins")
    assert page.find(id="SPEC_001") is not None
    home = result.html("index")
    assert home.select_one("p > a .leanspec-ref").get_text().strip() == "001 Das erste Ding"
    assert "001 Das erste Ding" in home.select_one(".leanspec-spec-table").get_text()
    assert "Aus 001 Das erste Ding" in home.select_one(".leanspec-origin").get_text()
    assert home.select_one(".leanspec-hovercard strong").get_text() == "001 Das erste Ding"
    chip = result.html("specs/002-second").select_one(".leanspec-relations a")
    assert chip.get_text() == "◔001 Das erste Ding"
    assert chip.span.span["aria-label"] == "Geplant"
    need = result.needs()["SPEC_001"]
    assert (need["id"], need["title"]) == ("SPEC_001", "001 Das erste Ding")
    assert "The first thing" not in home.get_text()


ODD_TITLES = {
    "1. Tides": "1. Gezeiten",
    "2\\) Goal": "2) Ziel",
    "\\- Ebb": "- Ebbe",
    "\\+ Flow": "+ Flut",
    "\\> High water": "> Hochwasser",
    "C #": "C #",
    "\\# of buoys": "# der Bojen",
    "Spring tide": "Spring\u00ad-*Tide*",
}
"""Headings as written in Markdown, and what a catalogue has for them."""


@pytest.mark.parametrize("myst", [False, True])
def test_a_translated_heading_stays_one_whatever_it_begins_with(myst: bool, build: Build) -> None:
    first, *others = ODD_TITLES
    body = "\n\n".join(f"## {title} ##\n\nText." for title in others)
    # MyST offers a heading as written, with its backslashes
    entries = "\n".join(
        f'msgid "{known}"\nmsgstr "{meant}"\n'
        for written, meant in ODD_TITLES.items()
        for known in {written.replace("\\", "\\\\"), written.replace("\\", "")}
    )
    project = {
        "index.md": "# Home\n",
        "specs/001-tides/README.md": spec(first, body=body),
        "locale/de/LC_MESSAGES/specs.po": PO.partition("\n\n")[0] + f"\n\n{entries}",
    }
    result = build(project, conf={**SPEAKING, "leanspec_myst": myst})
    page = result.html("specs/001-tides")
    titles = [title.find(string=True, recursive=False) or "" for title in page.select("h1, h2")]
    assert titles == [meant.partition("*")[0] for meant in ODD_TITLES.values()]
    assert page.title.get_text().startswith("1. Gezeiten")  # a second number would confuse


def test_specs_read_as_myst_have_their_texts_translated_and_keep_their_boxes(build: Build) -> None:
    po = PO.replace("The first", "The `first`") + '\nmsgid "Box"\nmsgstr "Kasten"\n'
    project = {**TRANSLATED, "locale/de/LC_MESSAGES/specs.po": po}
    page = build(project, conf={**SPEAKING, "leanspec_myst": True}).html("specs/001-first")
    assert page.h1.get_text().startswith("001 Das erste Ding")
    assert "Der Text." in page.select_one("article").get_text()
    assert page.select_one("li .leanspec-box[id^=SPEC_001_C_]") is not None
    assert len(page.select(".leanspec-card")) == 1


def test_a_new_translation_is_shown_where_the_title_is(build: Build) -> None:
    first = build(TRANSLATED, conf=SPEAKING)
    (first.srcdir / "locale/de/LC_MESSAGES/specs.po").write_text(PO.replace("Ding", "Werk"), "utf-8")
    again = build(first.srcdir)
    assert "001 Das erste Werk" in again.html("index").select_one(".leanspec-spec-table").get_text()
    assert "Ding" not in again.html("specs/002-second").get_text()


def test_another_language_writes_all_pages_again(build: Build) -> None:
    first = build(ROUND, conf={"language": "de"})
    assert "Geplant" in first.html("specs/002-second").get_text()
    again = build(first.srcdir, conf={"language": "zh_CN"})
    for docname in ("index", "specs/001-first", "specs/002-second", "specs/index"):
        text = again.html(docname).select_one("article").get_text()
        assert "规格" in text
        assert "Spezifikation" not in text
