#!/usr/bin/env bash
# LeanSpec: "update --check TEXT" ticks the first box that begins so, although another one says exactly that.
#
# version:   @leanspec/cli-linux-x64 0.3.0 (npm)
# expected:  the item whose text is the one given is ticked. Where several fit and none is exact, the command says so.
# behaviour: the text is looked for within the items, from the top, and the first that has it is ticked, without a
#            word of doubt. The exact item below stays open, and only a second call reaches it.
# seen: after "leanspec update 001-light --check 'Fit the lamp'"
#   - [x] Fit the lamp holder
#   - [ ] Fit the lamp
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --no-save --prefix "$work" @leanspec/cli-linux-x64@0.3.0 > log 2>&1
leanspec() { "$work/node_modules/@leanspec/cli-linux-x64/leanspec" "$@" > log 2>&1 || { cat log; exit 2; }; }

mkdir -p specs/001-light
cat > specs/001-light/README.md <<'MD'
---
status: in-progress
created: 2026-01-05
---

# Light

- [ ] Fit the lamp holder
- [ ] Fit the lamp
MD
leanspec update 001-light --check 'Fit the lamp'
grep '^- ' specs/001-light/README.md | tee seen

cat > wanted <<'TEXT'
- [x] Fit the lamp holder
- [ ] Fit the lamp
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
