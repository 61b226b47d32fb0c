#!/usr/bin/env bash
# pyromark: a footnote that is called in another case is found, and linked to nowhere.
#
# version:   pyromark 0.10.3 (pulldown-cmark)
# expected:  labels match without regard to case, as those of links do. "[^Log]" then leads to the note "[^log]" and has
#            its number; if labels did not match, it would be shown as it is written.
# behaviour: the two are matched, or no link would be made of the call. But link and note are made from the label as it
#            is written at each place: the call leads to "#Log", the note is "log", and each counts for itself, so the
#            call says 1 and its note 2.
# seen:
#   same case: call 1 leads to #log, note 1 is log
#   other case: call 1 leads to #Log, note 2 is log
#   no note: call not made
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pyromark==0.10.3

cat > probe.py <<'PY'
import re

import pyromark

reader = pyromark.Markdown(options=pyromark.Options.ENABLE_FOOTNOTES)
for name, text in (
    ("same case", "Written down.[^log]\n\n[^log]: In the book.\n"),
    ("other case", "Written down.[^Log]\n\n[^log]: In the book.\n"),
    ("no note", "Written down.[^Log]\n"),
):
    html = reader.html(text)
    call = re.search(r'<a href="([^"]*)">(\d+)</a>', html)
    note = re.search(r'id="([^"]*)"><sup class="footnote-definition-label">(\d+)', html)
    print(f"{name}:", f"call {call[2]} leads to {call[1]}, note {note[2]} is {note[1]}" if call else "call not made")
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
same case: call 1 leads to #log, note 1 is log
other case: call 1 leads to #Log, note 2 is log
no note: call not made
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
