#!/usr/bin/env bash
# graphviz-pure: of two graphs the second is drawn only if it begins on a line of its own.
#
# version:   graphviz-pure 0.2.2
# expected:  a file of the DOT language may hold several graphs, and each is drawn. White space means nothing in it, so
#            a blank between two graphs does what a line break does.
# behaviour: what stands on the line on which a graph ends is thrown away. After a blank the second graph is neither
#            drawn nor reported, broken or not, and the exit status is 0.
# seen:
#   line break: status 0, nodes a b c d
#   blank: status 0, nodes a b
#   blank, and no graph at all after it: status 0, nodes a b
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check graphviz-pure==0.2.2

draw() {
    local status=0
    printf '%b' "$2" | venv/bin/graphviz-pure -Tplain > out 2> err || status=$?
    echo "$1: status $status, nodes $(awk '$1 == "node" {print $2}' out | paste -sd ' ')$(cat err)"
}
{
    draw "line break" 'digraph { a -> b }\ndigraph { c -> d }\n'
    draw "blank" 'digraph { a -> b } digraph { c -> d }\n'
    draw "blank, and no graph at all after it" 'digraph { a -> b } and so on\n'
} | tee seen

cat > wanted <<'TEXT'
line break: status 0, nodes a b c d
blank: status 0, nodes a b
blank, and no graph at all after it: status 0, nodes a b
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
