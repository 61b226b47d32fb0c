"""What reports say of a test: how they are read, what counts, and what cannot be known."""

from __future__ import annotations

import os
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from reporting import FAILURE, SKIPPED, case, element, pytest_, reports, suite, suites, vitest, vitest_file

from sphinx_leanspec.claims import junit

CART = "web/cart.test.ts"
PASSING = vitest(vitest_file(CART, {"adds": ""}))


def verdicts(read: junit.TestReports, *test_ids: str) -> list[str]:
    return [read.look_up(one).verdict for one in test_ids]


# How a report is read.


@pytest.mark.parametrize("control", ["\x1b", "\x00", "\ufffe", "&#27;", "&#x1B;", "&#xFFFF;", "&#x110000;"])
def test_characters_that_xml_does_not_know_are_left_out(tmp_path: Path, control: str) -> None:
    text = PASSING.replace("adds", f"ad{control}ds").replace(
        "</testcase>", f"<failure>{control}</failure></testcase>"
    )
    read = reports(tmp_path, text)
    assert verdicts(read, f"{CART} > adds") == ["failed"]
    assert not read.problems


def test_a_reference_is_seen_where_two_pieces_meet(tmp_path: Path) -> None:
    for at in range(12):
        space = " " * ((1 << 16) - len(PASSING.partition("adds")[0]) - at)
        text = PASSING.replace("<testsuites", f"<!--{space[7:]}--><testsuites").replace(
            "adds", "ad&#x0000001B;ds"
        )
        assert verdicts(reports(tmp_path, text), f"{CART} > adds") == ["passed"], at


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_an_encoding_is_the_one_that_is_declared(tmp_path: Path, encoding: str) -> None:
    declared = "" if encoding.startswith("utf") else f'<?xml version="1.0" encoding="{encoding}"?>'
    read = reports(tmp_path, (declared + PASSING.replace("adds", "größe")).encode(encoding))
    assert verdicts(read, f"{CART} > größe") == ["passed"]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "no well-formed XML"),
        ("<testsuites>\n<testsuite", 2, "no well-formed XML"),
        (f"{PASSING}\n\n<more/>", 3, "no well-formed XML"),
        (f"<!DOCTYPE testsuites>\n{PASSING}", 1, "it has a DOCTYPE"),
        (f'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]>\n{PASSING}', 1, "it has a DOCTYPE"),
        ("<!--\n-->\n<html/>", 3, "its root is html"),
        ("TAP version 13\nok 1 - adds\n", 1, "no well-formed XML"),
        (PASSING.replace("adds", "größe").encode("latin-1"), 1, "encoding"),
        (b'<?xml version="1.0" encoding="utf-7"?>\n<testsuites/>', 1, "utf-7"),
        (
            "<testsuites>\n" + "<testsuite>" * 300 + "</testsuite>" * 300 + "</testsuites>",
            2,
            "deeper than 200",
        ),
        (f'<testsuites>\n<testsuite name="{"x" * (17 << 20)}"/></testsuites>', 2, "larger than 16 MiB"),
    ],
)
def test_what_cannot_be_read_is_unknown_and_never_missing(
    tmp_path: Path, text: str | bytes, line: int, why: str
) -> None:
    read = reports(tmp_path, text, PASSING.replace("adds", "other"))
    (problem,) = read.problems
    assert (problem.path, problem.line) == ("0.xml", line)
    assert why in problem.message
    assert problem.fix
    assert verdicts(read, f"{CART} > adds", f"{CART} > other") == ["unknown", "passed"]
    assert read.look_up(f"{CART} > adds").note == f"0.xml:{line} could not be read"


def test_a_namespace_does_no_harm(tmp_path: Path) -> None:
    text = PASSING.replace("<testsuites", '<testsuites xmlns="urn:x" xmlns:y="urn:y"', 1)
    assert verdicts(reports(tmp_path, text), f"{CART} > adds") == ["passed"]


def test_suites_in_suites_and_cases_without_one(tmp_path: Path) -> None:
    at = {"file": "a.rb"}
    text = suites(case("top", **at), suite("a", suite("b", case("deep", FAILURE, **at)), case("mid", **at)))
    read = reports(tmp_path, text)
    assert verdicts(read, "a.rb > top", "a.rb > deep", "a.rb > mid") == ["passed", "failed", "passed"]


def test_what_a_later_try_says_is_not_what_the_case_says(tmp_path: Path) -> None:
    again = element("rerunFailure", "<failure />", message="no")
    text = vitest(vitest_file(CART, {"adds": again, "logs": "<system-out>&lt;failure/&gt;</system-out>"}))
    assert verdicts(reports(tmp_path, text), f"{CART} > adds", f"{CART} > logs") == ["flaky", "passed"]


def test_a_large_report_takes_little_memory(tmp_path: Path) -> None:
    failure = f"<failure>{'x' * 50_000}\n</failure>"
    text = vitest(vitest_file(CART, {f"test {number}": failure for number in range(200)}))
    read = reports(tmp_path, text)
    del text
    tracemalloc.start()
    assert read.look_up(f"{CART} > test 7").verdict == "failed"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "0.xml").stat().st_size > 10_000_000
    assert peak < 2_000_000


@pytest.mark.parametrize("unit", [" ", "::a", "=(", ' for "', "/a", ":1", "[", "a > "])
def test_a_name_of_any_length_takes_time_in_proportion(tmp_path: Path, unit: str) -> None:
    name, hook = (f"{start}{unit * 60_000})x" for start in ("a (", '"before all" hook: '))
    inner = case(name, classname="a.test.ts"), case(hook, classname=hook)
    text = suites(suite("a.test.ts", *inner), name="Mocha Tests")
    began = time.process_time()
    for runner in junit.RUNNERS:
        read = reports(tmp_path, text, runner=runner)
        assert read.look_up("a.test.ts > no").verdict in ("missing", "unknown", "failed")
    assert time.process_time() - began < 10


# Which reports are read.


def test_without_a_report_nothing_is_known(tmp_path: Path) -> None:
    read = junit.TestReports(tmp_path, [], lambda _: False)
    assert not read.is_configured
    assert read.look_up("a > b") == junit.ReportedOutcome("unknown", "no report")
    read = reports(tmp_path)
    assert read.is_configured
    assert read.look_up("a > b").note == "no report"


def test_with_one_of_two_nothing_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(PASSING)
    chosen = [junit.ReportSettings("a.xml"), junit.ReportSettings("b/*.xml")]
    read = junit.TestReports(tmp_path, chosen, lambda _: False)
    assert verdicts(read, f"{CART} > adds", f"{CART} > other") == ["passed", "unknown"]
    assert "b/*.xml" in read.look_up(f"{CART} > other").note


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.xml", ["a.xml"]),
        ("**/*.xml", ["a.xml", "x/b.xml", "x/y/c.xml"]),
        ("x/**", ["x/b.xml", "x/y/c.xml"]),
        ("x/**/c.xml", ["x/y/c.xml"]),
        ("x/[ab].xml", ["x/b.xml"]),
        ("x/../a.xml", ["a.xml"]),
        ("./x\\b.xml", ["x/b.xml"]),
        ("link/*.xml", []),
        ("linked.xml", []),
        ("node_modules/d.xml", ["node_modules/d.xml"]),
        (".out/*.xml", [".out/g.xml"]),
        ("*/e.xml", []),
        ("x", []),
        ("nowhere/*.xml", []),
    ],
)
def test_a_pattern_finds_files_and_follows_no_link(tmp_path: Path, pattern: str, found: list[str]) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    for name in ("a.xml", "x/b.xml", "x/y/c.xml", "node_modules/d.xml", ".venv/e.xml", ".out/g.xml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(PASSING)
    outside.mkdir()
    (outside / "f.xml").write_text(PASSING)
    (root / "link").symlink_to(outside)
    (root / "linked.xml").symlink_to(outside / "f.xml")
    read = junit.TestReports(root, [junit.ReportSettings(pattern)], lambda _: False)
    assert [file.path for file in read.fingerprint()] == found
    assert list(read.look_up(f"{CART} > adds").reports) == found


@pytest.mark.parametrize("pattern", ["../*.xml", "x/../../a.xml", "/etc/*.xml", "C:/a.xml", "**/../../a.xml"])
def test_a_pattern_does_not_lead_out(tmp_path: Path, pattern: str) -> None:
    read = junit.TestReports(tmp_path, [junit.ReportSettings(pattern)], lambda _: False)
    (problem,) = read.problems
    assert "leads out of the repository" in problem.message
    assert verdicts(read, "a > b") == ["unknown"]
    assert read.fingerprint() == ()


def test_reports_are_the_same_by_what_they_hold(tmp_path: Path) -> None:
    before = reports(tmp_path, PASSING, PASSING).fingerprint()
    assert before[0].digest == before[1].digest
    os.utime(tmp_path / "0.xml", (1, 1))
    touched = reports(tmp_path).fingerprint(before)
    assert touched[0].changed != before[0].changed
    assert [file.digest for file in touched] == [file.digest for file in before]
    (tmp_path / "0.xml").write_text(PASSING.replace("adds", "adds more"))
    assert reports(tmp_path).fingerprint(before)[0].digest != before[0].digest


# Which file of the repository is meant.


def test_a_base_is_the_folder_that_has_all_the_files(tmp_path: Path) -> None:
    files = ["packages/web/src/a.test.ts", "packages/web/src/b.test.ts", "packages/api/src/a.test.ts"]
    text = vitest(vitest_file("src/a.test.ts", {"adds": ""}), vitest_file("src/b.test.ts", {"adds": ""}))
    read = reports(tmp_path, text, existing=files)
    assert verdicts(read, *(f"{file} > adds" for file in files)) == ["passed", "passed", "missing"]
    assert read.look_up(f"{files[0]} > adds").file == files[0]
    assert verdicts(read, "src/a.test.ts > adds") == ["passed"]


def test_two_bases_leave_a_doubt(tmp_path: Path) -> None:
    files = ["packages/web/src/a.test.ts", "packages/api/src/a.test.ts"]
    text = vitest(vitest_file("src/a.test.ts", {"adds": ""}))
    read = reports(tmp_path, text, existing=files)
    found = read.look_up(f"{files[0]} > adds")
    assert found.verdict == "ambiguous"
    assert "`packages/api` or `packages/web`: set `base`" in found.note
    assert verdicts(read, f"{files[1]} > adds", f"{files[1]} > other") == ["ambiguous", "missing"]
    read = reports(tmp_path, text, existing=files, base="packages/api")
    assert verdicts(read, f"{files[0]} > adds", f"{files[1]} > adds") == ["missing", "passed"]


def test_a_report_in_a_package_is_of_that_package(tmp_path: Path) -> None:
    files = ["web/src/a.test.ts", "api/src/a.test.ts", "src/a.test.ts"]
    texts = [vitest(vitest_file("src/a.test.ts", {"adds": inner})) for inner in (FAILURE, "", SKIPPED)]
    places = ["web/out/junit.xml", "api/junit.xml", "junit.xml"]
    read = reports(tmp_path, *texts, names=places, existing=files)
    assert verdicts(read, *(f"{file} > adds" for file in files)) == ["failed", "passed", "skipped"]


def test_a_base_of_modules(tmp_path: Path) -> None:
    files = ["api/tests/test_a.py", "src/test/java/com/example/CartTest.java"]
    python = pytest_(case("test_x", classname="tests.test_a.TestA"))
    java = suite("com.example.CartTest", case("adds", classname="com.example.CartTest"))
    read = reports(tmp_path, python, java, existing=files)
    found = read.look_up("api/tests/test_a.py::TestA::test_x")
    assert (found.verdict, found.file) == ("passed", files[0])
    assert read.look_up(f"{files[1]} > adds").file == files[1]
    assert read.look_up("com.example.CartTest.adds").file == files[1]
    assert "api/tests/test_a.py::TestA::test_x" in read.ids()
    ambiguous = reports(tmp_path, python, existing=[*files, "web/tests/test_a.py"])
    assert verdicts(ambiguous, "api/tests/test_a.py::TestA::test_x") == ["ambiguous"]


@pytest.mark.parametrize("top", ["/build/7", "C:/agent/work", "C:\\agent\\work", "file:///build/7"])
def test_absolute_paths_enter_the_repository(tmp_path: Path, top: str) -> None:
    def at(folder: str, inner: str) -> str:
        file = f"{top}/{folder}src/a.test.js"
        return case("adds", inner, classname="", file=file.replace("/", "\\") if "\\" in top else file)

    text = suite("Mocha Tests", at("", FAILURE), at("packages/web/", ""))
    files = ["src/a.test.js", "packages/web/src/a.test.js"]
    ids = [f"{file} > adds" for file in files]
    assert verdicts(reports(tmp_path, text, existing=files), *ids) == ["failed", "passed"]
    unknown = reports(tmp_path, text)
    assert verdicts(unknown, *ids) == ["failed", "passed"], "from the folder that they share"
    assert verdicts(unknown, "web/src/a.test.js > adds", "eb/src/a.test.js > adds") == ["passed", "missing"]
    assert verdicts(unknown, "a.test.js > adds") == ["ambiguous"]


# What became of it.


@pytest.mark.parametrize(
    ("inner", "verdict"),
    [
        ("", "passed"),
        (FAILURE, "failed"),
        ("<error />", "failed"),
        (SKIPPED, "skipped"),
        (SKIPPED + FAILURE, "failed"),
        ('<skipped type="pytest.xfail" message="bug" />', "skipped"),
        ("<flakyFailure />", "flaky"),
        ("<flakyError />", "flaky"),
        ('<failure type="flaky failure" /><flakyFailure />', "flaky"),
        ("<failure /><rerunFailure />", "failed"),
        ("<rerunFailure />", "flaky"),
        ("<failure /><flakyFailure />", "failed"),
        ("<system-out>no</system-out>", "passed"),
    ],
)
def test_one_case(tmp_path: Path, inner: str, verdict: str) -> None:
    text = pytest_(case("test_x", inner, classname="test_a"))
    assert verdicts(reports(tmp_path, text), "test_a.py::test_x") == [verdict]


def test_nodes_todo_is_no_failure(tmp_path: Path) -> None:
    todo = '<skipped type="todo" /><failure />'
    text = suites(
        case("later", todo, classname="test", file="a.js"), case("adds", classname="test", file="a.js")
    )
    assert verdicts(reports(tmp_path, text), "a.js > later", "a.js > adds") == ["skipped", "passed"]


def test_the_worst_counts_and_all_do(tmp_path: Path) -> None:
    tests = {"a > 1": "", "a > 2": SKIPPED, "a > 3": "<flakyFailure />", "a > 4": FAILURE}
    for last, verdict in enumerate(["passed", "skipped", "flaky", "failed"], 1):
        chosen = dict(list(tests.items())[:last])
        found = reports(tmp_path, vitest(vitest_file(CART, chosen))).look_up(f"{CART} > a")
        assert (found.verdict, found.cases) == (verdict, last)
    assert found.note == "1 of 4 tests failed"


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        (["", ""], "flaky"),
        (["", "", FAILURE], "failed"),
        ([FAILURE, "<error />"], "failed"),
        (["", SKIPPED], "skipped"),
    ],
)
def test_several_cases_of_pytest(tmp_path: Path, states: list[str], verdict: str) -> None:
    text = pytest_(*(case("test_x", inner, classname="test_a") for inner in states))
    assert verdicts(reports(tmp_path, text), "test_a.py::test_x") == [verdict]


def test_runs_that_were_put_together_are_no_retries(tmp_path: Path) -> None:
    one = suite("pytest", case("test_x", classname="test_a"))
    assert verdicts(reports(tmp_path, suites(one, one, name="pytest tests")), "test_a.py::test_x") == [
        "passed"
    ]


@pytest.mark.parametrize(
    ("states", "verdict"), [(["", FAILURE], "flaky"), ([FAILURE, FAILURE], "failed"), (["", ""], "passed")]
)
def test_several_cases_of_go(tmp_path: Path, states: list[str], verdict: str) -> None:
    cases = [case("TestX", inner, classname="m/calc") for inner in states]
    text = suites(suite("m/calc", element("property", name="go.version"), *cases))
    assert verdicts(reports(tmp_path, text), "calc.TestX") == [verdict]


# What could not be set up.


def test_vitest_setup(tmp_path: Path) -> None:
    text = vitest(
        vitest_file("bad.test.ts", {"bad.test.ts": FAILURE}),
        vitest_file("all.test.ts", {"one": SKIPPED, "all.test.ts": FAILURE}),
        vitest_file(
            "a.test.ts",
            {"G > H > one": SKIPPED, "G": FAILURE, "other": SKIPPED, "after": FAILURE, "after > x": ""},
        ),
    )
    read = reports(tmp_path, text)
    ids = "bad.test.ts > any", "all.test.ts > one", "a.test.ts > G > H > one", "a.test.ts > G > H > no"
    assert verdicts(read, *ids) == ["failed"] * 4
    assert read.look_up(ids[0]).note == "did not run: setup of bad.test.ts failed"
    assert read.look_up(ids[2]).note == "did not run: setup of G failed"
    ids = "a.test.ts > other", "a.test.ts > after > x", "a.test.ts > after > y", "a.test.ts > no"
    assert verdicts(read, *ids) == ["skipped", "passed", "missing", "missing"]


def test_jest_setup(tmp_path: Path) -> None:
    broken = "Test suite failed to run"
    text = suites(
        suite("bad.test.js", case("/build/src/bad.test.js", "<error />", classname=broken)),
        suite(
            "a.test.js",
            case("four", classname="G", file="a.test.js"),
            case("Test execution failure: could be caused by hooks", FAILURE, classname="", file="a.test.js"),
        ),
        name="jest tests",
    )
    read = reports(tmp_path, text)
    ids = "src/bad.test.js > any", "a.test.js > G > four", "a.test.js > G", "a.test.js"
    assert verdicts(read, *ids) == ["failed", "passed", "unknown", "failed"]


def test_bun_setup(tmp_path: Path) -> None:
    def bun(name: str, inner: str = "") -> str:
        return case(name, inner, file="a.test.ts")

    group = suite("G", bun("(unnamed)", FAILURE), bun("one"))
    text = suites(suite("a.test.ts", group, bun("top")), name="bun test")
    ids = "a.test.ts > G > one", "a.test.ts > G > two", "a.test.ts > top", "a.test.ts > no"
    assert verdicts(reports(tmp_path, text), *ids) == ["failed", "failed", "passed", "missing"]


def test_node_files_that_do_not_load_or_have_no_tests(tmp_path: Path) -> None:
    def node(name: str, file: str, inner: str = "") -> str:
        return case(name, inner, classname="test", file=f"/build/{file}")

    off = node("off", "c.test.js", SKIPPED)
    text = suites(node("src/a.test.js", "src/a.test.js", FAILURE), node("b.test.js", "b.test.js"), off)
    ids = "src/a.test.js > x", "src/a.test.js", "b.test.js", "b.test.js > x", "c.test.js > off > in off"
    assert verdicts(reports(tmp_path, text), *ids) == ["failed", "failed", "unknown", "missing", "skipped"]


@pytest.mark.parametrize("is_xunit", [True, False])
def test_mocha_setup(tmp_path: Path, is_xunit: bool) -> None:
    def mocha(group: str, name: str, inner: str = "") -> str:
        if is_xunit:
            return case(name, inner, classname=group, file="/build/a.test.js")
        return suite(group, case(f"{group} {name}", inner, classname=name), file="/build/a.test.js")

    cases = (
        mocha("all", '"before all" hook for "one"', FAILURE),
        mocha("each", '"before each" hook: reset for "three"', FAILURE),
        mocha("after", "four"),
        mocha("after", '"after all" hook in "after"', FAILURE),
        mocha("sweep", "five"),
        mocha("sweep", '"after each" hook for "five"', FAILURE),
    )
    text = suite("Mocha Tests", *cases) if is_xunit else suites(*cases, name="Mocha Tests")
    names = "all > one", "all > two", "each > three", "after > four", "after", "sweep > five", "sweep > six"
    wanted = ["failed", "failed", "failed", "passed", "failed", "failed", "missing"]
    assert verdicts(reports(tmp_path, text), *(f"a.test.js > {name}" for name in names)) == wanted


def test_pytest_collection(tmp_path: Path) -> None:
    text = pytest_(
        case("tests.test_bad", '<error message="collection failure" />', classname=""),
        case("tests.test_off", '<skipped message="collection skipped" />', classname=""),
        case("test_one", classname="tests.test_a"),
    )
    ids = [f"tests/test_{name}.py{rest}" for name in ("bad", "off") for rest in ("::T::test_x", "")]
    read = reports(tmp_path, text)
    assert verdicts(read, *ids) == ["failed", "failed", "skipped", "skipped"]
    assert read.look_up(ids[2]).note == "did not run: tests > test_off was skipped"
    assert verdicts(read, "tests/test_badly.py::test_x", "tests/test_a.py::test_two") == [
        "missing",
        "missing",
    ]
    assert "could not be set up" in read.look_up("tests/test_a.py::test_two").note


def test_unittest_setup(tmp_path: Path) -> None:
    text = suites(
        suite(
            "x-20261127152400", case("test_bad", "<error />", classname="unittest.loader._FailedTest.tests")
        ),
        suite("y-20261127152400", case("setUpClass (tests.test_a.TestA)", "<error />", classname="")),
        suite("z-20261127152400", case("setUpModule (tests.test_b)", SKIPPED, classname="")),
    )
    ids = "tests/test_bad.py::T::test_x", "tests.test_a.TestA.test_x", "tests/test_b.py::T::test_x"
    assert verdicts(reports(tmp_path, text), *ids) == ["failed", "failed", "skipped"]


def test_go_setup(tmp_path: Path) -> None:
    text = suites(
        suite("m/setup", element("property", name="go.version"), case("TestMain", FAILURE, classname="")),
        suite("m/build", case("[build failed]", FAILURE, classname="m/build")),
    )
    ids = "setup.TestX", "setup", "build > TestX", "setups.TestX"
    assert verdicts(reports(tmp_path, text), *ids) == ["failed", "failed", "failed", "missing"]


# What is counted and not shown.


def test_a_group_is_not_passed_if_failures_are_hidden(tmp_path: Path) -> None:
    def node(fail: int) -> str:
        at = {"classname": "test", "file": "/build/a.test.js"}
        counts = f"<!-- tests 3 --><!-- suites 0 --><!-- fail {fail} --><!-- cancelled 0 -->"
        return suites(suite("parent", case("child", **at)), case("other", **at), counts)

    ids = "a.test.js > parent", "a.test.js > parent > child"
    assert verdicts(reports(tmp_path, node(0)), *ids) == ["passed", "passed"]
    assert verdicts(reports(tmp_path, node(1)), *ids) == ["unknown", "passed"]
    text = vitest(vitest_file(CART, {"G > x": ""}), failures="1", errors="1")
    read = reports(tmp_path, text)
    assert verdicts(read, f"{CART} > G", f"{CART} > G > x") == ["unknown", "passed"]
    assert "counts 2 failures" in read.look_up(f"{CART} > G").note


def test_what_is_missing_has_the_nearest_and_a_reason(tmp_path: Path) -> None:
    tests = {"Cart > adds two numbers": "", "Cart > rounds": "", "Order > ends": "", "Cart > clears": ""}
    read = reports(tmp_path, vitest(vitest_file(CART, tests), errors="1"))
    found = read.look_up(f"{CART} > Cart > add two numbers")
    assert found.verdict == "missing"
    assert len(found.nearest) == 3
    assert found.nearest[0] == f"{CART} > Cart > adds two numbers"
    assert found.note == "in none of 1 report; 0.xml counts 1 failure that no test shows"
    empty = reports(tmp_path, suites(id="", name=""))
    assert empty.look_up("a.spec.ts > x").note == "in none of 1 report; nothing ran for 0.xml"
    assert verdicts(empty, "x" * 5000) == ["unknown"]


# Several reports.


def timed(state: str, when: str, seconds: str = "1") -> str:
    inner = case("adds", state, classname=CART, time="0.1")
    return vitest(suite(CART, inner, **({"timestamp": when} if when else {})), time=seconds)


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (timed(FAILURE, "2026-11-27T10:00:00Z"), timed("", "2026-11-27T11:00:00Z"), "passed"),
        (timed("", "2026-11-27T10:00:00Z"), timed(FAILURE, "2026-11-27T11:00:00Z"), "failed"),
        (timed(FAILURE, "2026-11-27T10:00:00+05:00"), timed("", "2026-11-27T06:00:00Z"), "passed"),
        (timed(FAILURE, "2026-11-27T10:00:00Z"), timed("", "2026-11-27T10:00:00Z"), "failed"),
        (timed(FAILURE, "2026-11-27T10:00:00Z", "60"), timed("", "2026-11-27T10:00:30Z", "60"), "failed"),
        (timed(FAILURE, ""), timed("", "2026-11-27T10:00:00Z"), "failed"),
        (timed(FAILURE, ""), timed("", ""), "failed"),
    ],
)
def test_the_newest_report_counts(tmp_path: Path, old: str, new: str, verdict: str) -> None:
    for texts in ([old, new], [new, old]):
        read = reports(tmp_path, *texts)
        for path in tmp_path.glob("*.xml"):
            os.utime(path, (1, 1))
        assert verdicts(read, f"{CART} > adds") == [verdict]


def test_a_newer_report_in_which_the_file_did_not_load_counts(tmp_path: Path) -> None:
    def loaded(hour: int) -> str:
        return timed("", f"2026-11-27T{hour}:00:00Z")

    broken = case(CART, FAILURE, classname=CART)
    text = vitest(suite(CART, broken, timestamp="2026-11-27T12:00:00Z"))
    assert verdicts(reports(tmp_path, loaded(11), text), f"{CART} > adds") == ["failed"]
    assert verdicts(reports(tmp_path, loaded(13), text), f"{CART} > adds") == ["passed"]
    assert verdicts(reports(tmp_path, loaded(12), text), f"{CART} > adds") == ["failed"]


def test_each_shard_counts(tmp_path: Path) -> None:
    texts = [vitest(vitest_file(f"{name}.test.ts", {"adds": ""})) for name in "ab"]
    read = reports(tmp_path, *texts)
    assert verdicts(read, "a.test.ts > adds", "b.test.ts > adds") == ["passed", "passed"]
    assert read.look_up("a.test.ts > adds").reports == ("0.xml",)


# When a test ran.


def spanned(root: Path, text: str, **settings: str) -> tuple[datetime | None, datetime | None]:
    found = reports(root, text, **settings).look_up("a > x")
    assert found.verdict == "passed"
    return found.at, found.until


NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        suites(
            suite(
                "s",
                case("x", classname="a", timestamp="2026-11-27T12:00:00Z"),
                timestamp="2020-01-01T00:00:00Z",
            )
        ),
        suites(suite("t", suite("s", case("x", classname="a")), timestamp="2026-11-27T14:00:00.000+02:00")),
        suites(suite("s", case("x", classname="a")), timestamp="2026-11-27T12:00:00Z"),
        suite("Mocha Tests", case("x", classname="a"), timestamp="Fri, 27 Nov 2026 12:00:00 GMT"),
        suites(suite("s", case("a x", classname="a x"), timestamp="2026-11-27T12:00:00"), name="jest tests"),
    ],
)
def test_a_time_is_that_of_the_nearest(tmp_path: Path, text: str) -> None:
    assert spanned(tmp_path, text) == (NOON, NOON)


@pytest.mark.parametrize(
    "when", ["", "1970-01-01T00:00:00", "0001-01-01T00:00:00", "yesterday", "2026-13-01T00:00:00Z"]
)
def test_no_time_is_none(tmp_path: Path, when: str) -> None:
    text = suites(suite("s", case("x", classname="a"), timestamp=when))
    assert spanned(tmp_path, text) == (None, None)


def test_a_time_without_a_zone_is_a_range(tmp_path: Path) -> None:
    text = suite("s", case("x", classname="a"), timestamp="2026-11-27T12:00:00")
    assert spanned(tmp_path, text) == (
        NOON.replace(hour=0, minute=0, day=26).replace(hour=22),
        NOON.replace(day=28, hour=2),
    )
    one = datetime(2026, 11, 27, 11, tzinfo=UTC)
    assert spanned(tmp_path, text, timezone="Europe/Berlin") == (one, one)
    assert spanned(tmp_path, text, timezone="+01:00") == (one, one)
    assert spanned(tmp_path, text, timezone="UTC") == (NOON, NOON)
    read = reports(tmp_path, text, timezone="Europe/Atlantis")
    assert "no time zone `Europe/Atlantis`" in read.problems[0].message


def test_the_oldest_time_counts_and_none_if_one_is_unknown(tmp_path: Path) -> None:
    def text(first: str) -> str:
        cases = (
            case("x", classname="a.G", timestamp=first),
            case("y", classname="a.G", timestamp="2026-11-27T12:00:00Z"),
        )
        return suites(suite("s", *cases))

    assert reports(tmp_path, text("2026-11-27T13:00:00Z")).look_up("a.G").at == NOON
    assert reports(tmp_path, text("")).look_up("a.G").at is None
