#!/usr/bin/env bash
# sphinx-mounts: the source of a mounted page, and the link to edit it, have a name that no file ever had.
#
# version:   sphinx-mounts 0.3.0, Sphinx 9.0.4, furo 2025.12.19
# expected:  a page mounted at "api" has "_sources/api/guide.rst.txt" beside it, as any page has, and a theme's link to
#            edit it ends in the name of the file, "guide.rst".
# behaviour: Sphinx finds the suffix of a page by cutting as many characters off its path as its name has, and the path
#            of a mounted page does not begin with its name. What is left of the absolute path is joined to the name.
#            The source is copied under that and can be viewed; the link to edit leads nowhere, and shows where the site
#            was built. A strict build (-W) passes.
# seen: where "…" stands for the rest of the path of the folder that all is in
#   _sources/api/guide…/lib/guide.rst.txt
#   _sources/own.rst.txt
#   edit/main/docs/own.rst
#   edit/main/docs/api/guide…/lib/guide.rst
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check sphinx-mounts==0.3.0 \
    sphinx==9.0.4 docutils==0.22.4 furo==2025.12.19

mkdir docs lib
cat > docs/conf.py <<'PY'
extensions = ["sphinx_mounts"]
html_theme = "furo"
html_theme_options = {
    "source_repository": "https://github.com/harbour/light/",
    "source_branch": "main",
    "source_directory": "docs/",
}
PY
printf '[[source.mounts]]\ndir = "../lib"\nmount_at = "api"\n' > docs/ubproject.toml
printf 'Harbour\n=======\n\n.. toctree::\n\n   own\n   api/guide\n' > docs/index.rst
printf 'Own\n===\n' > docs/own.rst
printf 'Guide\n=====\n' > lib/guide.rst
venv/bin/sphinx-build -qW -b html docs out
{
    (cd out && find _sources -type f ! -name 'index*' | sort)
    grep -oh 'edit/main/[^"]*' out/own.html out/api/guide.html
} | sed "s#${work:9}/lib#…/lib#" | tee seen

cat > wanted <<'TEXT'
_sources/api/guide…/lib/guide.rst.txt
_sources/own.rst.txt
edit/main/docs/own.rst
edit/main/docs/api/guide…/lib/guide.rst
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
