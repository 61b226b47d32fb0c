"""``list`` narrows, orders and colours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from building import write_files
from commands import spec

from sphinx_leanspec.cli import main
from sphinx_leanspec.views.selection import NARROWING, SORTS

FILES = {
    "specs/001-ground/README.md": spec("Ground", "- [x] dug", "tags: [earth]", status="complete"),
    "specs/002-wall/README.md": spec(
        "Wall", "- [ ] laid", "depends_on: [001-ground]", "tags: [cli, stone]", "assignee: ada"
    ),
    "specs/003-roof/README.md": spec("Roof", "Words.", "depends_on: [002-wall, 2-nowhere]", "assignee: bob"),
    "specs/004-door/README.md": spec("Door", "Words.", "tags: [cli]", status="in-progress").replace(
        "low", "high"
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path, {".git/HEAD": "ref: refs/heads/main\n", **FILES})
    return tmp_path


def listed(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[int]:
    assert main(["list", str(root), "--format", "json", *options]) == 0
    return [one["number"] for one in json.loads(capsys.readouterr().out)["specs"]]


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (["--status", "planned"], [2, 3]),
        (["--status", "planned,Complete"], [1, 2, 3]),
        (["--status", "wip"], [4]),
        (["--tag", "cli"], [2, 4]),
        (["--tag", "cli", "--assignee", "ada"], [2]),
        (["--priority", "high"], [4]),
        (["--priority", "high, low", "--limit", "1"], [1]),
        (["--assignee", "none"], [1, 4]),
        (["--tag", "no-such-tag"], []),
        (["--ready"], [2, 4]),
        (["--ready", "--sort", "priority"], [4, 2]),
        (["--ready", "--sort", "-priority"], [2, 4]),
        (["--sort=-number"], [4, 3, 2, 1]),
        (["--limit", "2"], [1, 2]),
    ],
)
def test_what_is_asked_for(
    root: Path, capsys: pytest.CaptureFixture[str], options: list[str], numbers: list[int]
) -> None:
    assert listed(root, capsys, *options) == numbers


def told(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[tuple[str, str, str, str]]:
    assert main([*words, str(root), "--format", "json"]) in (0, 1)
    found = json.loads(capsys.readouterr().out)["findings"]
    return [(one["spec"], one["severity"], one["code"], one["message"]) for one in found]


def test_list_and_check_tell_the_same(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(
        root, {"specs/001-ground/README.md": FILES["specs/001-ground/README.md"] + "\n[x](gone.md)\n"}
    )
    both = [told(root, capsys, command) for command in ("list", "check")]
    assert both[0] == both[1]
    assert [(spec, severity) for spec, severity, *_ in both[0]] == [
        ("001-ground", "warning"),
        ("003-roof", "warning"),
    ]
    (root / "ubproject.toml").write_text('[leanspec.severity]\nlink = "error"\nref = "off"\n', "utf-8")
    both = [told(root, capsys, command) for command in ("list", "check")]
    assert both[0] == both[1]
    assert [(spec, severity) for spec, severity, *_ in both[0]] == [("001-ground", "error")]
    assert main(["list", str(root), "--findings"]) == 0
    *rows, summary, hint = capsys.readouterr().out.splitlines()
    assert rows[0].split() == ["Spec", "Title", "Status", "Priority", "Findings", "Checks"]
    assert rows[1].split()[-4:] == ["1", "1", "/", "1"]
    assert summary == "4 specs, 1 / 2 checks done, 1 error"
    assert hint == "`sphinx-leanspec check` says what is wrong."
    assert main(["accept", str(root)]) == 0
    capsys.readouterr()
    assert told(root, capsys, "list") == []


def test_what_is_selected_is_shown_though_accepted(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["accept", str(root)])
    capsys.readouterr()
    assert main(["check", str(root)]) == 0
    assert "names no spec" not in capsys.readouterr().out
    assert main(["check", str(root), "--select", "ref", "--fail-on", "info"]) == 0
    shown = capsys.readouterr().out
    assert "info ref depends_on `2-nowhere` names no spec here (accepted)\n" in shown
    assert "1 finding accepted in leanspec-baseline.json." in shown
    main(["check", str(root), "--select", "ref", "--format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["accepted"], finding["fails"], finding["severity"]) == (True, False, "info")
    main(["check", str(root), "--select", "ref", "--format", "sarif"])
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external"}]


@pytest.mark.corpora
@pytest.mark.parametrize("name", ["automodel", "leanspec"])
def test_list_and_check_tell_the_same_of_real_projects(
    name: str, corpora: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = [told(corpora / name, capsys, command) for command in ("list", "check")]
    assert both[0] == both[1]
    assert len(both[0]) > 5


def test_a_selection_has_the_findings_of_its_specs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for options, found in (([], 1), (["--assignee", "bob"], 1), (["--assignee", "ada"], 0)):
        assert main(["list", str(root), "--findings", *options]) == 0
        said = "1 warning" if found else "no findings"
        assert f"checks done, {said}\n" in capsys.readouterr().out
    main(["list", str(root), "--findings", "--status", "planned"])
    assert "\n2 of 4 specs, 0 / 1 checks done, 1 warning\n" in capsys.readouterr().out


def test_what_is_wrong_is_told_where_somebody_asks(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "ubproject.toml").write_text("[leanspec]\nflta = true\n", "utf-8")
    assert main(["list", str(root)]) == 0
    head, *rows, project, summary = capsys.readouterr().out.splitlines()
    assert "Findings" not in head
    assert len(rows) == 4
    assert project.startswith("ubproject.toml:2: config ")
    assert summary == "4 specs, 1 / 2 checks done"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--status", "plannd"], "there is no status `plannd`; did you mean `planned`?"),
        (["--priority", "hgih"], "there is no priority `hgih`; did you mean `high`?"),
        (["--sort", "-updatd"], "there is no order `updatd`; did you mean `updated`?"),
        (["--parent", "002-wal"], "`002-wal` names no spec here; did you mean `002-wall`?"),
    ],
)
def test_what_no_spec_can_have_is_no_empty_list(
    root: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert main(["list", str(root), *options]) == 2
    assert capsys.readouterr().err == f"sphinx-leanspec: {words}\n"


def test_a_status_of_the_project_is_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "ubproject.toml").write_text('[leanspec]\nstatuses = {"review" = "review"}\n')
    assert listed(root, capsys, "--status", "review") == []


def test_the_help_names_every_order_and_what_narrows(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["list", "--help"])
    told = capsys.readouterr().out
    assert all(key in told for key in SORTS)
    assert all(f"--{name}" in told for name in NARROWING)


def test_colours(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def shown(*options: str) -> str:
        assert main(["list", str(root), *options]) == 0
        return capsys.readouterr().out

    plain = shown()
    assert "\x1b" not in plain
    assert "\x1b[32m● complete" in (coloured := shown("--color", "always"))
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert shown() == coloured
    assert shown("--color", "never") == plain
    assert "\x1b" not in shown("--format", "json")
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown() == plain


def test_what_is_due(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def column(*options: str) -> list[str]:
        assert main(["list", str(root), *options]) == 0
        head, *rows = capsys.readouterr().out.splitlines()[:5]
        if "Due" not in head:
            return []
        at = head.index("Due")
        return [row[at:-7].strip() for row in rows]

    assert column() == []
    for name, due in (("001-ground", "2025-01-01"), ("002-wall", "2026-01-01"), ("003-roof", "2026-01-31")):
        path = root / f"specs/{name}/README.md"
        path.write_text(path.read_text().replace("priority:", f"due: {due}\npriority:"))
    assert column() == ["2025-01-01", "2026-01-01 ! late", "2026-01-31 · this month", ""]
    assert column("--on", "2025-12-05")[1:3] == ["2026-01-01", "2026-01-31"]
    assert column("--on", "2026-02-01")[1:3] == ["2026-01-01 ! late", "2026-01-31 ! late"]
    with pytest.raises(SystemExit):
        main(["list", str(root), "--on", "today"])
    assert "`today` is no day" in capsys.readouterr().err
