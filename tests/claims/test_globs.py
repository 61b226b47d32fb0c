"""Patterns of paths: what they match, and that they take no longer than reading."""

from __future__ import annotations

import time

import pytest

from sphinx_leanspec.claims.globs import Glob, GlobError

MATCHES = [
    ("docs/*.md", "docs/a.md docs/.md docs/.a.md", "docs/b/a.md a.md docs/a.mdx docs/A.MD"),
    ("docs/?.md", "docs/a.md docs/ü.md", "docs/ab.md docs/.md docs//.md"),
    ("docs/**/*.md", "docs/a.md docs/b/a.md docs/b/c/a.md", "docs/a.rst xdocs/a.md docs.md"),
    ("docs/**", "docs/a docs/b/c", "docs docsx/a"),
    ("**", "a a/b", ""),
    ("**/a", "a b/a b/c/a", "b/ab a/b"),
    ("**/b/**/d", "b/d a/b/c/d a/b/d b/b/c/d/d", "b d/b a/bd"),
    ("**/**/a", "a b/a b/c/a", ""),
    ("a/**/b*/c*d", "a/b/cd a/x/by/cxd a/b1/b2/cd", "a/cd a/b/x/cd a/b/cde"),
    ("a*b*c", "abc aXbXc abbcc abcbc", "ab ac aXbX a/bc"),
    ("*a*b", "ab xaxb aabab", "aba ba"),
    ("[ab].md", "a.md b.md", "c.md ab.md"),
    ("[a-c]?", "ax cz", "dx a"),
    ("[!a].md", "b.md ].md", "a.md"),
    ("[]].md", "].md", "[.md"),
    ("[[].md", "[.md", "].md"),
    ("[^a]", "^ a", "b"),
    ("[a-]", "a -", "b"),
    ("[+-9]", "+ 5", "/"),
    ("a[--0]", "a- a. a0", "a/"),
    ("a.b", "a.b", "axb"),
    ("a+(b)", "a+(b)", "aab"),
    ("u\u0308.md", "ü.md", "u.md"),
    ("{a,b}.md", "{a,b}.md", "a.md"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), MATCHES, ids=[text for text, *_ in MATCHES])
def test_a_pattern(text: str, right: str, wrong: str) -> None:
    glob = Glob(text)
    assert [path for path in right.split() if not glob.matches(path)] == []
    assert [path for path in wrong.split() if glob.matches(path)] == []
    assert all(path.startswith(glob.prefix) for path in right.split())


@pytest.mark.parametrize("text", ["a**", "**a", "***", "[a", "a/[", "[z-a]", "[]", "[!]", "[a/b]"])
def test_what_means_nothing(text: str) -> None:
    with pytest.raises(GlobError) as found:
        Glob(text)
    assert found.value.fix


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("*a" * 40 + "b", "a" * 4_000),
        ("*?" * 40 + "b", "a" * 4_000),
        ("**/a/" * 40 + "b", "a/" * 2_000 + "c"),
        ("**/*a*/" * 20 + "b", "aaa/" * 1_000 + "c"),
        ("[ab]*" * 40 + "c", "ab" * 2_000),
    ],
)
def test_no_pattern_takes_long(text: str, path: str) -> None:
    glob = Glob(text)
    begun = time.process_time()
    assert not glob.matches(path)
    assert time.process_time() - begun < 1
