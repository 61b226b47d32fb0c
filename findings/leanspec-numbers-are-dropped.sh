#!/usr/bin/env bash
# LeanSpec: changing the status of a spec deletes numbers from its front matter.
#
# version:   @leanspec/cli-linux-x64 0.3.0 (npm)
# expected:  "update --status in-progress" changes the status. An issue 12, a tag 2027 and a dependency 2, which YAML
#            reads as numbers, stay in the file, whatever the tool makes of them.
# behaviour: of the fields that it knows LeanSpec takes texts only. It writes the front matter anew from what it took,
#            so the number is gone from the list, and the whole line is gone where it stood alone; fields that it does
#            not know keep theirs. The command reports one change, of the status.
# seen: before, and after
#   tags: [light, 2027]         tags: [light]
#   depends_on: [2, 003-base]   depends_on: [003-base]
#   issue: 12
#   sprint: 7                   sprint: 7
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --no-save --prefix "$work" @leanspec/cli-linux-x64@0.3.0 > log 2>&1
leanspec() { "$work/node_modules/@leanspec/cli-linux-x64/leanspec" "$@" > log 2>&1 || { cat log; exit 2; }; }

mkdir -p specs/001-light specs/002-site specs/003-base
done='---\nstatus: complete\ncreated: 2026-01-05\n---\n\n# Done\n'
printf -- "$done" | tee specs/002-site/README.md > specs/003-base/README.md
cat > specs/001-light/README.md <<'MD'
---
status: planned
created: 2026-01-05
tags: [light, 2027]
depends_on: [2, 003-base]
issue: 12
sprint: 7
---

# Light
MD
leanspec update 001-light --status in-progress
sed -n '/^tags/,/^---/p' specs/001-light/README.md | grep -vE '^(updated_at|transitions|- status|  at|---)' | tee seen

cat > wanted <<'TEXT'
tags:
- light
depends_on:
- 003-base
sprint: 7
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
