#!/usr/bin/env bash
# pyromark: with front matter switched on, a paragraph between two rules vanishes anywhere in a text.
#
# version:   pyromark 0.10.3 (pulldown-cmark)
# expected:  ENABLE_YAML_STYLE_METADATA_BLOCKS takes front matter out: a block between "---" that begins on the first
#            line. Further down "---" is a rule, or makes a heading of the line above it.
# behaviour: every "---" that is followed by a line with text opens such a block, wherever it stands, and need not be
#            YAML. All up to the next "---" is taken for metadata, which HTML does not show. A "---" with an empty line
#            below it is a rule, so one blank line decides whether readers see what was written.
# seen:
#   without the option: rule, heading "Closed on Sundays", paragraph "Rest"
#   with the option: paragraph "Rest"
#   with it, an empty line below the rule: rule, heading "Closed on Sundays", paragraph "Rest"
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

NAMES = {"hr": "rule", "h2": "heading", "p": "paragraph"}
plain = pyromark.Markdown()
matter = pyromark.Markdown(options=pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS)
text = "---\ntitle: Opening hours\n---\n\n# Hours\n\n---\nClosed on Sundays\n---\n\nRest\n"
body = text.partition("\n# Hours\n")[2]
for name, reader, source in (
    ("without the option", plain, body),
    ("with the option", matter, text),
    ("with it, an empty line below the rule", matter, text.replace("---\nClosed", "---\n\nClosed")),
):
    parts = re.findall(r"<(hr|h2|p)(?: /)?>([^<]*)", reader.html(source))
    shown = [f'{NAMES[tag]} "{words.strip()}"' if words.strip() else NAMES[tag] for tag, words in parts]
    print(f"{name}:", ", ".join(shown))
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
without the option: rule, heading "Closed on Sundays", paragraph "Rest"
with the option: paragraph "Rest"
with it, an empty line below the rule: rule, heading "Closed on Sundays", paragraph "Rest"
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
