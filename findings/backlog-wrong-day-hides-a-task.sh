#!/usr/bin/env bash
# Backlog.md: a due date that is no day takes the whole task out of every list, without a word.
#
# version:   backlog.md 1.52.0 (npm)
# expected:  the task is listed without a due date, or something says which file has a wrong one.
# behaviour: "task list" leaves the task out and ends with 0, nothing is written to standard error, and "doctor" says
#            that all is well. A date of creation that is no day does no harm.
# seen:
#   created_date: soon    TASK-1 is listed
#   due_date: soon        TASK-2 is not
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --no-save --prefix "$work" backlog.md@1.52.0 > log 2>&1
mkdir project
cd project
git init -q
backlog() { ../node_modules/.bin/backlog "$@" 2> ../log || { cat ../log; exit 2; }; }

backlog init Harbour --defaults > ../out
backlog config set remoteOperations false > ../out
for line in "1 created_date" "2 due_date"; do
    read -r number field <<< "$line"
    printf -- '---\nid: TASK-%s\ntitle: Lamp %s\nstatus: To Do\n%s: soon\n---\n' "$number" "$number" "$field" \
        > "backlog/tasks/task-$number - Lamp.md"
done
{
    backlog task list --plain | grep -o 'TASK-.*'
    grep -c . ../log || true
    backlog doctor
} > ../seen
cat ../seen

cat > ../wanted <<'TEXT'
TASK-1 - Lamp 1
0
No duplicate IDs, self-referential dependencies, or dependency cycles found.
TEXT
diff ../wanted ../seen || { echo "no longer as described"; exit 1; }
echo "as described"
