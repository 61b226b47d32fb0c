#!/usr/bin/env bash
# Backlog.md: a sub-task of an archived task becomes the sub-task of whatever is made next.
#
# version:   backlog.md 1.52.0 (npm)
# expected:  the id of a task is its own for good. When a task is archived, its sub-task either keeps a parent that
#            is archived or has none.
# behaviour: the number of an archived task is given out again if it was the highest, while "parent_task_id" of its
#            sub-tasks stays. So the next task that anybody makes takes over children that it has nothing to do with,
#            and two files hold the same id.
# seen:
#   before: TASK-1 Repair the lamp
#   after: TASK-1 Order new paper
#   id: TASK-1.1, title: Trim the wick, parent_task_id: TASK-1
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
parent() {
    ../node_modules/.bin/backlog task list --json 2> /dev/null | python3 -c '
import json, sys
titles = {task["id"]: task["title"] for task in json.load(sys.stdin)["tasks"]}
print(sys.argv[1], "TASK-1", titles["TASK-1"])' "$1"
}

backlog init Harbour --defaults
backlog task create "Repair the lamp"
backlog task create "Trim the wick" --parent TASK-1
{
    parent "before:"
    backlog task archive TASK-1
    backlog task create "Order new paper"
    parent "after:"
    grep -hE '^(id|title|parent_task_id):' backlog/tasks/*Trim*.md
} > ../seen
cat ../seen

cat > ../wanted <<'TEXT'
before: TASK-1 Repair the lamp
after: TASK-1 Order new paper
id: TASK-1.1
title: Trim the wick
parent_task_id: TASK-1
TEXT
diff ../wanted ../seen || { echo "no longer as described"; exit 1; }
echo "as described"
