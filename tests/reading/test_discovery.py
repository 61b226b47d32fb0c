"""Which folders are specs, what they are called, and where a repository keeps them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from reading.conftest import HEAD

from sphinx_leanspec.corpus import load
from sphinx_leanspec.reading import NoSpecsError, SpecLayout, discover, locate

if TYPE_CHECKING:
    from pathlib import Path

    from reading.conftest import Repository

    from sphinx_leanspec.model import Place


def found(root: Path, layout: SpecLayout | None = None) -> dict[str, Place]:
    """The specs of a repository by their file below ``specs/``."""
    places = discover(locate(root, layout))
    assert len({place.key for place in places}) == len(places)
    assert len({place.need_id for place in places}) == len(places)
    assert all(re.match(r"[A-Z0-9_]{5,}$", place.need_id) for place in places)
    return {place.path.removeprefix("specs/"): place for place in places}


SPECS = {
    # file: id, number, slug, group, archived
    "001-a/README.md": ("001-a", 1, "a", "", False),
    "1-one/README.md": ("1-one", 1, "one", "", False),
    "0010-four/README.md": ("0010-four", 10, "four", "", False),
    "010/README.md": ("010", 10, "", "", False),
    "9lives/README.md": ("9lives", 9, "lives", "", False),
    "20251101/002-dated/README.md": ("002-dated", 2, "dated", "20251101", False),
    "milestone-1/013-grp/README.md": ("013-grp", 13, "grp", "milestone-1", False),
    "20251101-003-flat/README.md": ("20251101-003-flat", 3, "flat", "", False),
    "20251101-name/README.md": ("20251101-name", 20251101, "name", "", False),
    "archived/004-x/README.md": ("004-x", 4, "x", "archived", True),
    "_archived/005-y/README.md": ("005-y", 5, "y", "_archived", True),
    "008-subs/009-child/README.md": ("009-child", 9, "child", "", False),
    "006-多语言文档/README.md": ("006-多语言文档", 6, "多语言文档", "", False),
    "1000-far/README.md": ("1000-far", 1000, "far", "", False),
}
NO_SPECS = (
    "README.md",
    "FROZEN.md",
    "010-file.md",
    "011-other-file/SPEC.md",
    "012-lower/readme.md",
    "noprefix/README.md",
    "١٢-arabic-digits/README.md",
    "008-subs/notes/README.md",
    "_migrated/014-moved/README.md",
    "a/b/015-too-deep/README.md",
    "001-a/b/016-too-deep/README.md",
    "001-a/notes/017-too-deep/README.md",
    ".hidden/018-x/README.md",
    "node_modules/019-x/README.md",
    "020-folder/README.md/x",
)


def test_which_folders_are_specs(repository: Repository) -> None:
    files = {
        f"specs/{name}": HEAD for name in (*SPECS, *NO_SPECS, "008-subs/README.md", "008-subs/DESIGN.md")
    }
    places = found(repository({**files, ".lean-spec/templates/001-x/README.md": HEAD}))
    assert places.keys() == {*SPECS, "008-subs/README.md"}
    for path, expected in SPECS.items():
        place = places[path]
        assert (place.id, place.number, place.slug, place.group, place.archived) == expected
        assert place.key == place.id


def test_other_markdown_beside_a_spec_is_part_of_it(repository: Repository) -> None:
    names = ("README.md", "DESIGN.md", "a.MD", "b.txt", ".c.md", "notes/d.md", "002-child/README.md")
    root = repository({f"specs/001-a/{name}": HEAD for name in names})
    (root / "specs/001-a/LINK.md").symlink_to("DESIGN.md")
    place = found(root)["001-a/README.md"]
    assert [(document.name, document.path) for document in place.sub_documents] == [
        ("DESIGN", "specs/001-a/DESIGN.md"),
        ("a", "specs/001-a/a.MD"),
    ]


def test_symbolic_links_are_not_followed(repository: Repository, tmp_path: Path) -> None:
    root = repository({"specs/001-a/README.md": HEAD, "specs/002-b/x.md": "", "elsewhere/README.md": HEAD})
    (tmp_path / "secret").write_text("secret", "utf-8")
    (root / "specs/002-b/README.md").symlink_to(tmp_path / "secret")
    (root / "specs/003-c").symlink_to(root / "elsewhere")
    (root / "specs/004-d.md").symlink_to(tmp_path / "secret")
    (root / "specs/group").symlink_to(root / "specs")
    assert found(root).keys() == {"001-a/README.md"}
    assert found(root, SpecLayout(flat=True)).keys() == {"001-a/README.md"}


def test_files_that_are_specs_by_themselves(repository: Repository) -> None:
    names = ("010-file.md", "notes.md", "group/011-file.md", "012-folder/README.md", "012-folder/013-sub.md")
    root = repository({f"specs/{name}": HEAD for name in names})
    assert found(root).keys() == {"012-folder/README.md"}
    places = found(root, SpecLayout(flat=True))
    assert {path: (place.id, place.group) for path, place in places.items()} == {
        "010-file.md": ("010-file", ""),
        "group/011-file.md": ("011-file", "group"),
        "012-folder/README.md": ("012-folder", ""),
    }
    assert places["010-file.md"].sub_documents == ()
    assert [document.name for document in places["012-folder/README.md"].sub_documents] == ["013-sub"]


def test_another_name_of_the_file(repository: Repository) -> None:
    root = repository(
        dict.fromkeys(("specs/001-a/SPEC.md", "specs/002-b/README.md", "specs/002-b/SPEC.md"), HEAD)
    )
    assert found(root).keys() == {"002-b/README.md"}
    places = found(root, SpecLayout(files=("README.md", "SPEC.md")))
    assert {path: place.id for path, place in places.items()} == {
        "001-a/SPEC.md": "001-a",
        "002-b/README.md": "002-b",
    }


# the files below specs/, then key and need id of each
NAMES = {
    "a number": {"013-name": ("013-name", "SPEC_013")},
    "more or fewer digits": {
        "7-a": ("7-a", "SPEC_007"),
        "0012-b": ("0012-b", "SPEC_012"),
        "1234-c": ("1234-c", "SPEC_1234"),
    },
    "a number twice": {
        "038-flat-structure-migration": ("038-flat-structure-migration", "SPEC_038_FLAT_STRUCTURE_MIGRATION"),
        "038-other": ("038-other", "SPEC_038_OTHER"),
        "38-third": ("38-third", "SPEC_038_THIRD"),
        "039-alone": ("039-alone", "SPEC_039"),
    },
    "a number twice, one without a name": {"010": ("010", "SPEC_010"), "0010-x": ("0010-x", "SPEC_010_X")},
    "a folder name in two groups": {
        "a/001-x": ("a/001-x", "SPEC_001_X_A"),
        "b/001-x": ("b/001-x", "SPEC_001_X_B"),
    },
    "in a group and in none": {
        "001-x": ("001-x", "SPEC_001_X"),
        "archived/001-x": ("archived/001-x", "SPEC_001_X_ARCHIVED"),
    },
    "in two specs": {
        "001-a": ("001-a", "SPEC_001"),
        "001-a/003-x": ("001-a/003-x", "SPEC_003_X_001_A"),
        "002-b": ("002-b", "SPEC_002"),
        "002-b/003-x": ("002-b/003-x", "SPEC_003_X_002_B"),
    },
    "in one of its own name": {"001-x": ("001-x", "SPEC_001_X"), "001-x/001-x": ("001-x_2", "SPEC_001_X_2")},
    "Chinese": {"006-多语言": ("006-多语言", "SPEC_006")},
    "accents": {"001-café-menü": ("001-café-menü", "SPEC_001_CAFE_MENU"), "001-b": ("001-b", "SPEC_001_B")},
    "names that differ in signs only": {
        "001-a-b": ("001-a-b", "SPEC_001_A_B"),
        "001-a_b": ("001-a_b", "SPEC_001_A_B_2"),
    },
    "a name that looks like a second one": {
        "001-a": ("001-a", "SPEC_001_A"),
        "001-a-2": ("001-a-2", "SPEC_001_A_2"),
        "001-a_": ("001-a_", "SPEC_001_A_3"),
    },
}


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_what_specs_are_called(names: dict[str, tuple[str, str]], repository: Repository) -> None:
    places = found(repository({f"specs/{name}/README.md": HEAD for name in names}))
    assert {path.removesuffix("/README.md"): (p.key, p.need_id) for path, p in places.items()} == names


def test_other_scripts_stay_apart(repository: Repository) -> None:
    names = ("006-多语言", "006-文档", "006-文档-api", "006-认证-api", "006-api")
    ids = {
        place.id: place.need_id
        for place in found(repository({f"specs/{n}/README.md": HEAD for n in names})).values()
    }
    assert ids["006-api"] == "SPEC_006_API"
    assert all(re.fullmatch(r"SPEC_006_(API_)?[0-9A-F]{6}", ids[name]) for name in names[:-1])
    fewer = found(repository({}))  # the ids are digests: another spec less does not move them
    assert {place.id: place.need_id for place in fewer.values()} == ids


def test_a_flat_file_and_a_folder_of_one_name(repository: Repository) -> None:
    root = repository({"specs/001-x.md": HEAD, "specs/001-x/README.md": HEAD})
    assert {place.key for place in found(root, SpecLayout(flat=True)).values()} == {"001-x", "001-x_2"}


CONFIGS = {
    ".lspec/config.json": json.dumps({"specsDir": "plan", "structure": {"defaultFile": "SPEC.md"}}),
    ".lean-spec/config.json": json.dumps(
        {
            "specsDir": "plan",
            "structure": {"defaultFile": "SPEC.md"},
            "frontmatter": {"custom": {"effort": "number"}},
        }
    ),
    ".lean-spec/config.yaml": "specs_dir: plan # here\nstructure:\n  default_file: SPEC.md\n",
    "leanspec.adapter.yaml": "directory: plan\nsettings:\n  structure: {defaultFile: SPEC.md}\n",
}


@pytest.mark.parametrize("name", CONFIGS)
def test_every_generation_of_the_configuration(name: str, repository: Repository) -> None:
    root = repository({name: CONFIGS[name], "plan/001-a/SPEC.md": HEAD, "specs/002-b/README.md": HEAD})
    project = locate(root)
    assert (project.root, project.specs, project.findings) == (root, root / "plan", ())
    assert [place.path for place in discover(project)] == ["plan/001-a/SPEC.md"]
    assert project.custom == ({"effort": "number"} if "custom" in CONFIGS[name] else {})


def test_the_newest_configuration_counts(repository: Repository) -> None:
    names = list(CONFIGS)
    root = repository(
        {f"plan{n}/001-a/README.md": HEAD for n in range(4)}
        | {name: CONFIGS[name].replace("plan", f"plan{n}") for n, name in enumerate(names)}
    )
    for n in (3, 2, 1, 0):
        assert locate(root).specs.name == f"plan{n}"
        (root / names[n]).unlink()


BROKEN = {
    "not JSON": (".lean-spec/config.json", "{\n  'specsDir': 1\n}", 2),
    "no object": (".lean-spec/config.json", "[]", 1),
    "nested too deeply": (".lean-spec/config.json", "[" * 100_000, 1),
    "not YAML": (".lean-spec/config.yaml", "specs_dir: [plan\n", 1),
    "YAML, but no mapping": ("leanspec.adapter.yaml", "- plan\n", 1),
    "YAML, nested too deeply": ("leanspec.adapter.yaml", "a:\n " + "- " * 100_000, 1),
}


@pytest.mark.parametrize(("name", "text", "line"), BROKEN.values(), ids=BROKEN)
def test_a_broken_configuration_is_left_out(name: str, text: str, line: int, repository: Repository) -> None:
    corpus = load(repository({name: text, "specs/001-a/README.md": HEAD}))
    assert list(corpus.specs) == ["001-a"]
    assert [(finding.path, finding.line, finding.code) for finding in corpus.findings] == [
        (name, line, "config")
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"specsDir": 7}',
        '{"specsDir": "nowhere"}',
        '{"structure": {"defaultFile": "a/b.md"}}',
        '{"frontmatter": []}',
        "{}",
    ],
)
def test_settings_that_lead_nowhere(text: str, repository: Repository) -> None:
    root = repository({".lean-spec/config.json": text, "specs/001-a/README.md": HEAD})
    assert list(load(root).specs) == ["001-a"]


@pytest.mark.parametrize("folder", ["specs", ".lean-spec/specs", "doc/specs", "docs/specs"])
def test_where_specs_are_without_configuration(folder: str, repository: Repository) -> None:
    root = repository({f"{folder}/001-a/README.md": HEAD})
    project = locate(root)
    assert (project.root, project.specs) == (root, root / folder)


@pytest.mark.parametrize(
    "below", ["", "specs", "specs/001-a", "specs/001-a/notes", "specs/group", "src/deep"]
)
def test_any_folder_of_a_repository_will_do(below: str, repository: Repository) -> None:
    files = ("specs/001-a/README.md", "specs/001-a/003-child/README.md", "specs/001-a/notes/x.md")
    root = repository(dict.fromkeys((*files, "specs/group/002-b/README.md", "src/deep/x.py"), HEAD))
    project = locate(root / below)
    assert (project.root, project.specs) == (root, root / "specs")
    assert [place.id for place in discover(project)] == ["001-a", "003-child", "002-b"]


def test_a_specs_folder_of_any_name(repository: Repository) -> None:
    root = repository({"specs/001-a/README.md": HEAD, "packages/plans/002-b/README.md": HEAD})
    project = locate(root / "packages/plans")
    assert (project.root, project.specs) == (root, root / "packages/plans")
    assert locate(root, SpecLayout("packages/plans")).specs == root / "packages/plans"
    assert [place.path for place in discover(project)] == ["packages/plans/002-b/README.md"]


def test_a_specs_folder_without_a_repository(tmp_path: Path) -> None:
    (tmp_path / "docs/specs/001-a").mkdir(parents=True)
    (tmp_path / "docs/specs/001-a/README.md").write_text(HEAD, "utf-8")
    for start, layout in ((tmp_path, None), (tmp_path, SpecLayout("docs/specs"))):
        assert [place.path for place in discover(locate(start, layout))] == ["docs/specs/001-a/README.md"]


@pytest.mark.parametrize(
    ("start", "layout", "said"),
    [
        ("", None, "a spec is a folder such as `specs/001-name/`"),
        ("nowhere", None, "there is no folder"),
        ("", SpecLayout("nowhere"), "there is no folder `nowhere`"),
        ("", SpecLayout("specs"), "a spec is a folder such as `001-name/`"),
    ],
)
def test_no_specs(start: str, layout: SpecLayout | None, said: str, repository: Repository) -> None:
    root = repository({"specs/README.md": HEAD, "README.md": ""})
    with pytest.raises(NoSpecsError, match=said):
        load(root / start, layout)
