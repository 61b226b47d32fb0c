#!/usr/bin/env bash
# sphinx-needs: a link out of a text takes the place of the text.
#
# version:   sphinx-needs 9.1.0, Sphinx 9.0.4
# expected:  needs_string_links makes links of what its regular expression finds in a field, and the words round it
#            stay, as they do where a browser or an issue tracker links "#12".
# behaviour: the field, though its schema says it is one string, is cut at every comma and semicolon. Of each piece
#            in which something is found only the link is shown. The reader of the page gets two numbers and not a
#            word of why. needs.json has the text.
# seen:
#   needs.json: waits for #12, not #13; ask the harbour master
#   page: #12; #13; ask the harbour master
#   page without the option: waits for #12, not #13; ask the harbour master
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check sphinx-needs==9.1.0 sphinx==9.0.4 docutils==0.22.4

mkdir docs
cat > docs/conf.py <<'PY'
extensions = ["sphinx_needs"]
needs_build_json = True
needs_fields = {"reason": {"schema": {"type": "string"}, "nullable": True}}
ISSUE = {
    "regex": r"#(?P<number>[0-9]+)",
    "link_url": "https://example.org/{{number}}",
    "link_name": "#{{number}}",
    "options": ["reason"],
}
needs_string_links = {"issue": ISSUE} if tags.has("links") else {}
PY
cat > docs/index.rst <<'RST'
Harbour
=======

.. req:: Light
   :id: R_LIGHT
   :reason: waits for #12, not #13; ask the harbour master
RST
cat > probe.py <<'PY'
import json
import re

(version,) = json.load(open("with/needs.json"))["versions"].values()
print("needs.json:", version["needs"]["R_LIGHT"]["reason"])
for name, folder in (("page", "with"), ("page without the option", "without")):
    line = re.search(r'<span class="needs_reason">.*', open(f"{folder}/index.html", encoding="utf-8").read())[0]
    print(f"{name}:", " ".join(re.sub("<[^>]*>", "", line).split()).removeprefix("reason: "))
PY
venv/bin/sphinx-build -qW -b html -t links docs with
venv/bin/sphinx-build -qW -b html docs without
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
needs.json: waits for #12, not #13; ask the harbour master
page: #12; #13; ask the harbour master
page without the option: waits for #12, not #13; ask the harbour master
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
