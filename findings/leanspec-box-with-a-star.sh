#!/usr/bin/env bash
# LeanSpec: what is open is told by the bullet, so a real open box does not count and an example in a fence does.
#
# version:   @leanspec/cli-linux-x64 0.3.0 (npm)
# expected:  "update --status complete" refuses a spec that has an open box. Which lines are boxes is what Markdown
#            says: a list may have "*", "+" or numbers, and a fenced example is no list.
# behaviour: lines that begin with "- [ ]" are counted, wherever they stand, and no others. A spec whose open boxes
#            have another bullet is marked complete; one with nothing open but an example in a fence is refused.
# seen:
#   dash: refused, star: complete, number: complete, fence: refused
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
spec 003-number '1. [ ] Fit the lamp'
spec 004-fence 'Write it so:\n\n```md\n- [ ] Fit the lamp\n```'
for name in 001-dash 002-star 003-number 004-fence; do
    "$leanspec" update "$name" --status complete > log 2>&1 || true
    state=$(sed -n 's/^status: //p' "specs/$name/README.md" | head -1)
    grep -q 'outstanding checklist item' log && state=refused
    echo "${name#*-}: $state"
done | tee seen

cat > wanted <<'TEXT'
dash: refused
star: complete
number: complete
fence: refused
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
