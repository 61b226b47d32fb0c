"""``sphinx-leanspec check`` and ``accept``: what they look at, what fails, and what they say."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from building import write_files
from commands import Done, on_a_terminal, run, spec
from gitting import Repository

from sphinx_leanspec.cli import main

GOOD = {"specs/001-lamp/README.md": spec("Lamp"), "specs/002-lens/README.md": spec("Lens")}
LOST = "specs/003-tower/README.md"
BAD = {
    **GOOD,
    LOST: spec("Tower", "## Plan\n\n- [ ] a\n\n[no](../009-gone/)", "depends_on: [007]", status="complete"),
}
"""Two warnings, ``ref`` and ``link``, and infos."""

Write = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a repository that git knows nothing of, and say where it is."""

    def write_repository(files: Mapping[str, str]) -> Path:
        root = tmp_path / "house"
        write_files(root, {".git/HEAD": "ref: refs/heads/main\n", **files})
        return root

    return write_repository


@pytest.fixture
def bad(write: Write) -> Path:
    return write(BAD)


def failed(done: Done, *words: str) -> None:
    """Nothing could be said of the specs: one line says why."""
    assert (done.returncode, done.stdout) == (2, b""), done
    assert done.stderr.startswith("sphinx-leanspec: ")
    assert done.stderr.count("\n") == 1
    for word in words:
        assert word in done.stderr


def test_nothing_wrong(write: Write) -> None:
    done = run("check", write(GOOD))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.lines[0] == "2 specs in 2 files checked: no findings"


def test_findings_fail(bad: Path) -> None:
    done = run("check", bad)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.lines[0].startswith(f"{LOST}:5: warning ref depends_on `007` names no spec here")
    assert done.lines[1].startswith("    fix: ")
    assert done.lines[2].startswith(f"{LOST}:14: warning link ")
    assert "3 specs in 3 files checked: 2 warnings" in done.lines
    assert re.search(r"^\d+ infos not shown; --severity info shows them\.$", done.text, re.MULTILINE)


@pytest.mark.parametrize(
    ("options", "code", "least"),
    [
        ((), 1, "warning"),
        (("--fail-on", "error"), 0, "warning"),
        (("--fail-on", "never"), 0, "warning"),
        (("--fail-on", "never", "--severity", "info"), 0, "info"),
        (("--severity", "info"), 1, "info"),
        (("--severity", "error"), 1, "warning"),  # what fails is shown
        (("--severity", "error", "--fail-on", "never"), 0, "error"),
        (("--fail-on", "info"), 1, "info"),
    ],
)
def test_what_is_shown_and_what_fails(bad: Path, options: tuple[str, ...], code: int, least: str) -> None:
    done = run("check", bad, "--format", "json", *options)
    assert done.returncode == code
    report = done.json()
    assert report["failed"] == bool(code)
    order = ["error", "warning", "info"]
    shown = {finding["severity"] for finding in report["findings"]}
    assert shown == {
        severity for severity in ("warning", "info") if order.index(severity) <= order.index(least)
    }
    for severity in order:
        told = sum(finding["severity"] == severity for finding in report["findings"])
        assert report["summary"][severity] == told
        assert not (told and report["summary"]["hidden"][severity])


def test_findings_that_fail_nothing_are_told(bad: Path) -> None:
    findings = run("check", bad, "--format", "json", "--severity", "info").json()["findings"]
    assert {(finding["severity"], finding["fails"]) for finding in findings} == {
        ("warning", True),
        ("info", False),
    }


def test_select_and_ignore(bad: Path) -> None:
    def codes(*options: str) -> list[str]:
        return run("check", bad, "--format", "json", *options).codes()

    assert codes() == ["ref", "link"]
    assert codes("--select", "link") == ["link"]
    assert codes("--select", "link, ref") == ["ref", "link"]
    assert codes("--select", "link", "--select", "ref") == ["ref", "link"]
    assert codes("--ignore", "link") == ["ref"]
    assert codes("--ignore", "link,ref") == []
    assert run("check", bad, "--ignore", "link,ref").returncode == 0


def test_a_rule_that_is_none(bad: Path) -> None:
    failed(run("check", bad, "--select", "refs"), "there is no rule `refs`; did you mean `ref`?")
    failed(run("check", bad, "--ignore", "ref,lnik"), "`lnik`; did you mean `link`?")
    failed(run("accept", bad, "--ignore", "xyzzyx"), "there is no rule `xyzzyx`; the rules are alias, ")


def test_no_rule_asked(bad: Path) -> None:
    failed(run("check", bad, "--select", "uncovered"), "no rule was asked", "uncovered (no documents)")
    failed(run("check", bad, "--select", "ref", "--ignore", "ref"), "no rule was asked", "ref (ignored)")


def test_documents_are_asked_what_they_cover(write: Write) -> None:
    without = run("check", write(GOOD))
    assert "Not checked, as there are no documents: " in without.text
    root = write({**GOOD, "docs/guide.md": "---\nspecs: [1, 9]\n---\n\n# Guide\n"})
    done = run("check", root, "--format", "json")
    assert [(finding["path"], finding["spec"]) for finding in done.json()["findings"]] == [
        ("docs/guide.md", None)
    ]
    assert "no documents" not in {one["reason"] for one in done.json()["skipped"]}


def test_what_takes_long_is_asked_where_it_is_shown(write: Write) -> None:
    root = write({**GOOD, LOST: spec("Tower", "```json\n...\n```\n")})
    remark = "Not checked, as that takes long: claim, code; --severity info checks them."
    usual = run("check", root)
    assert remark in usual.text
    assert run("check", root, "--format", "json").json()["skipped"][1] == {
        "code": "code",
        "reason": "not shown",
    }
    for options in (["--severity", "info"], ["--fail-on", "info"]):
        done = run("check", root, *options)
        assert " info code " in done.text
        assert remark not in done.text
    selected = run("check", root, "--select", "code")
    assert (selected.returncode, " info code " in selected.text) == (0, True)
    assert "1 info not shown" in run("check", root, "--select", "code", "--severity", "warning").text
    assert remark not in selected.text


@pytest.mark.parametrize("command", ["check", "accept"])
def test_no_specs(command: str, write: Write) -> None:
    root = write({"specs/README.md": "# None yet\n"})
    failed(run(command, root), "no specs", str(root))
    failed(run(command, root / "nowhere"), "folder", "nowhere")
    failed(run(command, root, "--specs", "specs"), "no specs")
    assert not (root / "leanspec-baseline.json").exists()


def test_no_spec_that_can_be_read(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write(GOOD)

    def refuse(root: Path, path: str) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("sphinx_leanspec.reading.decoding.read", refuse)
    for options in ((), ("--ignore", "unreadable")):
        assert main(["check", str(root), *options]) == 2
        assert "none of the specs" in capsys.readouterr().err


def test_a_spec_that_cannot_be_read(write: Write) -> None:
    root = write(GOOD)
    (root / "specs/002-lens/README.md").write_bytes(b"\xff\xfe\x00" * 10)
    assert run("check", root).returncode == 1


def test_options_that_are_wrong(bad: Path, tmp_path: Path) -> None:
    for options in (
        ("--format", "xml"),
        ("--format", "json="),
        ("--severity", "off"),
        ("--fail-on", "all"),
        ("--nonsense",),
    ):
        assert run("check", bad, *options).returncode == 2
    failed(run("check", bad, "--format", "text", "--format", "json"), "text, json cannot share one output")
    failed(run("check", bad, "--format", f"json={tmp_path}/a.json", "-o", "b"), "so -o has nothing to write")
    nowhere = str(tmp_path / "no/folder.json")
    failed(run("check", bad, "--format", "json", "-o", nowhere), nowhere, "cannot be written")
    failed(run("check", bad, "--format", f"sarif={nowhere}"), nowhere, "cannot be written")


def test_several_formats_at_once(bad: Path, tmp_path: Path) -> None:
    names = {form: tmp_path / f"a b.{form}" for form in ("json", "sarif", "junit", "github")}
    options = [f"--format={form}={path}" for form, path in names.items()]
    done = run("check", bad, *options, "--format", "text")
    assert done.stdout == run("check", bad).stdout
    for form, path in names.items():
        assert path.read_bytes() == run("check", bad, "--format", form).stdout
    done = run("check", bad, *options)
    assert (done.returncode, done.lines[0]) == (1, "3 specs in 3 files checked: 2 warnings")
    done = run("check", bad, "--format", "json", "-o", tmp_path / "o.json")
    assert done.lines[0] == "3 specs in 3 files checked: 2 warnings"
    assert (tmp_path / "o.json").read_bytes() == names["json"].read_bytes()


def test_the_same_from_everywhere(bad: Path) -> None:
    for form in ("text", "json", "sarif", "junit", "github"):
        wanted = run("check", bad, "--format", form).stdout
        assert str(bad).encode() not in wanted
        assert run("check", "--format", form, cwd=bad / "specs/003-tower").stdout == wanted
        variables = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
        assert run("check", bad / "specs", "--format", form, **variables).stdout == wanted


def test_what_windows_lacks_letters_for(write: Write) -> None:
    body = "[多语言](../多/) and [é](../é→/)"
    root = write({**GOOD, "specs/003-多/README.md": spec("多语言", body)})
    for encoding in ("cp1252", "cp437", "ascii"):
        done = run("check", root, PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (1, "")
        assert b"warning link" in done.stdout
        for form in ("json", "sarif", "junit", "github"):
            done = run("check", root, "--format", form, PYTHONIOENCODING=encoding)
            assert (done.returncode, done.stderr) == (1, "")
            assert "多" in done.text


@pytest.mark.skipif(os.name == "nt", reason="a terminal is asked for by POSIX means")
def test_colours_on_a_terminal_only(bad: Path) -> None:
    assert b"\x1b" not in run("check", bad).stdout
    coloured = on_a_terminal("check", bad)
    assert "\x1b[33mwarning\x1b[0m" in coloured
    assert "\x1b" not in on_a_terminal("check", bad, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("check", bad, TERM="dumb")
    assert "\x1b[33m" in on_a_terminal("check", bad, NO_COLOR="")
    plain = re.sub(r"\x1b\[\d+m", "", coloured)
    assert plain.split() == run("check", bad).text.split()
    assert max(map(len, plain.splitlines())) > 50
    narrow = on_a_terminal("check", bad, NO_COLOR="1", COLUMNS="50")
    assert narrow.split() == plain.split()
    broken = narrow.partition("\n\n")[0].splitlines()
    assert [line for line in broken if line.startswith("    ")]
    assert all(len(line) <= 50 for line in broken if " " in line.strip())


# --since


@pytest.fixture
def history(tmp_path: Path) -> Repository:
    """Main with three specs, of which two are wrong, and a branch that begins there."""
    repository = Repository(tmp_path / "house")
    repository.commit("2026-01-01T10:00:00Z", {**BAD, "specs/004-fog/README.md": spec("Fog", "[x](no.md)")})
    repository.git("branch", "base")
    repository.git("checkout", "--quiet", "-b", "work")
    return repository


def since(repository: Repository, *options: str, revision: str = "base") -> dict[str, list[str]]:
    """The specs that are looked at, and the files with findings."""
    done = run("check", repository.root, "--since", revision, "--format", "json", *options)
    assert done.stderr == ""
    report = done.json()
    assert report["summary"]["specs"] >= 3
    assert done.returncode == int(bool(report["findings"]))
    paths = {finding["path"] for finding in report["findings"]}
    return {"specs": report["since"]["specs"], "paths": sorted(paths)}


def test_nothing_changed(history: Repository) -> None:
    assert run("check", history.root).returncode == 1
    done = run("check", history.root, "--since", "base")
    assert done.returncode == 0
    base = history.git("rev-parse", "base")[:10]
    assert done.lines[0] == "4 specs in 4 files checked: no findings"
    assert f"0 specs of 4 changed since base (merge base {base})." in done.lines


def test_what_was_committed_and_what_was_not(history: Repository) -> None:
    history.commit("2026-01-02T10:00:00Z", {"specs/004-fog/NOTES.md": "# Notes\n\n[dead](dead.md)\n"})
    assert since(history) == {
        "specs": ["004-fog"],
        "paths": ["specs/004-fog/NOTES.md", "specs/004-fog/README.md"],
    }
    write_files(history.root, {"specs/003-tower/plan.svg": "<svg/>"})  # untracked, and no Markdown
    assert since(history)["specs"] == ["003-tower", "004-fog"]
    history.git("add", "--all")
    assert since(history)["specs"] == ["003-tower", "004-fog"]
    write_files(history.root, {"specs/001-lamp/README.md": spec("A lamp", "[x](dead.md)")})
    assert since(history)["specs"] == ["001-lamp", "003-tower", "004-fog"]
    assert since(history, revision="HEAD")["specs"] == ["001-lamp", "003-tower"]


def test_what_main_did_meanwhile_is_not_told(history: Repository) -> None:
    history.commit("2026-01-02T10:00:00Z", {"specs/004-fog/README.md": spec("Fog", "[y](no.md)")})
    history.git("checkout", "--quiet", "base")
    history.commit("2026-01-03T10:00:00Z", {"specs/001-lamp/README.md": spec("Lamp", "[y](no.md)")})
    history.git("checkout", "--quiet", "work")
    assert since(history) == {"specs": ["004-fog"], "paths": ["specs/004-fog/README.md"]}


def test_a_spec_in_a_spec_and_paths_of_all_kinds(history: Repository) -> None:
    body = "[x](dead.md)"
    for path in ("specs/004-fog/005-horn/README.md", "specs/archived/006 a%b 茶/README.md"):
        history.commit("2026-01-02T10:00:00Z", {path: spec("A", body)})
    assert since(history)["specs"] == ["005-horn", "006 a%b 茶"]


def test_specs_that_refer_to_one_that_is_gone(history: Repository) -> None:
    history.commit(
        "2026-01-02T10:00:00Z",
        {
            "specs/005-a/README.md": spec("A", "[b](../008-b/)"),
            "specs/006-c/README.md": spec("C", "Words.", "depends_on: [008]"),
            "specs/007-d/README.md": spec("D", "[lost](../010-lost/)"),
            "specs/008-b/README.md": spec("B"),
        },
    )
    history.git("branch", "--force", "base")
    history.git("mv", "specs/008-b", "specs/009-b")
    assert since(history) == {
        "specs": ["009-b"],
        "paths": ["specs/005-a/README.md", "specs/006-c/README.md"],
    }
    history.git("mv", "specs/009-b", "specs/008-b")
    history.git("mv", "specs/008-b", "specs/archived")
    (history.root / "specs/archived/008-b").mkdir()
    history.git("mv", "specs/archived/README.md", "specs/archived/008-b/README.md")
    assert "specs/006-c/README.md" not in since(history)["paths"]


def test_a_project_that_is_a_part_of_a_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "all")
    files = {f"tools/{path}": text for path, text in BAD.items()}
    repository.commit("2026-01-01T10:00:00Z", {**files, "tools/.lean-spec/config.json": "{}", "other.md": ""})
    write_files(repository.root, {"other.md": "x", f"tools/{LOST}": spec("Tower", "[x](no.md)")})
    done = run("check", repository.root / "tools", "--since", "HEAD", "--format", "json")
    assert done.json()["since"]["specs"] == ["003-tower"]
    assert [finding["path"] for finding in done.json()["findings"]] == [LOST]


def test_git_that_cannot_say_is_never_green(history: Repository, tmp_path: Path, write: Write) -> None:
    root = history.root
    failed(run("check", root, "--since", "nowhere"), "git cannot say what changed since `nowhere`")
    failed(run("check", root, "--since=--help"), "is no revision")
    failed(run("check", root, "--since", "base", PATH=str(tmp_path)), "git cannot say")
    history.git("checkout", "--quiet", "--orphan", "other")
    history.commit("2026-01-02T10:00:00Z")
    failed(run("check", root, "--since", "base"), "no commit in common", "fetch-depth: 0")
    unknown = tmp_path / "elsewhere"
    write_files(unknown, {".git/HEAD": "ref: refs/heads/main\n", **GOOD})
    failed(run("check", unknown, "--since", "HEAD"), "git cannot say")


def test_a_shallow_clone_is_never_green(history: Repository, tmp_path: Path) -> None:
    history.commit("2026-01-02T10:00:00Z", {"x": ""})
    clone = history.clone(tmp_path / "clone", "--depth", "1", "--no-single-branch")
    failed(run("check", clone, "--since", "origin/base"), "fetch-depth: 0")


@pytest.mark.skipif(os.name == "nt", reason="the filter is a command of POSIX")
def test_no_setting_of_a_repository_is_run(history: Repository, tmp_path: Path) -> None:
    trap = tmp_path / "run"
    for name in ("filter.a.clean", "filter.b.process", "diff.external", "diff.c.textconv", "core.fsmonitor"):
        history.git("config", name, f"touch {trap}; cat")
    history.git("config", "filter.a.required", "true")
    history.commit("2026-01-02T10:00:00Z")
    trap.unlink(missing_ok=True)
    write_files(history.root, {".gitattributes": "*.md filter=a diff=c\n", LOST: spec("Tower", "Other")})
    os.utime(history.root / "specs/001-lamp/README.md")
    assert since(history)["specs"] == ["003-tower"]
    assert not trap.exists()
    history.git("config", "filter.x=y.clean", "cat")
    failed(run("check", history.root, "--since", "base"), "filter")


# the baseline


def test_accepted_findings_do_not_fail(bad: Path) -> None:
    done = run("accept", bad)
    baseline = bad / "leanspec-baseline.json"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.lines[-1] == f"{baseline}: 2 accepted findings, 2 new, 0 gone"
    assert [line.split()[1] for line in done.lines[:-1]] == ["ref", "link"]
    done = run("check", bad)
    assert done.returncode == 0
    assert done.lines[0] == "3 specs in 3 files checked: no findings"
    assert "2 findings accepted in leanspec-baseline.json." in done.lines
    assert run("check", bad, "--no-baseline").returncode == 1
    report = run("check", bad, "--format", "json").json()
    assert report["baseline"] == {"path": "leanspec-baseline.json", "accepted": 2, "gone": 0}


def test_the_file_is_sorted_and_says_what_was_accepted(bad: Path) -> None:
    run("accept", bad)
    text = (bad / "leanspec-baseline.json").read_text("utf-8")
    content = json.loads(text)
    assert list(content) == ["about", "version", "findings"]
    assert content["version"] == 1
    assert [(entry["place"], entry["code"]) for entry in content["findings"]] == [
        ("003-tower", "link"),
        ("003-tower", "ref"),
    ]
    assert content["findings"][1]["message"] == "depends_on `007` names no spec here"
    assert text.endswith("}\n")
    run("accept", bad, PYTHONHASHSEED="7")
    assert (bad / "leanspec-baseline.json").read_text("utf-8") == text


def test_lines_that_move_are_no_new_findings(bad: Path) -> None:
    run("accept", bad)
    before = run("check", bad, "--no-baseline", "--format", "json").json()["findings"]
    text = (bad / LOST).read_text("utf-8")
    write_files(
        bad, {LOST: text.replace("created:", "assignee: ana\ncreated:").replace("## Plan", "A.\n\n## Plan")}
    )
    after = run("check", bad, "--no-baseline", "--format", "json").json()["findings"]
    assert [found["line"] for found in before] != [found["line"] for found in after]
    assert [found["fingerprint"] for found in before] == [found["fingerprint"] for found in after]
    assert run("check", bad).returncode == 0
    run("accept", bad)
    assert "0 new, 0 gone" in run("accept", bad).text


def test_a_spec_that_moves_keeps_its_findings(bad: Path) -> None:
    run("accept", bad)
    (bad / "specs/archived").mkdir()
    (bad / "specs/003-tower").rename(bad / "specs/archived/003-tower")
    assert run("check", bad, "--select", "ref").returncode == 0


def test_what_is_new_fails(bad: Path) -> None:
    run("accept", bad)
    text = (bad / LOST).read_text("utf-8")
    write_files(bad, {LOST: text.replace("[007]", "[007, 008]")})
    done = run("check", bad)
    assert done.returncode == 1
    assert next(line for line in done.lines if line.startswith("specs/")).startswith(
        f"{LOST}:5: warning ref depends_on `008`"
    )
    write_files(bad, {LOST: text.replace("[007]", "[008]")})  # the same kind, at the same place
    assert run("check", bad, "--format", "json").codes() == ["ref"]


def test_findings_that_are_alike_are_counted(write: Write) -> None:
    def links(number: int) -> dict[str, str]:
        return {**GOOD, LOST: spec("Tower", "\n\n".join(["[a](dead.md)"] * number))}

    root = write(links(2))
    assert "2 accepted findings" in run("accept", root).text
    entries = json.loads((root / "leanspec-baseline.json").read_text("utf-8"))["findings"]
    assert [entry["count"] for entry in entries] == [2]
    prints = run("check", root, "--no-baseline", "--format", "json").json()["findings"]
    assert len({found["fingerprint"] for found in prints}) == 2
    write_files(root, links(3))
    assert run("check", root, "--format", "json").codes() == ["link"]
    write_files(root, links(1))
    done = run("check", root)
    assert done.returncode == 0
    assert "1 finding accepted in leanspec-baseline.json." in done.lines
    assert "1 accepted finding is gone; `sphinx-leanspec accept` updates the list." in done.lines


def test_what_a_message_counts_is_not_what_it_is_known_by(write: Write) -> None:
    def boxes(number: int) -> dict[str, str]:
        return {**GOOD, LOST: spec("Tower", "- [ ] a\n" * number + "- [x] b", status="complete")}

    root = write(boxes(3))
    run("accept", root, "--select", "open", "--severity", "info")
    for number in (1, 2, 12):
        write_files(root, boxes(number))
        assert run("check", root, "--select", "open", "--fail-on", "info").returncode == 0


def test_what_was_mended_leaves_the_baseline(bad: Path) -> None:
    run("accept", bad)
    write_files(bad, {LOST: BAD[LOST].replace("depends_on: [007]\n", "")})
    done = run("check", bad)
    assert done.returncode == 0
    assert "1 accepted finding is gone; `sphinx-leanspec accept` updates the list." in done.lines
    assert "1 accepted finding, 0 new, 1 gone" in run("accept", bad).text
    assert "gone" not in run("check", bad).text
    write_files(bad, BAD)  # it is back: new
    assert run("check", bad, "--format", "json").codes() == ["ref"]


def test_what_was_not_looked_at_is_neither_gone_nor_lost(bad: Path) -> None:
    run("accept", bad)
    done = run("check", bad, "--select", "link")
    assert "1 finding accepted in leanspec-baseline.json." in done.lines
    assert not any("is gone" in line or "are gone" in line for line in done.lines)
    assert "2 accepted findings, 0 new, 0 gone" in run("accept", bad, "--select", "link").text
    text = run("accept", bad, "--severity", "info").text
    assert re.search(r": (\d+) accepted findings, [1-9]\d* new, 0 gone", text)
    assert text.partition("new")[0].split(":")[-1].split()[0] in run("accept", bad).text  # infos stay


def test_findings_of_a_rule_that_is_no_more_are_gone(bad: Path) -> None:
    entry = {"code": "phlogiston", "place": "001-lamp", "message": "m"}
    write_files(bad, {"leanspec-baseline.json": json.dumps({"version": 1, "findings": [entry]})})
    assert "1 accepted finding is gone" in run("check", bad).text
    assert "2 accepted findings, 2 new, 1 gone" in run("accept", bad).text


def test_a_baseline_of_another_name(bad: Path, tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    failed(run("check", bad, "--baseline", path), str(path), "there is no file")
    assert run("accept", bad, "--baseline", path).returncode == 0
    assert not (bad / "leanspec-baseline.json").exists()
    done = run("check", bad, "--baseline", "known.json", cwd=tmp_path)
    assert done.returncode == 0
    assert "2 findings accepted in known.json." in done.lines
    assert run("check", bad).returncode == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "<<<<<<< HEAD",
        '{"version": 1}',
        '{"version": 1, "findings": [{"code": 1}]}',
        "[" * 9999,
    ],
)
def test_a_baseline_that_is_none(bad: Path, text: str) -> None:
    path = bad / "leanspec-baseline.json"
    path.write_text(text, "utf-8")
    for command in ("check", "accept"):
        failed(run(command, bad), str(path), "remove it")
    assert path.read_text("utf-8") == text
    path.write_text('{"version": 2, "findings": []}', "utf-8")
    failed(run("check", bad), "has version 2, not 1")


def test_nothing_to_accept(write: Write) -> None:
    root = write(GOOD)
    done = run("accept", root)
    assert (done.returncode, "0 accepted findings" in done.text) == (0, True)
    assert not (root / "leanspec-baseline.json").exists()


def test_a_baseline_that_cannot_be_written(bad: Path, tmp_path: Path) -> None:
    failed(run("accept", bad, "--baseline", tmp_path / "no/where.json"), "cannot be written")


def test_a_baseline_and_a_revision_together(history: Repository) -> None:
    run("accept", history.root)
    write_files(history.root, {LOST: BAD[LOST].replace("[007]", "[007, 008]")})
    done = run("check", history.root, "--since", "base", "--format", "json")
    assert [finding["message"] for finding in done.json()["findings"]] == [
        "depends_on `008` names no spec here"
    ]
