"""Where the package is installed from follows from its version alone."""

from __future__ import annotations

import pytest
from packaging.version import Version

from sphinx_leanspec import release

GIT = "git+https://github.com/sphinx-leanspec/sphinx-leanspec"


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("0.2.0.dev0", (GIT, f"sphinx-leanspec @ {GIT}", "main")),
        ("0.2.1", ("sphinx-leanspec", "sphinx-leanspec>=0.2", "v0.2.1")),
    ],
)
def test_it_follows_from_the_version(
    version: str, said: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "_VERSION", Version(version))
    assert (release.installable(), release.requirement(), release.revision()) == said
