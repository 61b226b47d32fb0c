from __future__ import annotations

from dataclasses import replace

import pytest

from sphinx_leanspec.sources.settings import Source, mistake

NEMO = Source("nemo", pypi="nemo-automodel", version="0.7.0")
CLONE = Source("clone", git="../clone", revision="v1/a b")


def test_a_sound_source_has_no_mistake() -> None:
    assert [mistake(one) for one in (NEMO, CLONE, Source("here", folder="src"))] == ["", "", ""]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (replace(NEMO, name="two words"), "`name` has to be a word"),
        (replace(NEMO, pypi=""), "and none does"),
        (replace(NEMO, folder="x"), "and `folder` and `pypi` does"),
        (replace(NEMO, version=""), "a distribution needs a `version`"),
        (replace(CLONE, revision=""), "a repository needs a `revision`"),
        (replace(CLONE, git="http://example.com/a"), "an address that begins with `https://`"),
        (replace(CLONE, git="ext::sh -c x ://"), "an address that begins with `https://`"),
        (replace(NEMO, url="https://x/{name}"), "nothing is known to fill, `{name}`"),
        (replace(NEMO, url="javascript:{path}"), "`url` has to begin with `https://`"),
        (replace(NEMO, python="three"), "`python` has to be a version such as `3.12`"),
    ],
)
def test_mistakes(source: Source, message: str) -> None:
    assert message in mistake(source)


def test_addresses() -> None:
    nemo = replace(NEMO, url="https://x/v{version}/{path}#L{line}-L{end}")
    assert nemo.url_of("a b/c.py", 3, 9) == "https://x/v0.7.0/a%20b/c.py#L3-L9"
    assert nemo.url_of("c.py", 3, 9, "0.2.0") == "https://x/v0.2.0/c.py#L3-L9"
    assert nemo.url_of("c.py") == "https://x/v0.7.0/c.py"
    assert replace(CLONE, url="https://x/{revision}/{path}").url_of("c.py", 3) == "https://x/v1/a%20b/c.py"
    assert NEMO.url_of("c.py", 3) == ""
