#!/usr/bin/env bash
# math-core: MathML made for XML holds a name that XML does not know.
#
# version:   math-core 0.9.0
# expected:  xml_namespace=True is there for documents in XML, such as the pages of an EPUB, so what it gives is
#            well-formed XML.
# behaviour: after a named function math-core writes the invisible operator as "&ApplyFunction;". XML knows five
#            names of characters and this is none of them, so a page with "\sin x" cannot be read at all, while all
#            other symbols are written as themselves.
# seen:
#   x^2: well-formed
#   a \le b: well-formed
#   \sin x: undefined entity &ApplyFunction;
#   \max_i x_i: undefined entity &ApplyFunction;
#   \operatorname{rank} A: undefined entity &ApplyFunction;
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check math-core==0.9.0

cat > probe.py <<'PY'
import re
from xml.etree import ElementTree

from math_core import LatexToMathML

converter = LatexToMathML(xml_namespace=True)
for formula in ("x^2", r"a \le b", r"\sin x", r"\max_i x_i", r"\operatorname{rank} A"):
    written = converter.convert_with_local_state(formula, displaystyle=False)
    try:
        ElementTree.fromstring(written)
        print(f"{formula}: well-formed")
    except ElementTree.ParseError as error:
        print(f"{formula}: {str(error).partition(':')[0]} {' '.join(re.findall('&[A-Za-z]+;', written))}")
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
x^2: well-formed
a \le b: well-formed
\sin x: undefined entity &ApplyFunction;
\max_i x_i: undefined entity &ApplyFunction;
\operatorname{rank} A: undefined entity &ApplyFunction;
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
