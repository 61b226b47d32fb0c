"""Small reports, made for one test each: what matters is on one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

from sphinx_leanspec.claims import junit


def element(tag: str, *inner: str, **attributes: str) -> str:
    """An element; `class_` and the like are written without what Python needs."""
    written = "".join(f" {name.strip('_')}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{written}>{''.join(inner)}</{tag}>"


def suites(*inner: str, **attributes: str) -> str:
    return element("testsuites", *inner, **attributes)


def suite(name: str, *inner: str, **attributes: str) -> str:
    return element("testsuite", *inner, name=name, **attributes)


def case(name: str, *inner: str, classname: str = "", **attributes: str) -> str:
    return element("testcase", *inner, name=name, classname=classname, **attributes)


FAILURE = '<failure message="no" />'
SKIPPED = "<skipped />"


def vitest(*inner: str, **attributes: str) -> str:
    return suites(*inner, name="vitest tests", **attributes)


def vitest_file(file: str, tests: Mapping[str, str], **attributes: str) -> str:
    """A file of vitest's: titles, and what stands in each case."""
    cases = (case(name, inner, classname=file, time="0.1") for name, inner in tests.items())
    return suite(file, *cases, **attributes)


def pytest_(*inner: str, **attributes: str) -> str:
    return suites(suite("pytest", *inner, **attributes), name="pytest tests")


def reports(
    root: Path,
    *texts: str | bytes,
    names: Iterable[str] = (),
    existing: Iterable[str] = (),
    **settings: str,
) -> junit.TestReports:
    """Write reports below a folder, and read them.

    :param names: where they are, `0.xml` and so on unless said.
    :param existing: the files of the repository.
    """
    places = [*names] or [f"{number}.xml" for number in range(len(texts))]
    for place, text in zip(places, texts, strict=True):
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    for place in existing:
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).touch()
    chosen = junit.ReportSettings(**{"files": "**/*.xml", **settings})
    return junit.TestReports(root, [chosen], {*existing}.__contains__)
