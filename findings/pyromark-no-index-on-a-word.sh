#!/usr/bin/env bash
# pyromark: subscript and superscript work everywhere but on a word.
#
# version:   pyromark 0.10.3 (pulldown-cmark)
# expected:  ENABLE_SUBSCRIPT and ENABLE_SUPERSCRIPT are there for "H~2~O" and "m^2^", as in Pandoc, whose syntax it is.
# behaviour: the mark has to open after a blank or a sign. On a letter or digit, which is what an index stands on, it
#            stays as it is written, so readers see "H~2~O", while "H ~2~ O" works. The bold "**m**^2^" works, too,
#            as a sign stands before the mark.
# seen:
#   H~2~O -> H~2~O
#   m^2^ -> m^2^
#   1^st^ -> 1^st^
#   H ~2~ O -> H <sub>2</sub> O
#   **m**^2^ -> <strong>m</strong><sup>2</sup>
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pyromark==0.10.3

cat > probe.py <<'PY'
import pyromark

options = pyromark.Options.ENABLE_SUBSCRIPT | pyromark.Options.ENABLE_SUPERSCRIPT
reader = pyromark.Markdown(options=options)
for text in ("H~2~O", "m^2^", "1^st^", "H ~2~ O", "**m**^2^"):
    print(text, "->", reader.html(text).strip().removeprefix("<p>").removesuffix("</p>"))
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
H~2~O -> H~2~O
m^2^ -> m^2^
1^st^ -> 1^st^
H ~2~ O -> H <sub>2</sub> O
**m**^2^ -> <strong>m</strong><sup>2</sup>
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
