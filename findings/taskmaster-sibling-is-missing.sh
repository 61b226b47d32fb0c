#!/usr/bin/env bash
# Task Master: a sub-task that waits for its sibling is called invalid by one command, and valid by the next.
#
# version:   task-master-ai 0.43.1 (npm)
# expected:  in a sub-task, the number 2 is its sibling 2: so the tool itself writes it, and so its check for circles reads
#            it. validate-dependencies and fix-dependencies say the same of the same file.
# behaviour: validate-dependencies looks for a task 2, of which there is none, and fails; where there is a task 2, it would
#            miss nothing though the sibling were gone. fix-dependencies finds that all dependencies are valid. Both end
#            with 0.
# seen: one task with three sub-tasks, each waiting for the one before
#   validate: [MISSING] Task 1.3: Subtask 1.3 depends on non-existent task/subtask 2 (Dependency: 2)
#   fix: No dependency issues found - all dependencies are valid
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --no-save --ignore-scripts --prefix "$work" task-master-ai@0.43.1 > log 2>&1
mkdir -p project/.taskmaster/tasks
cd project
git init -q
echo '{"models": {}, "global": {"anonymousTelemetry": false}}' > .taskmaster/config.json
echo '{"currentTag": "master"}' > .taskmaster/state.json
cat > .taskmaster/tasks/tasks.json <<'JSON'
{"master": {"metadata": {}, "tasks": [
 {"id": 1, "title": "Paint", "description": "The boat.", "status": "pending", "priority": "high", "dependencies": [],
  "subtasks": [
   {"id": 1, "title": "Sand", "description": "", "status": "pending", "dependencies": []},
   {"id": 2, "title": "Prime", "description": "", "status": "pending", "dependencies": [1]},
   {"id": 3, "title": "Varnish", "description": "", "status": "pending", "dependencies": [2]}]}]}}
JSON
said() { ../node_modules/.bin/task-master "$1" 2>&1 | sed 's/\x1b\[[0-9;]*m//g' | grep -o "$2" || true; }
{
    echo "validate: $(said validate-dependencies '\[MISSING\].*')"
    echo "fix: $(said fix-dependencies 'No dependency issues found.*')"
} > ../seen
cat ../seen

cat > ../wanted <<'TEXT'
validate: [MISSING] Task 1.3: Subtask 1.3 depends on non-existent task/subtask 2 (Dependency: 2)
fix: No dependency issues found - all dependencies are valid
TEXT
diff ../wanted ../seen || { echo "no longer as described"; exit 1; }
echo "as described"
