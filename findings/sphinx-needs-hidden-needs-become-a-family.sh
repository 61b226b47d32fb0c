#!/usr/bin/env bash
# sphinx-needs: of two hidden needs that follow one another, the first becomes the parent of the second.
#
# version:   sphinx-needs 9.1.0, Sphinx 9.0.4
# expected:  ":hide:" is about what a page shows. A need is the child of the need that it is written in, hidden or not.
# behaviour: a hidden need leaves a container that is taken for the need above, so the next need on the page, hidden
#            itself, is recorded as its child, in needs.json and in every filter and diagram. A comment in between and
#            there is no parent. Nothing is warned of.
# seen:
#   shown: B has no parent, C has no parent
#   hidden: B is in A, C is in B
#   hidden, a comment between: B has no parent, C has no parent
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check sphinx-needs==9.1.0 sphinx==9.0.4 docutils==0.22.4

mkdir docs
printf 'extensions = ["sphinx_needs"]\nneeds_build_json = True\n' > docs/conf.py
page() {
    printf 'Harbour\n=======\n\n'
    for letter in A B C; do
        printf '.. req:: Need %s\n   :id: NEED_%s\n%s\n%s' "$letter" "$letter" "$1" "$2"
    done
}
cat > probe.py <<'PY'
import json

(version,) = json.load(open("out/needs.json"))["versions"].values()
parents = {name[-1]: (need.get("parent_need") or "")[-1:] for name, need in version["needs"].items()}
print(", ".join(f"{name} is in {parents[name]}" if parents[name] else f"{name} has no parent" for name in "BC"))
PY
try() {
    page "$2" "$3" > docs/index.rst
    venv/bin/sphinx-build -qEW -b html docs out
    echo "$1: $(venv/bin/python probe.py)"
}
{
    try "shown" "" ""
    try "hidden" "   :hide:
" ""
    try "hidden, a comment between" "   :hide:
" "..
   between

"
} > seen
cat seen

cat > wanted <<'TEXT'
shown: B has no parent, C has no parent
hidden: B is in A, C is in B
hidden, a comment between: B has no parent, C has no parent
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
