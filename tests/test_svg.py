from __future__ import annotations

from xml.etree import ElementTree as ET

from sphinx_leanspec.drawing.svg import joined, rows, tag

HOSTILE = """"'><script>&amp;"""


def test_what_an_element_holds_is_escaped_once() -> None:
    inner = tag("tspan", HOSTILE, class_=HOSTILE)
    written = tag("text", inner, HOSTILE, rows([inner]), joined([inner]), aria_label=HOSTILE)
    element = ET.fromstring(written)
    assert element.get("aria-label") == HOSTILE
    assert [(child.tag, child.text, child.get("class")) for child in element] == [
        ("tspan", HOSTILE, HOSTILE)
    ] * 3
    assert element[0].tail == f"{HOSTILE}\n"


def test_markup_that_was_put_together_with_text_is_text() -> None:
    assert tag("g", tag("a") + "<b>") == "<g>&lt;a/&gt;&lt;b&gt;</g>"


def test_attributes_stand_in_their_order_but_those_that_are_none() -> None:
    assert tag("rect", y=1.50, x=2, fill=None, data_at="3", class_="a") == (
        '<rect y="1.5" x="2" data-at="3" class="a"/>'
    )
    assert tag("defs", "") == "<defs></defs>"
