"""Texts, and the anchors that GitHub gives them."""

from __future__ import annotations

ANCHORS = {
    "## Harbour & Quay": {"harbour--quay"},
    "## Harbour <!-- no toc --> quay": {"harbour--quay"},
    "## Harbour <!-- no toc -->": {"harbour-"},
    "## ![plan](plan.png) Harbour": {"-harbour"},
    "## Harbour [![plan](plan.png)](plan.png)": {"harbour-"},
    "## `harbour` *of* [call](call.md)": {"harbour-of-call"},
    "## 🚢 Harbour": {"-harbour"},
    "## 港口 ①": {"港口-"},
    "Harbour\nmaster\n===": {"harbourmaster"},
    "## Harbour  wide": {"harbour--wide"},
    "## Tide[^b]\n\n## Rope[^a]\n\n## Tide[^b]\n\n[^a]: A\n[^b]: B": {"tide1", "rope2", "tide1-1"},
    "## List<T>": {"list"},
    "## A\n\n<h2>A</h2>\n\n## A": {"a", "a-1", "a-2"},
    '<h1 align="center">\n  Harbour <b>plan</b>\n</h1>': {"--harbour-plan"},
    "<h3>\n\nHarbour *plan*\n\n</h3>": {"harbour-plan"},
    "<h3>Harbour\n\n## Plan": {"harbour", "plan"},
    '<a id="one"></a> <A NAME=two> <span id="x&amp;y">': {"one", "two", "x&y"},
    '> <details\n> id="more"><summary id=less>\n>\n> Text.': {"more", "less"},
    '## Harbour <a id="one"></a>': {"harbour-", "one"},
    '<!-- <a id="one">\n<h2>Harbour</h2> -->': set(),
    '<script id="one">x</script> <x-y id="two">': set(),
    '`<a id="one">`\n\n```html\n<a id="two">\n```': set(),
    "## !?": set(),
    '<img id="one" src="a.png"> <a id="two" href="b.md">b</a>': {"one", "two"},
    "## $x^2$ now": {"x2-now"},
}
