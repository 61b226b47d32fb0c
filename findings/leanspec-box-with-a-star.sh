#!/usr/bin/env bash
# LeanSpec: a spec whose open boxes have a star is complete.
#
# version:   @leanspec/cli-linux-x64 0.3.0 (npm)
# expected:  "update --status complete" refuses a spec that has an open box. Markdown has lists with "-", "*", "+" and
#            numbers, and GitHub shows a box in each.
# behaviour: only "- [ ]" is a box. A spec with nothing done is marked complete without --force if its author writes
#            lists with a star; "--check" does not find such an item either.
# seen:
#   dash: refused, star: complete, plus: complete, number: complete
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --no-save --prefix "$work" @leanspec/cli-linux-x64@0.3.0 > log 2>&1
leanspec=$work/node_modules/@leanspec/cli-linux-x64/leanspec

spec() {
    mkdir -p "specs/$1"
    printf -- '---\nstatus: in-progress\ncreated: 2026-01-05\n---\n\n# Light\n\n%b\n' "$2" > "specs/$1/README.md"
}
spec 001-dash '- [ ] Fit the lamp'
spec 002-star '* [ ] Fit the lamp'
spec 003-plus '+ [ ] Fit the lamp'
spec 004-number '1. [ ] Fit the lamp'
for name in 001-dash 002-star 003-plus 004-number; do
    "$leanspec" update "$name" --status complete > log 2>&1 || true
    state=$(sed -n 's/^status: //p' "specs/$name/README.md" | head -1)
    grep -q 'outstanding checklist item' log && state=refused
    echo "${name#*-}: $state"
done | tee seen

cat > wanted <<'TEXT'
dash: refused
star: complete
plus: complete
number: complete
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
