"""What Sphinx is told of a repository that has no conf.py of its own; see `sphinx-leanspec build`."""

import json
import os

from myst_parser.config.main import MdParserConfig


def _known(name):
    """Whether this release of MyST-Parser has an extension: two came with 5.1."""
    try:
        MdParserConfig(enable_extensions={name})
    except ValueError:
        return False
    return True


extensions = ["sphinx_leanspec", "sphinx_leanspec.extension.github"]
exclude_patterns = ["*"]  # the pages are named one by one
suppress_warnings = ["myst.header", "myst.strikethrough"]  # GitHub shows both without a word

smartquotes = False  # nor are its letters exchanged there
html_theme = "furo"
html_show_copyright = False
author = ""  # else a PDF says that none is set
latex_engine = "xelatex"  # specs are written in any language

myst_enable_extensions = list(
    filter(_known, ["alert", "dollarmath", "gfm_autolink", "html_image", "strikethrough", "tasklist"])
)
myst_heading_anchors = 6
myst_disable_syntax = ["myst_line_comment", "myst_block_break"]
myst_dmath_allow_space = False  # "from $5 to $10" holds no formula
myst_dmath_allow_digits = False
myst_dmath_double_inline = True

# Title, pages, and where the specs are.
globals().update(json.loads(os.environ["LEANSPEC_SITE"]))
