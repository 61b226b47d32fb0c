from __future__ import annotations

import pytest

from sphinx_leanspec.reading import html


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("a <b>b</b> <!-- c --> d", "[a ]<b>[b]</b>[  d]"),
        ("<name> <Name attr='x'> </name>", "[<name> <Name attr='x'> </name>]"),
        ("<IMG SRC='a.png' ONERROR=x style=y alt='\"'>", '<img alt="&quot;" />'),
        ("<a href='https://x.y/?a=1&amp;b'>", '<a href="https://x.y/?a=1&amp;b">'),
        ("<a href='java\tscript:x'>", "<a>"),
        ("<a href='javascript:x' href='https://x.y'>", "<a>"),
        ("<a href='&#106;avascript:x' name=n>", '<a name="n">'),
        ("<td colspan=2 onclick='x'>", '<td colspan="2">'),
        ("<br/><hr />", "<br /><hr />"),
        ("&lt;script&gt; &amp;lt;", "[<script> &lt;]"),
        ("<script>a < b</script>", "[<script>a < b</script>]"),
        ("<!-- never closed <b>", ""),
        ("<!DOCTYPE x><?php y ?><![CDATA[z]]>!", "[!]"),
        ("<?php echo '>'; ?> a", "['; ?> a]"),
        ("<!--> a --><!---> b -->", "[ a --> b -->]"),
        ("<!-- a --!> b", "[ b]"),
        ("a <img src=x", "[a ]"),
        ("a <font color=red", "[a ]"),
        ("a <Vec<String", "[a <Vec<String]"),
        ("<center><BIG>a</BIG></center> <video src='x'>b</video>", "[a b]"),
        ("Vec<Label> cp <source> <target>", "[Vec<Label> cp <source> <target>]"),
        ("<picture><source srcset='javascript:x' media='(a)'>", '<picture><source media="(a)" />'),
        ("<a href='irc://x/y'>", '<a href="irc://x/y">'),
        ("<b/onclick=x>", "[<b/onclick=x>]"),
    ],
)
def test_what_stays_of_html(source: str, written: str) -> None:
    # what is in brackets is text, and escaped by whoever writes it
    found = (str(token) if isinstance(token, html.Tag) else f"[{token}]" for token in html.tokens(source))
    assert "".join(found) == written


@pytest.mark.parametrize(
    "source", ["<a " * 9999, "<!--" * 9999, "<!A" * 9999, "<a b='" * 9999, "<a" + " " * 99999, "<" * 99999]
)
def test_hostile_sources_take_no_time(source: str) -> None:
    list(html.tokens(source))


@pytest.mark.parametrize(
    "url",
    ["javascript:x", " JavaScript:x", "data:x", "#x", "//x", "x", "/x", "", "java\nscript:x", "file:///x"],
)
def test_addresses_that_are_not_safe(url: str) -> None:
    assert not html.is_safe_url(url)
