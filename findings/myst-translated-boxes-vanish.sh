#!/usr/bin/env bash
# Sphinx and MyST-Parser: translate the text of a task and its box is gone, from HTML too.
#
# version:   myst-parser 5.2.0, Sphinx 9.0.4, docutils 0.22.4
# expected:  a catalogue holds the words of an item, not its box, so a translated page has the boxes of the original.
# behaviour: Sphinx puts a newly read paragraph in the place of the old one, and the box, which is a node inside that
#            paragraph, goes with it. An item of the same list whose text is not translated keeps its box. So whether
#            a reader sees what is done depends on how far the translator got, and no builder warns.
# seen:
#   english: box ticked "Pour the base", box open "Fit the lamp", box open "Paint"
#   german: no box "Sockel gegossen", no box "Lampe einsetzen", box open "Paint"
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check myst-parser==5.2.0 sphinx==9.0.4 docutils==0.22.4

mkdir -p docs/locale/de/LC_MESSAGES
cat > docs/conf.py <<'PY'
extensions = ["myst_parser"]
myst_enable_extensions = ["tasklist"]
locale_dirs = ["locale"]
PY
printf '# Harbour\n\n- [x] Pour the base\n- [ ] Fit the lamp\n- [ ] Paint\n' > docs/index.md
cat > docs/locale/de/LC_MESSAGES/index.po <<'PO'
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

msgid "Pour the base"
msgstr "Sockel gegossen"

msgid "Fit the lamp"
msgstr "Lampe einsetzen"
PO
cat > boxes.py <<'PY'
import re
import sys

found = []
for item in re.findall('<li class="task-list-item">(.*?)</li>', open(sys.argv[1], encoding="utf-8").read(), re.DOTALL):
    state = "no box" if "<input" not in item else "box ticked" if 'checked="checked"' in item else "box open"
    found.append(state + ' "' + re.sub("<[^>]*>", "", item) + '"')
print(", ".join(found))
PY
{
    venv/bin/sphinx-build -qW -b html docs en
    echo "english: $(venv/bin/python boxes.py en/index.html)"
    venv/bin/sphinx-build -qW -b html -D language=de docs de
    echo "german: $(venv/bin/python boxes.py de/index.html)"
} > seen
cat seen

cat > wanted <<'TEXT'
english: box ticked "Pour the base", box open "Fit the lamp", box open "Paint"
german: no box "Sockel gegossen", no box "Lampe einsetzen", box open "Paint"
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
