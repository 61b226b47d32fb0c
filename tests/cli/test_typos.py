"""A typo is answered in one line, with the nearest right word."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import write_files
from commands import spec

from sphinx_leanspec.cli import build, main


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["chekc"], "sphinx-leanspec: there is no command `chekc`; did you mean `check`?"),
        (["sources", "lokc"], "there is no command `lokc`; did you mean `lock`?"),
        (["list", "--format", "jsn"], "argument --format: there is no value `jsn`; did you mean `json`?"),
        (["check", "--severity", "zzz"], "there is no value `zzz`; there are error, warning, info"),
        (["list", "--sttus", "planned"], "list: there is no option `--sttus`; did you mean `--status`?"),
        (["check", "--fail-no=info"], "check: there is no option `--fail-no`; did you mean `--fail-on`?"),
        (["sources", "lock", "--ofline"], "there is no option `--ofline`; did you mean `--offline`?"),
        (["list", "--zzz"], "sphinx-leanspec: unrecognized arguments: --zzz"),
        (["build", "-b", "htm"], "there is no builder `htm`; did you mean `html`?"),
        (["build", "-b", "htlm"], "there is no builder `htlm`; did you mean `html`?"),
        (["build", "-j", "foo"], "`foo` is no number of processes; write `auto` or 1, 2, …"),
        (["build", "-j", "0"], "`0` is no number of processes; write `auto` or 1, 2, …"),
    ],
)
def test_one_line(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    said = capsys.readouterr()
    assert (end.value.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.endswith(f"{told}\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["list", "huose"], "there is no folder `huose`; did you mean `house`?"),
        (["list", "house/specs/001-a/README.md"], "`house/specs/001-a/README.md` is no folder"),
        (
            ["list", "house", "--specs", "spexs"],
            "there is no folder `spexs` in {house}; did you mean `specs`?",
        ),
        (["show", "1", "--repository", "huose"], "there is no folder `huose`; did you mean `house`?"),
        (["show", "specs/001-aa", "--repository", "house"], "names no spec here; did you mean `001-a`?"),
        (["check", "huose/specs"], "there is no file or folder `huose/specs`; did you mean `house`?"),
        (["check", "house", "--baseline", "house/lean.json"], "there is no file `house/lean.json`"),
        (["accept", "huose"], "there is no folder `huose`; did you mean `house`?"),
        (["impact", "1", "--repository", "huose"], "there is no folder `huose`; did you mean `house`?"),
        (["impact", "specs/001-b", "--repository", "house"], "names no spec here; did you mean `001-a`?"),
        (
            ["evidence", "suggest", "--repository", "huose"],
            "there is no folder `huose`; did you mean `house`?",
        ),
        (["schema", "huose"], "there is no folder `huose`; did you mean `house`?"),
        (["build", "huose"], "there is no folder `huose`; did you mean `house`?"),
        (["init", "huose"], "there is no folder `huose`; did you mean `house`?"),
        (["init", "huose", "--first"], "there is no folder `huose`; did you mean `house`?"),
    ],
)
def test_a_path(
    words: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path / "house", {"specs/001-a/README.md": spec()})
    assert main(words) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.endswith(f"{told.replace('{house}', str(tmp_path / 'house'))}\n")
    assert {path.name for path in (tmp_path / "house").iterdir()} == {"specs"}


@pytest.mark.parametrize("name", ["html", "pdf", "revealjs", "confluence", "simplepdf", "htmlhelp"])
def test_builders_that_there_may_be(name: str) -> None:
    assert build._builder(name) == name


def test_accept_lists_what_it_accepts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"specs/001-a/README.md": spec("A", "Words.", "depends_on: [99-no]")})
    assert main(["accept", str(tmp_path)]) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first == "specs/001-a/README.md:5: ref depends_on `99-no` names no spec here"
    assert last.endswith("1 accepted finding, 1 new, 0 gone")


def test_no_command_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "check     find what is wrong with the specs" in said.err
