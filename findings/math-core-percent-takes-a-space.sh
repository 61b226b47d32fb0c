#!/usr/bin/env bash
# math-core: in text, "\%" and its kin take the blank after them along.
#
# version:   math-core 0.9.0
# expected:  TeX skips blanks after a command of letters only. "\%", "\&", "\#", "\_" and "\$" are one character each,
#            so "\text{90\% of users}" keeps its blank.
# behaviour: the blank after such a command is dropped as well, and two words become one.
# seen:
#   90\% of users      -> 90%of users
#   R\& D              -> R&amp;D
#   item \# 3          -> item #3
#   ends in \_ here    -> ends in _here
#   costs \$ in total  -> costs $in total
#   90\%\ of users     -> 90% of users
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
texts = (r"90\% of users", r"R\& D", r"item \# 3", r"ends in \_ here", r"costs \$ in total", r"90\%\ of users")
for text in texts:
    written = converter.convert_with_local_state(rf"\text{{{text}}}", displaystyle=False)
    shown = re.search("<mtext>(.*)</mtext>", written)[1].replace("\N{NO-BREAK SPACE}", " ")
    print(f"{text:18} -> {shown}")
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
90\% of users      -> 90%of users
R\& D              -> R&amp;D
item \# 3          -> item #3
ends in \_ here    -> ends in _here
costs \$ in total  -> costs $in total
90\%\ of users     -> 90% of users
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
