#!/usr/bin/env bash
# cmarkgfm sees no task where a list item does not begin its line.
#
# version:   cmarkgfm 2025.10.22, which holds GitHub's own C library cmark-gfm
# expected:  a task list item is a list item whose paragraph begins with "[ ]" or "[x]", wherever the list is: in a
#            block quote, or as the first thing in another item.
# behaviour: only a list item whose marker is the first thing on its line can be a task. In a quote, and in an item
#            that begins on the line of its parent, the box is shown as four characters of text, and a count of
#            boxes comes out too low without a word.
# seen:
#   plain 1, quoted 0, on its parent's line 0, below its parent 1
#
# pyromark 0.10.3 finds one box in each of the four.
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check cmarkgfm==2025.10.22 pyromark==0.10.3

cat > probe.py <<'PY'
import cmarkgfm
import pyromark

texts = {
    "plain": "- [x] Agreed\n",
    "quoted": "> - [x] Agreed\n",
    "on its parent's line": "1. - [x] Agreed\n",
    "below its parent": "1. With the team\n   - [x] Agreed\n",
}
tasks = pyromark.Markdown(options=pyromark.Options.ENABLE_TASKLISTS)
for name, html in (("cmarkgfm", cmarkgfm.github_flavored_markdown_to_html), ("pyromark", tasks.html)):
    print(f"{name}:", ", ".join(f"{place} {html(text).count('checkbox')}" for place, text in texts.items()))
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
cmarkgfm: plain 1, quoted 0, on its parent's line 0, below its parent 1
pyromark: plain 1, quoted 1, on its parent's line 1, below its parent 1
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
