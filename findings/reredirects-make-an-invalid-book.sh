#!/usr/bin/env bash
# sphinx-reredirects and Sphinx's EPUB: a redirect becomes a page of the book, and the book is invalid.
#
# version:   sphinx-reredirects 1.1.0, Sphinx 9.0.4
# expected:  a redirect is about the addresses of a site. A book has none, so a build of an EPUB leaves redirects out.
# behaviour: the page that redirects is written for an EPUB too, and Sphinx takes every file there into the reading
#            order. It is no XHTML (no namespace, and a script that the package does not declare), and it leads to
#            "new.html", which no book has, as its pages end in ".xhtml". A strict build (-W) passes.
# seen:
#   in the reading order: index.xhtml new.xhtml genindex.xhtml old.xhtml
#   XHTML's namespace: old.xhtml False, new.xhtml True
#   old.xhtml leads to new.html, in the book: False
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check sphinx-reredirects==1.1.0 sphinx==9.0.4 docutils==0.22.4

mkdir docs
cat > docs/conf.py <<'PY'
project, version, copyright, language = "Harbour", "1", "the harbour master", "en"
extensions = ["sphinx_reredirects"]
redirects = {"old": "new.html"}
PY
printf 'Harbour\n=======\n\n.. toctree::\n\n   new\n' > docs/index.rst
printf 'Light\n=====\n' > docs/new.rst
venv/bin/sphinx-build -qW -b epub -d trees docs out

cat > probe.py <<'PY'
import re
from xml.etree import ElementTree
from zipfile import ZipFile

book = ZipFile("out/Harbour.epub")
package = ElementTree.fromstring(book.read("content.opf"))
files = {item.get("id"): item.get("href") for item in package.findall(".//{*}item")}
print("in the reading order:", *(files[item.get("idref")] for item in package.findall(".//{*}itemref")))
roots = {name: re.search(r"<html[^>]*>", book.read(name).decode())[0] for name in ("old.xhtml", "new.xhtml")}
print("XHTML's namespace:", ", ".join(f"{name} {'xmlns=' in root}" for name, root in roots.items()))
leads = re.search(r"url=([^\"]*)", book.read("old.xhtml").decode())[1]
print(f"old.xhtml leads to {leads}, in the book: {leads in book.namelist()}")
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
in the reading order: index.xhtml new.xhtml genindex.xhtml old.xhtml
XHTML's namespace: old.xhtml False, new.xhtml True
old.xhtml leads to new.html, in the book: False
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
