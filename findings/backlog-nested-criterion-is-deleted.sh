#!/usr/bin/env bash
# Backlog.md: ticking one acceptance criterion deletes the boxes below the criteria.
#
# version:   backlog.md 1.52.0 (npm)
# expected:  "task edit 1 --check-ac 1" turns one "[ ]" into "[x]" and leaves the rest of the file alone.
# behaviour: the list is written anew from what was understood of it. A box below a criterion is no part of that, so
#            it is gone afterwards, with "Updated task TASK-1" and exit status 0. A criterion's second line of plain
#            text survives.
# seen: before, and after ticking the first
#   - [ ] #1 Light the lamp        - [x] #1 Light the lamp
#     - [ ] before dusk            - [ ] #2 Log the hour
#   - [ ] #2 Log the hour            in the harbour's book
#     in the harbour's book
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
- [ ] #1 Light the lamp
  - [ ] before dusk
- [ ] #2 Log the hour
  in the harbour's book
<!-- AC:END -->
MD
backlog task edit 1 --check-ac 1
sed -n '/AC:BEGIN/,/AC:END/p' backlog/tasks/*.md | tee ../seen

cat > ../wanted <<'TEXT'
<!-- AC:BEGIN -->
- [x] #1 Light the lamp
- [ ] #2 Log the hour
  in the harbour's book
<!-- AC:END -->
TEXT
diff ../wanted ../seen || { echo "no longer as described"; exit 1; }
echo "as described"
