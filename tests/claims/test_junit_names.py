"""What people write for a test, held against what runners write: what is found, and what must not be."""

from __future__ import annotations

from pathlib import Path

import pytest
from reporting import FAILURE, SKIPPED, case, element, pytest_, reports, suite, suites, vitest, vitest_file

CART = "web/cart.test.ts"


def says(root: Path, text: str, verdicts: dict[str, str], **settings: str) -> None:
    """Hold the verdicts of ids against a report."""
    read = reports(root, text, **settings)
    assert not read.problems
    assert {one: read.look_up(one).verdict for one in verdicts} == verdicts


def test_vitest(tmp_path: Path) -> None:
    tests = {
        "adds up": "",
        "Cart > adds": "",
        "Cart > in EUR > rounds": FAILURE,
        "Cart > later": SKIPPED,
        "std::vector > a.b/c.ts": "",
        "holds  [1::2]": "",
        "adds up twice": FAILURE,
    }
    says(
        tmp_path,
        vitest(vitest_file(CART, tests), vitest_file("web/other.test.ts", {"adds up": FAILURE})),
        {
            f"{CART} > adds up": "passed",
            f"./{CART} > adds  up": "passed",
            f"{CART}:12:3 > adds up": "passed",
            CART.replace("/", "\\") + " > adds up": "passed",
            f"{CART} › Cart › adds": "passed",
            f"{CART}::Cart::adds": "passed",
            f"{CART} > Cart": "failed",
            f"{CART} > Cart > in EUR": "failed",
            f"{CART} > Cart adds": "passed",
            f"{CART} > std::vector > a.b/c.ts": "passed",
            f"{CART} > holds [1::2]": "passed",
            CART: "failed",
            f"{CART} > Adds up": "missing",
            f"{CART} > adds": "missing",
            f"{CART} > Car": "missing",
            "cart.test.ts > adds up": "missing",
            "shop/web/cart.test.ts > adds up": "missing",
            "adds up": "failed",
            "adds up twice": "failed",
            "Cart > adds": "passed",
        },
    )


def test_vitest_tells_what_was_never_begun_by_its_time(tmp_path: Path) -> None:
    cases = case("one", classname=CART, time="0"), case("two", classname=CART, time="0.000001")
    says(
        tmp_path,
        vitest(suite(CART, *cases)),
        {f"{CART} > one": "skipped", f"{CART} > two": "passed", CART: "skipped"},
    )


def test_vitest_under_another_name(tmp_path: Path) -> None:
    text = suites(vitest_file(CART, {"Cart > adds": "", "Cart > breaks": FAILURE}), name="ours")
    says(
        tmp_path,
        text,
        {f"{CART} > Cart > adds": "passed", f"{CART} > Cart": "failed", f"{CART} > Ca": "missing"},
    )


def test_jest_by_default(tmp_path: Path) -> None:
    def jest(name: str, inner: str = "") -> str:
        return case(name, inner, classname=name)

    text = suites(
        suite("undefined", jest(" adds"), jest("Cart total"), jest(" twice"), jest(" twice", FAILURE)),
        suite("undefined", jest(" adds", FAILURE), jest(" only here"), jest(" both")),
        suite("undefined", jest(" both")),
        name="jest tests",
    )
    says(
        tmp_path,
        text,
        {
            "a.test.js > adds": "ambiguous",
            "a.test.js > Cart > total": "passed",
            "a.test.js > twice": "ambiguous",
            "src/b.test.js > only here": "passed",
            "src/b.test.js > both": "passed",
            "src/b.test.js > Cart": "missing",
            "src/b.test.js > only": "missing",
        },
    )
    assert "names no files" in reports(tmp_path).look_up("a.test.js > adds").note


def test_jest_with_files(tmp_path: Path) -> None:
    file = "src/cart.test.js"
    text = suites(
        suite(
            file,
            case("adds", classname="", file=file),
            case("rounds", FAILURE, classname="Cart > in EUR", file=file),
            case("total", classname="Cart", file=file),
        ),
        suite(
            "src/a.test.js", case("x", classname="src/a.test.js"), case("G > y", classname="src/a.test.js")
        ),
        name="jest tests",
    )
    says(
        tmp_path,
        text,
        {
            f"{file} > adds": "passed",
            f"{file} > Cart > in EUR > rounds": "failed",
            f"{file} > Cart": "failed",
            f"{file} > Cart > total": "passed",
            "src/a.test.js > x": "passed",
            "src/a.test.js > G > y": "passed",
            "src/a.test.js > adds": "missing",
        },
    )


def test_bun_goes_by_the_groups_around(tmp_path: Path) -> None:
    file = "src/a.test.ts"

    def bun(name: str, inner: str = "", classname: str = "") -> str:
        return case(name, inner, classname=classname, file=file)

    inner = suite("inner", bun("adds", classname="inner > outer"), file=file)
    text = suites(
        suite(file, suite("outer", inner, file=file), bun("top", FAILURE), file=file), name="bun test"
    )
    says(
        tmp_path,
        text,
        {
            f"{file} > outer > inner > adds": "passed",
            f"{file} > inner > outer > adds": "missing",
            f"{file} > outer": "passed",
            f"{file} > top": "failed",
            f"{file} > adds": "missing",
        },
    )


def test_node_in_its_versions(tmp_path: Path) -> None:
    counts = "<!-- tests 4 --><!-- suites 2 --><!-- fail 1 --><!-- cancelled 0 -->"
    at = {"classname": "test", "file": "/build/src/a.test.js"}
    text = suites(
        case("adds", **at),
        suite("a.b", suite("c", case("rounds", file="/build/src/a.test.js", classname="a.b.c"))),
        case("breaks", FAILURE, **at),
        case("a.test.js", **at),
        counts,
    )
    says(
        tmp_path,
        text,
        {
            "src/a.test.js > adds": "passed",
            "src/a.test.js > a.b > c > rounds": "passed",
            "src/a.test.js > a > b.c > rounds": "missing",
            "src/a.test.js > a.b": "passed",
            "src/a.test.js > breaks": "failed",
            "src/a.test.js > a.test.js": "passed",
            "a.test.js > adds": "passed",  # the path ends so, and no other does
            "c/a.test.js > adds": "missing",
        },
    )
    old = suites(
        case("says &quot;hi&quot;", classname="test"),
        case("adds", classname="test"),
        case("adds", FAILURE, classname="test"),
        case("/build/src/bad.test.js", FAILURE, classname="test"),
    )
    says(
        tmp_path,
        old,
        {
            'src/a.test.js > says "hi"': "passed",
            "src/a.test.js > adds": "ambiguous",
            "src/bad.test.js > any": "failed",
        },
    )


def test_deno(tmp_path: Path) -> None:
    file = "./src/a_test.ts"
    text = suites(
        suite(file, case("two\\nlines", classname=file), case("outer > step", FAILURE, classname=file)),
        name="deno test",
    )
    says(
        tmp_path,
        text,
        {"src/a_test.ts > two lines": "passed", "src/a_test.ts > outer > step": "failed"},
    )


def test_playwright(tmp_path: Path) -> None:
    def project(name: str, inner: str) -> str:
        return suite(
            "cart.spec.ts",
            case(f"[{name}] Cart › adds", inner, classname="cart.spec.ts"),
            case("[draft] shows", classname="cart.spec.ts"),
            hostname=name,
        )

    text = suites(project("chromium", ""), project("webkit", FAILURE), id="", name="")
    says(
        tmp_path,
        text,
        {
            "e2e/cart.spec.ts > Cart > adds": "failed",
            "e2e/cart.spec.ts > [chromium] Cart > adds": "passed",
            "[chromium] › e2e/cart.spec.ts:3:1 › Cart › adds": "passed",
            "[webkit] › e2e/cart.spec.ts › Cart › adds": "failed",
            "[firefox] › e2e/cart.spec.ts › Cart › adds": "missing",
            "e2e/cart.spec.ts > [draft] shows": "passed",
            "cart.spec.ts > Cart > adds": "failed",
            "other/cart.spec.ts > Cart > adds": "missing",
        },
        base="e2e",
    )


def test_mocha_junit_reporter(tmp_path: Path) -> None:
    def mocha(full: str, own: str, inner: str = "") -> str:
        return case(full, inner, classname=own)

    at = {"file": "/build/test/a.test.js"}
    text = suites(
        suite("Root Suite", mocha("top", "top"), mocha("top", "top", FAILURE)),
        suite("Cart", mocha("Cart total", "total"), **at),
        suite("in EUR", mocha("Cart in EUR rounds", "rounds", FAILURE), **at),
        name="Mocha Tests",
    )
    says(
        tmp_path,
        text,
        {
            "test/a.test.js > Cart > total": "passed",
            "test/a.test.js > Cart > in EUR > rounds": "failed",
            "test/a.test.js > Cart": "failed",
            "test/a.test.js > Cart > in EUR": "failed",
            "test/a.test.js > top": "ambiguous",
            "test/b.test.js > Cart > total": "missing",
        },
    )


def test_mocha_in_a_browser_names_the_file_once(tmp_path: Path) -> None:
    text = suites(
        suite("Root Suite", file="e2e/a.cy.js"),
        suite("Cart", case("Cart total", classname="total")),
        name="Mocha Tests",
    )
    says(tmp_path, text, {"e2e/a.cy.js > Cart > total": "passed", "e2e/b.cy.js > Cart > total": "missing"})


def test_mocha_xunit(tmp_path: Path) -> None:
    at = {"file": "/build/test/a.test.js"}
    text = suite(
        "Mocha Tests", case("adds", classname="outer inner", **at), case("adds", FAILURE, classname="", **at)
    )
    says(
        tmp_path,
        text,
        {"test/a.test.js > outer > inner > adds": "passed", "test/a.test.js > adds": "failed"},
    )


def test_nextest(tmp_path: Path) -> None:
    def nextest(program: str, *cases: tuple[str, str]) -> str:
        return suite(program, *(case(name, inner, classname=program) for name, inner in cases))

    text = suites(
        nextest("my-crate", ("tests::adds", ""), ("cart::tests::adds", ""), ("cart::tests::breaks", FAILURE)),
        nextest("my-crate::it", ("adds", FAILURE)),
        nextest("my-crate::bin/tool", ("adds", "")),
        name="nextest-run",
    )
    says(
        tmp_path,
        text,
        {
            "my-crate tests::adds": "passed",
            "my-crate::tests::adds": "passed",
            "my_crate::tests::adds": "passed",
            "my-crate > tests::adds": "passed",
            "tests::adds": "passed",
            "cart::tests": "failed",
            "my-crate::cart::tests": "failed",
            "adds": "failed",
            "my-crate::it adds": "failed",
            "my-crate::it::adds": "failed",
            "my-crate::bin/tool adds": "passed",
            "tests/it.rs > adds": "failed",
            "tests/it.rs::adds": "failed",
            "src/bin/tool.rs > adds": "passed",
            "src/lib.rs > tests::adds": "passed",
            "src/cart.rs > tests::adds": "passed",
            "src/cart.rs > tests::breaks": "failed",
            "other-crate tests::adds": "missing",
            "tests::add": "missing",
            "crate tests::adds": "missing",
        },
    )


def test_go(tmp_path: Path) -> None:
    def go(package: str, *cases: tuple[str, str]) -> str:
        version = element("properties", element("property", name="go.version", value="go1.22"))
        return suite(package, version, *(case(name, inner, classname=package) for name, inner in cases))

    text = suites(
        go("example.com/m/calc", ("TestAdds", ""), ("TestTable/inner_case", FAILURE), ("TestTable", FAILURE)),
        go("example.com/m/calc2", ("TestAdds", FAILURE), ("TestTwice/a", ""), ("TestTwice/a#01", FAILURE)),
        go("example.com/m", ("TestTop", ""), ('TestSays/"hi"_>_x', "")),
    )
    says(
        tmp_path,
        text,
        {
            "calc.TestAdds": "passed",
            "calc > TestAdds": "passed",
            "./calc > TestAdds": "passed",
            "calc/a_test.go > TestAdds": "passed",
            "calc/a_test.go::TestAdds": "passed",
            "example.com/m/calc.TestAdds": "passed",
            "example.com/m/calc > TestTable > inner case": "failed",
            "calc > TestTable/inner case": "failed",
            "alc.TestAdds": "missing",
            "m.TestTop": "passed",
            "a_test.go > TestTop": "passed",
            "a_test.go > TestAdds": "missing",
            "TestTop": "passed",
            "TestAdds": "failed",
            "calc2.TestTwice/a": "failed",
            "calc2.TestTwice/a#01": "failed",
            "calc > TestAdd": "missing",
            "calc": "failed",
            'm > TestSays/"hi" > x': "passed",
        },
    )


def test_go_knows_its_modules_folder(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api/go.mod").write_text("// ours\nmodule example.com/api // v2\n", "utf-8")
    text = suites(
        suite("example.com/api/calc", case("TestAdds", classname="calc")),
        suite("example.com/api/inner/calc", case("TestAdds", FAILURE, classname="calc")),
        element("properties", element("property", name="go.version", value="go1.22")),
    )
    read = reports(tmp_path, text)
    assert read.look_up("calc/a_test.go > TestAdds").verdict == "failed", "two packages end so"
    read = type(read)(tmp_path, read._settings, {"api/go.mod"}.__contains__)
    verdicts = {
        "api/calc/a_test.go > TestAdds": "passed",
        "api/inner/calc/a_test.go > TestAdds": "failed",
        "calc/a_test.go > TestAdds": "missing",
    }
    assert {one: read.look_up(one).verdict for one in verdicts} == verdicts


def test_pytest(tmp_path: Path) -> None:
    at = "tests.unit.test_cart"
    text = pytest_(
        case("test_adds", classname=at),
        case("test_sum[1-2]", classname=at),
        case("test_sum[2-5]", FAILURE, classname=at),
        case(r"test_ids[gr\xf6\xdfe]", classname=at),
        case("test_ids[a::b/c.py > d]", classname=at),
        case("test_total", classname=f"{at}.TestCart.TestInner"),
        case("test_adds_two", FAILURE, classname=at),
        case("test_adds", FAILURE, classname="tests.e2e.test_cart"),
        case("test_py", classname="test_py"),
    )
    file = "tests/unit/test_cart.py"
    says(
        tmp_path,
        text,
        {
            f"{file}::test_adds": "passed",
            f"{file} > test_adds": "passed",
            f"{file}::test_sum": "failed",
            f"{file}::test_sum[1-2]": "passed",
            f"{file}::test_sum[1-3]": "missing",
            f"{file}::test_ids[größe]": "passed",
            rf"{file}::test_ids[gr\xf6\xdfe]": "passed",
            f"{file}::test_ids[a::b/c.py > d]": "passed",
            f"{file}::test_ids": "passed",
            f"{file}::TestCart::TestInner::test_total": "passed",
            f"{file}::TestCart": "passed",
            f"{at}.TestCart.TestInner.test_total": "passed",
            f"{file}::test_add": "missing",
            f"{file}::Test": "missing",
            "unit/test_cart.py::test_adds": "missing",
            "test_cart.py::test_adds": "missing",
            "more/tests/unit/test_cart.py::test_adds": "missing",
            file: "failed",
            "test_py.py::test_py": "passed",
            "TestInner::test_total": "passed",
            "test_cart.test_adds": "ambiguous",
        },
    )


def test_unittest(tmp_path: Path) -> None:
    at = {"classname": "tests.test_a.TestA", "file": "tests/test_a.py"}
    text = suites(
        suite(
            "tests.test_a.TestA-20261127152400",
            case("test_adds", **at),
            case("test_sub (i=1, v='1.5')", FAILURE, **at),
        )
    )
    says(
        tmp_path,
        text,
        {
            "tests/test_a.py::TestA::test_adds": "passed",
            "tests.test_a.TestA.test_adds": "passed",
            "tests/test_a.py::TestA.test_adds": "passed",
            "tests/test_a.py::TestA::test_sub": "failed",
            "tests.test_a.TestA": "failed",
            "TestA.test_adds": "passed",
            "tests.test_a.TestA.test_add": "missing",
        },
    )


@pytest.mark.parametrize(
    "properties", ["", "<properties><property name='java.version' value='21' /></properties>"]
)
def test_java(tmp_path: Path, properties: str) -> None:
    name = "com.example.CartTest"
    text = suite(
        name,
        properties,
        case("adds", classname=name),
        case("rounds(String)[1]", classname=name),
        case("rounds(String)[2]", FAILURE, classname=name),
        case("total()", classname=f"{name}$Inner"),
        case("adds two numbers (fast)", classname=name),
        case("", "<error />", classname="com.example.BrokenTest"),
    )
    file = "src/test/java/com/example/CartTest.java"
    says(
        tmp_path,
        text,
        {
            f"{name}.adds": "passed",
            f"{name}#adds": "passed",
            f"{name} > adds": "passed",
            "CartTest > adds": "passed",
            f"{name}.rounds": "failed",
            f"{name}$Inner.total": "passed",
            f"{name}.Inner > total()": "passed",
            f"{file} > adds": "passed",
            f"{file}::CartTest::adds": "passed",
            f"{name} > adds two numbers (fast)": "passed",
            f"{name}.add": "missing",
            "com.example.BrokenTest.works": "failed",
            "src/test/java/com/other/CartTest.java > adds": "missing",
        },
    )


def test_phpunit(tmp_path: Path) -> None:
    at = {"file": "/build/tests/CartTest.php", "class_": r"Tests\CartTest", "classname": "Tests.CartTest"}
    text = suites(
        suite(
            "Unit",
            suite(
                r"Tests\CartTest",
                case("testAdds", **at),
                suite(
                    r"Tests\CartTest::testSum",
                    case('testSum with data set "a"', **at),
                    case('testSum with data set "b"', FAILURE, **at),
                ),
                file="/build/tests/CartTest.php",
            ),
        )
    )
    says(
        tmp_path,
        text,
        {
            "tests/CartTest.php::testAdds": "passed",
            "tests/CartTest.php > CartTest > testAdds": "passed",
            r"Tests\CartTest::testAdds": "passed",
            "CartTest::testAdds": "passed",
            "tests/CartTest.php::testSum": "failed",
            'tests/CartTest.php::testSum with data set "a"': "passed",
            "tests/CartTest.php::testAdd": "missing",
            "CartTest.php::testAdds": "passed",
        },
    )


def test_rspec(tmp_path: Path) -> None:
    at = {"classname": "spec.models.user_spec", "file": "./spec/models/user_spec.rb"}
    text = suite(
        "rspec", case("User full name joins names", **at), case("User is shy", SKIPPED, **at), tests="2"
    )
    says(
        tmp_path,
        text,
        {
            "spec/models/user_spec.rb > User > full name > joins names": "passed",
            "spec/models/user_spec.rb > User full name joins names": "passed",
            "spec/models/user_spec.rb:12 > User is shy": "skipped",
            "spec/models/user_spec.rb > User full name": "missing",
        },
    )


def test_dotnet(tmp_path: Path) -> None:
    at = {"classname": "Shop.Tests.CartTests"}
    text = suites(
        suite(
            "Shop.Tests.dll",
            case("Adds(a: 1, b: 2.5)", **at),
            case("Adds(a: 1, b: 3)", FAILURE, **at),
            case("Clears", **at),
        )
    )
    says(
        tmp_path,
        text,
        {
            "Shop.Tests.CartTests.Adds": "failed",
            "Shop.Tests.CartTests.Adds(a: 1, b: 2.5)": "passed",
            "Shop.Tests.CartTests.Clears": "passed",
            "CartTests.Clears": "passed",
        },
    )


def test_googletest(tmp_path: Path) -> None:
    def gtest(name: str, classname: str, inner: str = "", **attributes: str) -> str:
        return case(name, inner, classname=classname, **{"status": "run", "result": "completed"} | attributes)

    cases = (
        gtest("Adds", "CartTest"),
        gtest("Off", "CartTest", status="notrun", result="suppressed"),
        gtest("Sums/0", "Values/SumTest"),
        gtest("Sums/1", "Values/SumTest", FAILURE),
    )
    ids = {
        "CartTest.Adds": "passed",
        "CartTest.Off": "skipped",
        "Values/SumTest.Sums/0": "passed",
        "Values/SumTest.Sums": "failed",
        "SumTest.Sums/0": "passed",
        "CartTest.Add": "missing",
    }
    says(tmp_path, suites(suite("CartTest", *cases), name="AllTests"), ids)
    placed = "".join(cases).replace("<testcase", '<testcase file="../src/cart_test.cc" line="3"')
    (tmp_path / "build").mkdir()
    text = suites(suite("CartTest", placed), name="AllTests")
    says(tmp_path, text, ids | {"src/cart_test.cc > CartTest > Adds": "passed"}, base="build")


def test_suites_of_suites_and_sentences(tmp_path: Path) -> None:
    text = suite(
        "Shop",
        suite("Cart", case("Adds 1.5", classname="Shop.Cart"), case("Fails", FAILURE, classname="Shop.Cart")),
        suite("Sub", suite("Cart", case("Adds 1.5", FAILURE, classname="Shop.Sub.Cart"))),
    )
    says(
        tmp_path,
        text,
        {
            "Shop.Cart > Adds 1.5": "passed",
            "Shop > Cart > Adds 1.5": "passed",
            "Shop.Cart.Fails": "failed",
            "Shop.Sub.Cart > Adds 1.5": "failed",
            "Cart > Adds 1.5": "ambiguous",
            "Shop.Cart": "failed",
            "Shop.Cart > Adds": "missing",
        },
    )


def test_features(tmp_path: Path) -> None:
    behave = suite(
        "cart.Sums",
        case("Adds", classname="cart.Sums", status="passed"),
        case("Rows -- @1.2 few", classname="cart.Sums", status="untested"),
    )
    says(
        tmp_path,
        behave,
        {"cart.Sums > Adds": "passed", "Sums > Adds": "passed", "Sums > Rows -- @1.2 few": "skipped"},
    )
    cucumber = suite(
        "Cucumber", case("R - Twice", classname="Sums"), case("Pend", "<failure />", classname="Sums")
    )
    says(
        tmp_path,
        cucumber,
        {"Sums > R - Twice": "passed", "Sums > Pend": "failed", "Sum > R - Twice": "missing"},
    )


def test_ctest_goes_by_its_status(tmp_path: Path) -> None:
    def ctest(name: str, status: str, inner: str = "") -> str:
        return case(name, inner, classname=name, status=status)

    text = suite(
        "(empty)",
        ctest("adds", "run"),
        ctest("off", "disabled"),
        ctest("absent", "notrun", '<skipped message="Unable to find executable" />'),
        ctest("no gpu", "notrun", '<skipped message="SKIP_RETURN_CODE=77" />'),
        ctest("a > b", "run"),
        ctest("twice", "run"),
        ctest("twice", "fail", FAILURE),
    )
    says(
        tmp_path,
        text,
        {
            "adds": "passed",
            "off": "skipped",
            "absent": "failed",
            "no gpu": "skipped",
            "a > b": "passed",
            "twice": "failed",
            "add": "missing",
        },
    )


def test_a_runner_that_is_not_known(tmp_path: Path) -> None:
    text = suites(
        suite(
            "all",
            case("adds", classname="Cart", status="run"),
            case("breaks", classname="Cart", status="failed"),
            case("waits", classname="Cart", status="disabled"),
            case("wonders", classname="Cart", status="purple"),
            case("sleeps", classname="Cart", executed="false"),
            case("ends", classname="Order of things"),
        ),
        name="All Tests",
    )
    says(
        tmp_path,
        text,
        {
            "Cart.adds": "passed",
            "Cart > adds": "passed",
            "Cart::breaks": "failed",
            "Cart > waits": "skipped",
            "Cart > wonders": "unknown",
            "Cart > sleeps": "skipped",
            "Order of things > ends": "passed",
            "src/a.test.js > adds": "missing",
            "Cart": "failed",
        },
    )


def test_the_runner_can_be_said(tmp_path: Path) -> None:
    text = suites(
        suite("a.spec.ts", case("G › x", classname="a.spec.ts"), hostname="one"), name="ours", id="1"
    )
    says(tmp_path, text, {"e2e/a.spec.ts > [one] G > x": "passed"}, runner="playwright", base="e2e")
    read = reports(tmp_path, text, runner="plywright")
    (problem,) = read.problems
    assert "there is no runner `plywright`" in problem.message
    assert "playwright" in problem.fix


def test_features_and_suites_by_their_files(tmp_path: Path) -> None:
    behave = suite("shop.cart.Sums", case("Adds", classname="shop.cart.Sums", status="passed"))
    says(
        tmp_path,
        behave,
        {
            "features/shop/cart.feature > Adds": "passed",
            "features/shop/cart.feature > Sums > Adds": "passed",
            "features/cart.feature > Adds": "missing",
            "features/shop/cart.feature": "passed",
        },
    )
    cases = [case("Adds", inner, classname="Sums") for inner in ("", FAILURE)]
    cucumber = suite("Cucumber", *cases, case("Ends", classname="Sums"))
    ids = {
        "a.feature > Sums > Adds": "ambiguous",
        "a.feature > Sums > Ends": "passed",
        "a.feature > x": "missing",
    }
    says(tmp_path, cucumber, ids)
    robot = suite(
        "Shop Tests",
        suite("Cart", case("Adds", classname="Shop Tests.Cart")),
        suite("Sub", suite("Cart", case("Adds", FAILURE, classname="Shop Tests.Sub.Cart"))),
    )
    says(
        tmp_path,
        robot,
        {
            "shop_tests/01__cart.robot > Adds": "passed",
            "all/shop_tests/sub/cart.robot > Adds": "failed",
            "cart.robot > Adds": "missing",
        },
    )


def test_an_id_as_unittest_prints_it(tmp_path: Path) -> None:
    text = suites(suite("t-20261127152400", case("test_x", classname="tests.test_a.TestA")))
    ids = {"test_x (tests.test_a.TestA)": "passed", "test_x (tests.test_a.TestA.test_x)": "passed"}
    says(tmp_path, text, ids | {"test_y (tests.test_a.TestA)": "missing"})


def test_top_level_tests_of_mocha_are_not_forgotten(tmp_path: Path) -> None:
    text = suites(
        suite("Root Suite", case("Cart total", FAILURE, classname="Cart total")),
        suite("Cart", case("Cart total", classname="total"), file="/build/a.test.js"),
        name="Mocha Tests",
    )
    says(tmp_path, text, {"a.test.js > Cart total": "failed", "a.test.js > Cart > total": "passed"})


def test_a_group_that_is_one_text_with_the_groups_in_it(tmp_path: Path) -> None:
    at = {"file": "/build/a.test.js"}
    cases = case("total", classname="Cart", **at), case("rounds", FAILURE, classname="Cart in EUR", **at)
    more = case("ends", classname="Carton", **at), case("x", classname="Order", **at)
    says(
        tmp_path,
        suite("Mocha Tests", *cases, *more),
        {
            "a.test.js > Cart": "unknown",
            "a.test.js > Cart > total": "passed",
            "a.test.js > Cart > in EUR": "failed",
            "a.test.js > Carton": "passed",
            "a.test.js > Order": "passed",
        },
    )


def test_a_group_of_a_report_without_files(tmp_path: Path) -> None:
    def group(*inner: str) -> str:
        return suite("Cart", *(case(f"t{at}", one, classname="test") for at, one in enumerate(inner)))

    one = suites(group("", FAILURE), suite("Other", case("x", classname="test")))
    ids = {"a.test.js > Cart": "failed", "a.test.js > Other": "passed", "a.test.js": "unknown"}
    says(tmp_path, one, ids)
    says(tmp_path, suites(group(""), group(FAILURE)), {"a.test.js > Cart": "ambiguous"})
