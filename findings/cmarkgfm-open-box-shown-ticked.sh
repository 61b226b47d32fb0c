#!/usr/bin/env bash
# cmarkgfm ticks an open box whose text speaks of "[x]".
#
# version:   cmarkgfm 2025.10.22, which holds GitHub's own C library cmark-gfm
# expected:  whether a task is done is told by its own marker, so "- [ ] Explain what [x] means" is open.
# behaviour: the state is looked for anywhere on the item's first line. An "[x]" or "[X]" in its text, in code or
#            as the text of a link, makes the open item a ticked one. Only a second line is safe from it.
# seen:
#   ticked: Explain what [x] means
#   ticked: Write <code>[x]</code> when done
#   ticked: Ask <a href="https://example.org">X</a>
#   open: Explain the mark,<br>which is [x]
#
# pyromark 0.10.3 reads all four as open.
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check cmarkgfm==2025.10.22 pyromark==0.10.3

cat > probe.py <<'PY'
import re

import cmarkgfm
import pyromark

items = [
    "- [ ] Explain what [x] means\n",
    "- [ ] Write `[x]` when done\n",
    "- [ ] Ask [X](https://example.org)\n",
    "- [ ] Explain the mark,\n  which is [x]\n",
]
for item in items:
    html = cmarkgfm.github_flavored_markdown_to_html(item)
    text = re.search(r"/> (.*)</li>", html, re.DOTALL)[1]
    print("ticked:" if 'checked=""' in html else "open:", text.replace("\n", "<br>"))
reader = pyromark.Markdown(options=pyromark.Options.ENABLE_TASKLISTS)
print("pyromark:", sum('checked=""' in reader.html(item) for item in items), "ticked")
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
ticked: Explain what [x] means
ticked: Write <code>[x]</code> when done
ticked: Ask <a href="https://example.org">X</a>
open: Explain the mark,<br>which is [x]
pyromark: 0 ticked
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
