#!/usr/bin/env bash
# math-core shows the distance between two rows as part of the second row.
#
# version:   math-core 0.9.0
# expected:  in "a \\[2em] b" the bracket belongs to the line break: it is how much room to leave below the first
#            row, in every environment with rows. Unknown syntax is an error in math-core, so at worst one is raised.
# behaviour: the break is taken, the bracket is not, and the reader finds "[2em]" in front of the second row.
# seen:
#   aligned: x | [2em]y
#   cases: x | [2em]y
#   pmatrix: x | [2em]y
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check math-core==0.9.0

cat > probe.py <<'PY'
import re

from math_core import LatexToMathML

converter = LatexToMathML()
for name in ("aligned", "cases", "pmatrix"):
    formula = rf"\begin{{{name}}} x \\[2em] y \end{{{name}}}"
    written = converter.convert_with_local_state(formula, displaystyle=True)
    rows = re.findall("<mtr>(.*?)</mtr>", written)
    print(f"{name}:", " | ".join(re.sub("<[^>]*>", "", row) for row in rows))
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
aligned: x | [2em]y
cases: x | [2em]y
pmatrix: x | [2em]y
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
