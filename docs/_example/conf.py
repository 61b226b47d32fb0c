"""The example of the gallery: an invented company that takes people to invented islands."""

project = "Ferry"
author = "The harbour office"
copyright = "the harbour office"

extensions = ["sphinx_leanspec"]
exclude_patterns = ["_build", "specs/**/*.csv"]

html_theme = "furo"
html_title = "Ferry"
GALLERY = "https://sphinx-leanspec.readthedocs.io/en/latest/docs/guide/gallery.html"
html_theme_options = {
    "announcement": f"An invented company, the example of <a href='{GALLERY}'>sphinx-leanspec's gallery</a>."
}
