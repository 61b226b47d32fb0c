"""Several projects in one site: what each of their specs is called, and what a name means in each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from building import write_files
from dialects.test_rebuilding import FILES as OTHERS
from reading.conftest import HEAD

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.options import Options
from sphinx_leanspec.reading import dialects

if TYPE_CHECKING:
    from reading.conftest import Repository

TABLES = """\
[[leanspec.projects]]
name = "api"
root = "services/api"

[[leanspec.projects]]
name = "web"
root = "services/web"

[[leanspec.projects]]
name = "far-off"
root = "../beside"
"""
FILES = {
    "ubproject.toml": TABLES,
    "specs/001-shop/README.md": HEAD + "# Shop\n\nAs `spec-002` says.\n",
    "specs/005-till/README.md": HEAD.replace("created", "depends_on: [api:001, far-off:001-press]\ncreated"),
    "services/api/specs/001-keys/README.md": HEAD + "# Keys\n",
    "services/api/specs/002-doors/README.md": HEAD.replace(
        "created", "depends_on: [1, 'web:1', '005']\nrelated: ['nemo:7']\ncreated"
    ),
    "services/web/specs/001-login/README.md": HEAD.replace("created", "parent: API_SPEC_002\ncreated"),
    "services/web/.specify/memory/constitution.md": "# Rules\n",
    "services/web/specs/042-cards/spec.md": "# Feature Specification: Cards\n\n**Status**: Draft\n",
}
BESIDE = {
    ".git/HEAD": "ref: refs/heads/main\n",
    "specs/001-press/README.md": HEAD.replace("created", "aliases: [007-old-press]\ncreated"),
}


def loaded(root: Path) -> Corpus:
    options, findings = Options.of_project(root)
    return load(root, options.layout, options.words).with_findings(findings)


@pytest.fixture
def corpus(repository: Repository) -> Corpus:
    root = repository(FILES)
    write_files(root.parent / "beside", BESIDE)
    return loaded(root)


def test_every_spec_has_a_key_a_need_and_a_path_of_its_own(corpus: Corpus) -> None:
    told = {key: (spec.need_id, spec.label, spec.path) for key, spec in corpus.specs.items()}
    assert told == {
        "001-shop": ("SPEC_001", "001", "specs/001-shop/README.md"),
        "005-till": ("SPEC_005", "005", "specs/005-till/README.md"),
        "api/001-keys": ("API_SPEC_001", "api:001", "services/api/specs/001-keys/README.md"),
        "api/002-doors": ("API_SPEC_002", "api:002", "services/api/specs/002-doors/README.md"),
        "far-off/001-press": ("FAR_OFF_SPEC_001", "far-off:001", "../beside/specs/001-press/README.md"),
        "web/001-login": ("WEB_SPEC_001", "web:001", "services/web/specs/001-login/README.md"),
        "web/speckit/042-cards": ("WEB_SPECKIT_042", "web:042", "services/web/specs/042-cards/spec.md"),
    }
    assert corpus.projects == ("api", "far-off", "web")


@pytest.mark.parametrize(
    ("name", "project", "key"),
    [
        ("001", "", "001-shop"),
        ("001", "api", "api/001-keys"),
        ("SPEC_001", "api", "api/001-keys"),
        ("API_SPEC_001", "web", "api/001-keys"),
        ("web:001", "api", "web/001-login"),
        ("web/001-login", "api", "web/001-login"),
        ("api:002-doors", "", "api/002-doors"),
        ("web:speckit/042-cards", "", "web/speckit/042-cards"),
        ("web:42", "", "web/speckit/042-cards"),
        ("far-off:007", "", "far-off/001-press"),
        ("042", "", "web/speckit/042-cards"),  # a page of the site means any, where only one is meant
        ("042", "api", None),  # and a spec of a project those of its own
        ("api:042", "", None),
        ("005", "api", None),
    ],
)
def test_a_name_means_a_spec_of_the_project_that_it_is_written_in(
    corpus: Corpus, name: str, project: str, key: str | None
) -> None:
    assert corpus.resolve(name, project).target == key


def test_references_hang_all_projects_together(corpus: Corpus) -> None:
    assert corpus.depends_on["005-till"] == ("api/001-keys", "far-off/001-press")
    assert corpus.depends_on["api/002-doors"] == ("api/001-keys", "web/001-login")
    assert corpus.required_by["api/001-keys"] == ("005-till", "api/002-doors")
    assert corpus.parent == {"web/001-login": "api/002-doors"}
    (lost, foreign) = corpus.unresolved["api/002-doors"]
    assert (lost.reference.text, lost.resolution.candidates) == ("005", ("005-till",))
    assert foreign.resolution.foreign
    (finding,) = corpus.findings
    assert finding.place == "services/api/specs/002-doors/README.md:3"
    assert "did you mean `005-till`?" in finding.fix


def test_former_addresses_and_ids_begin_with_the_project_too(corpus: Corpus) -> None:
    aliases = corpus.names.aliases
    assert aliases.addresses() == {"far-off/007-old-press": "far-off/001-press"}
    assert set(aliases.need_ids("far-off/001-press")) == {"FAR_OFF_SPEC_007", "FAR_OFF_SPEC_007_OLD_PRESS"}


def test_a_project_that_cannot_be_shown_is_told_at_its_table(repository: Repository) -> None:
    names = ("speckit", "index", "Web", "api", "api-two", "gone", "empty")
    tables = "\n".join(
        f'[[leanspec.projects]]\nname = "{name}"\nroot = "{"lost" if name == "gone" else "empty"}"\n'
        for name in names
    )
    root = repository({**FILES, "ubproject.toml": tables.replace("empty", "services/api", 4), "empty/x": ""})
    corpus = loaded(root)
    assert corpus.projects == ("api",)
    told = [
        (found.place, found.message.partition(": ")[2]) for found in corpus.findings if found.code == "config"
    ]
    assert told == [
        ("ubproject.toml:1", "`speckit` would give needs ids that begin as those of `speckit` do"),
        ("ubproject.toml:5", "`index` is what a page of every site is called"),
        (
            "ubproject.toml:9",
            "`Web` is no name of a project, which has lower-case letters, digits and single hyphens",
        ),
        ("ubproject.toml:17", "`api-two` would give needs ids that begin as those of `api` do"),
        ("ubproject.toml:21", "there is no folder `lost`"),
        ("ubproject.toml:25", "there are no specs in `empty`"),
    ]


@pytest.mark.parametrize("where", ["parts/own", "../own"])
def test_a_project_of_any_tools_says_the_same_as_one_of_several(tmp_path: Path, where: str) -> None:
    alone = tmp_path / "alone"
    write_files(alone, OTHERS)
    table = f'[[leanspec.projects]]\nname = "own"\nroot = "{where}"\n'
    site = tmp_path / "site"
    write_files(site, {"ubproject.toml": table, ".git/HEAD": ""})
    write_files(site / where, OTHERS)
    theirs, ours = loaded(alone), loaded(site)
    assert {one.place.dialect for one in theirs.specs.values()} >= {*dialects.KNOWN} - {"leanspec"}

    def told(corpus: Corpus, key: str, name: str) -> tuple[object, ...]:
        spec = corpus.specs[key]
        near = [one.removeprefix(name) for one in (*corpus.depends_on[key], corpus.parent.get(key) or "")]
        parts = [part.text for part in spec.parts]
        return spec.title, spec.status, spec.priority, spec.facts, spec.progress, near, parts

    assert {key: told(theirs, key, "") for key in theirs.specs} == {
        key.removeprefix("own/"): told(ours, key, "own/") for key in ours.specs
    }
    assert [(one.code, one.line, one.message) for one in theirs.findings] == [
        (one.code, one.line, one.message.replace(f"{where}/", "")) for one in ours.findings
    ]


def test_a_site_may_be_there_for_others_alone(repository: Repository) -> None:
    root = repository({name: text for name, text in FILES.items() if not name.startswith("specs/")})
    assert sorted(loaded(root).specs) == [
        "api/001-keys",
        "api/002-doors",
        "web/001-login",
        "web/speckit/042-cards",
    ]


def test_what_is_named_is_shown_once(repository: Repository) -> None:
    root = repository({**FILES, "ubproject.toml": '[[leanspec.projects]]\nname = "shop"\nroot = "."\n'})
    assert list(loaded(root).specs) == ["shop/001-shop", "shop/005-till"]


def test_one_project_is_called_as_ever(repository: Repository) -> None:
    corpus = loaded(repository({name: text for name, text in FILES.items() if name.startswith("specs/")}))
    assert list(corpus.specs) == ["001-shop", "005-till"]
    assert corpus.projects == ()
    assert corpus.resolve("api:001").foreign
