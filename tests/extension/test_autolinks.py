from __future__ import annotations

import time

import pytest

from sphinx_leanspec.extension.markdown.events import events


def addresses(text: str) -> list[tuple[str, str]]:
    return [event.value for event in events(text) if event.kind == "Autolink"]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see https://tide.example/a/__tests__/b.ts now", "https://tide.example/a/__tests__/b.ts"),
        ("https://tide.example/*a*/`b`/~~c~~/$d$/e", "https://tide.example/*a*/`b`/~~c~~/$d$/e"),
        ("https://tide.example/a](b) c", "https://tide.example/a](b)"),
        (r"https://tide.example/a\_b", r"https://tide.example/a\_b"),
        ("https://tide.example/a; b", "https://tide.example/a"),
        ("https://tide.example/a&copy; b", "https://tide.example/a"),
        ("https://tide.example/a&b;c; b", "https://tide.example/a&b;c"),
        ("https://tide.example/?a=1&amp;b=2 c", "https://tide.example/?a=1&amp;b=2"),
        ("https://tide.example/{host}/a, b", "https://tide.example/{host}/a"),
        ("https://tide.example/… b", "https://tide.example/…"),
        ("(https://tide.example/a_(b))", "https://tide.example/a_(b)"),
        ("**https://tide.example/a**", "https://tide.example/a"),
        ("*https://tide.example/a*, b", "https://tide.example/a"),
        ("| a |\n|---|\n| https://tide.example/__a__/b |", "https://tide.example/__a__/b"),
        ("- [x] https://tide.example/__a__/b", "https://tide.example/__a__/b"),
        ("1https://tide.example", "https://tide.example"),
        ("HTTPS://tide.example", "HTTPS://tide.example"),
        ("http://localhost:80/__a__/b", "http://localhost:80/__a__/b"),
        ("écrire à http://tide.example/é_é_é ici", "http://tide.example/é_é_é"),
    ],
)
def test_an_address_is_whole(text: str, url: str) -> None:
    assert addresses(text) == [(url, url)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("www.tide.example/a?", [("www.tide.example/a", "http://www.tide.example/a")]),
        ("mail ada@tide.example.", [("ada@tide.example", "mailto:ada@tide.example")]),
        (
            "a_b@tide.example or mailto:c@d.e",
            [("a_b@tide.example", "mailto:a_b@tide.example"), ("mailto:c@d.e",) * 2],
        ),
        ("xmpp:ada@tide.example/desk", [("xmpp:ada@tide.example/desk",) * 2]),
    ],
)
def test_what_is_no_address_of_the_web_itself(text: str, found: list[tuple[str, str]]) -> None:
    assert addresses(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "pump@1.2.3 @tide/pump@5.0.11",
        "ada@tide.example- ada@tide.example_ ada@tide",
        "https://{host}/a http:// https://a_b.c_d awww.tide.example ahttp://tide.example",
        "[https://tide.example/a",
        "[see https://tide.example](b) `https://tide.example` <a href='https://tide.example'>",
        "```\nhttps://tide.example ada@tide.example\n```",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert addresses(text) == []


def test_marks_that_are_hidden_in_an_address_are_marks_elsewhere() -> None:
    text = '`_a_` https://tide.example/`_b *c* \\* [d](e_f_g "h*") $3, $4 https://tide.example/` i` &#15;'
    kinds = [
        (event.kind, event.value) for event in events(text) if event.kind in ("Code", "Text", "Autolink")
    ]
    assert kinds == [
        ("Code", "_a_"),
        ("Text", " "),
        ("Autolink", ("https://tide.example/`_b",) * 2),
        ("Text", " "),
        ("Text", "c"),
        ("Text", " * "),
        ("Text", "d"),
        ("Text", " $3, $4 "),
        ("Autolink", ("https://tide.example/`",) * 2),
        ("Text", " i` \N{REPLACEMENT CHARACTER}"),
    ]
    assert {"dest_url": "e_f_g", "title": "h*"}.items() <= next(
        event.detail.items() for event in events(text) if event.kind == "Start" and event.name == "Link"
    )


@pytest.mark.parametrize(
    "text",
    [
        "http://x" + "!" * 100_000 + "a",
        "http://x" + ")" * 100_000,
        "http://x" + ";" * 100_000,
        "http://x" + "a;" * 50_000,
        "http://" * 15_000,
        "[" + "http://x" * 12_000,
        "www.a_" * 16_000,
        "_www." * 20_000,
        "a@" * 50_000,
        "mailto:" * 14_000 + "@b.c",
        "http://x` " * 10_000,
        "1$2" * 33_000,
        "[" * 100_000 + "http://x",
        "<" * 100_000 + "www.x.y",
    ],
    ids=lambda text: text[:12],
)
def test_time_grows_with_the_text_alone(text: str) -> None:
    begun = time.process_time()
    list(events(text))
    assert time.process_time() - begun < 2
