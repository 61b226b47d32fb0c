#!/usr/bin/env bash
# Backlog.md: with a criterion ticked by a capital X before it, another one is ticked than the file numbers so.
#
# version:   backlog.md 1.52.0 (npm)
# expected:  "- [X] #1" is a ticked box, as GitHub has it, and "--check-ac 2" ticks the one that begins with "#2".
# behaviour: "[X]" is no criterion, so the list counts one that is open, and the open one is the first. "--check-ac 1"
#            ticks what the file calls #2 and calls it #1 as well; "--check-ac 2" finds nothing.
# seen: before, and after "task edit 1 --check-ac 1"
#   - [X] #1 Light the lamp        - [X] #1 Light the lamp
#   - [ ] #2 Log the hour          - [x] #1 Log the hour
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --no-save --prefix "$work" backlog.md@1.52.0 > log 2>&1
mkdir project
cd project
git init -q
backlog() { ../node_modules/.bin/backlog "$@" > ../log 2>&1 || { cat ../log; exit 2; }; }

backlog init Harbour --defaults
cat > "backlog/tasks/task-1 - Light.md" <<'MD'
---
id: TASK-1
title: Light
status: To Do
assignee: []
created_date: '2026-01-05 10:00'
labels: []
dependencies: []
---

## Acceptance Criteria
<!-- AC:BEGIN -->
- [X] #1 Light the lamp
- [ ] #2 Log the hour
<!-- AC:END -->
MD
backlog task edit 1 --check-ac 1
sed -n '/AC:BEGIN/,/AC:END/p' backlog/tasks/*.md | tee ../seen

cat > ../wanted <<'TEXT'
<!-- AC:BEGIN -->
- [X] #1 Light the lamp
- [x] #1 Log the hour
<!-- AC:END -->
TEXT
diff ../wanted ../seen || { echo "no longer as described"; exit 1; }
echo "as described"
