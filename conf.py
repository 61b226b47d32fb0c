"""The project's own site: the guide, and the knowledge base that the specs plan."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "docs" / "_ext"))

project = "sphinx-leanspec"
author = "The sphinx-leanspec authors"
copyright = "The sphinx-leanspec authors, MIT licence"

extensions = ["sphinx_leanspec", "reference", "exhibits"]
leanspec_pages = {"index": "docs/index.md"}
leanspec_repository = "https://github.com/sphinx-leanspec/sphinx-leanspec"
leanspec_revision = "main"

# Pages are what lies in docs/, and the specs, which the extension brings.
include_patterns = ["docs/**"]
exclude_patterns = [".*", "_build", "build", "docs/_*", "docs/snippets", "specs", "tests"]

nitpicky = True
myst_enable_extensions = ["deflist", "dollarmath"]
html_math_renderer = "leanspec_mathml"  # without a script from a server
myst_heading_anchors = 3

html_theme = "furo"
html_title = "sphinx-leanspec"
html_static_path = ["docs/_static"]
html_extra_path = ["sphinx_leanspec/report/schema"]  # where its $id says
html_css_files = ["site.css"]
html_theme_options = {
    "source_repository": leanspec_repository,
    "source_branch": leanspec_revision,
    "source_directory": "",
}

# Titles of specs and their notes are written in any language.
latex_engine = "xelatex"
