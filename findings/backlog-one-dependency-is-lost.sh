#!/usr/bin/env bash
# Backlog.md: a dependency that is written as one value, not as a list, is erased by the next edit.
#
# version:   backlog.md 1.52.0 (npm)
# expected:  "dependencies: TASK-1" means what "dependencies: [TASK-1]" means, as "assignee: ann" is read as one
#            person. If not, the file is refused or left as it is.
# behaviour: such a value counts as none, so the task is called ready. The next command that writes the file, here a
#            new title, puts "dependencies: []" there; labels likewise. The assignee beside them survives.
# seen: as written by hand, and after "task edit 2 --title Lamp"
#   assignee: ann           assignee: - ann
#   labels: light           labels: []
#   dependencies: TASK-1    dependencies: []
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
backlog task create "Base"
cat > "backlog/tasks/task-2 - Light.md" <<'MD'
---
id: TASK-2
title: Light
status: To Do
assignee: ann
created_date: '2026-01-05 10:00'
labels: light
dependencies: TASK-1
---
MD
ready() {
    ../node_modules/.bin/backlog task list --json 2> /dev/null |
        python3 -c '
import json, sys
print([task["isReady"] for task in json.load(sys.stdin)["tasks"] if task["id"] == "TASK-2"])'
}
{
    echo "ready: $(ready)"
    backlog task edit 2 --title Lamp
    sed -n '/^assignee/,/^created/p; /^labels/,/^dependencies/p' backlog/tasks/task-2*.md | grep -v _date
} > ../seen
cat ../seen

cat > ../wanted <<'TEXT'
ready: [True]
assignee:
  - ann
labels: []
dependencies: []
TEXT
diff ../wanted ../seen || { echo "no longer as described"; exit 1; }
echo "as described"
