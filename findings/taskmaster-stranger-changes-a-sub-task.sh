#!/usr/bin/env bash
# Task Master: to remove task 2, or to move it, changes the sub-tasks of other tasks that wait for their sibling 2.
#
# version:   task-master-ai 0.43.1 (npm)
# expected:  in a sub-task of task 1 the number 2 is its sibling, 1.2: so the tool itself writes it. Task 2 is another
#            matter, so "remove-task --id=2" and "move --from=2 --to=9" leave task 1 as it is.
# behaviour: both go through all sub-tasks of the tag and take every 2 for the task. Removed, "Varnish" waits for nothing and
#            can be begun before "Prime"; moved, it waits for "Sail". validate-dependencies then finds that all is valid,
#            and no command says that task 1 was changed.
# seen:
#   at first: 1.2 Prime waits for [1], 1.3 Varnish waits for [2]
#   2 removed: 1.2 Prime waits for [1], 1.3 Varnish waits for []
#   2 moved: 1.2 Prime waits for [1], 1.3 Varnish waits for [9]
#   validated: No invalid dependencies found - all dependencies are valid
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
cat > ../tasks.json <<'JSON'
{"master": {"metadata": {}, "tasks": [
 {"id": 1, "title": "Paint", "description": "The boat.", "status": "pending", "priority": "high", "dependencies": [],
  "subtasks": [
   {"id": 1, "title": "Sand", "description": "", "status": "pending", "dependencies": []},
   {"id": 2, "title": "Prime", "description": "", "status": "pending", "dependencies": [1]},
   {"id": 3, "title": "Varnish", "description": "", "status": "pending", "dependencies": [2]}]},
 {"id": 2, "title": "Sail", "description": "Round the island.", "status": "pending", "priority": "low",
  "dependencies": [], "subtasks": []}]}}
JSON
cat > ../show.py <<'PY'
import json
from pathlib import Path

tasks = json.loads(Path(".taskmaster/tasks/tasks.json").read_text())["master"]["tasks"]
(paint,) = [task for task in tasks if task["title"] == "Paint"]
print(", ".join(f"1.{each['id']} {each['title']} waits for {each['dependencies']}" for each in paint["subtasks"][1:]))
PY
fresh() { cp ../tasks.json .taskmaster/tasks/tasks.json; }
task-master() { ../node_modules/.bin/task-master "$@" > ../log 2>&1 || { cat ../log; exit 2; }; }
{
    fresh
    echo "at first: $(python3 ../show.py)"
    task-master remove-task --id=2 --yes
    echo "2 removed: $(python3 ../show.py)"
    fresh
    task-master move --from=2 --to=9
    echo "2 moved: $(python3 ../show.py)"
    task-master validate-dependencies
    echo "validated: $(sed 's/\x1b\[[0-9;]*m//g' ../log | grep -o 'No invalid dependencies found.*')"
} > ../seen
cat ../seen

cat > ../wanted <<'TEXT'
at first: 1.2 Prime waits for [1], 1.3 Varnish waits for [2]
2 removed: 1.2 Prime waits for [1], 1.3 Varnish waits for []
2 moved: 1.2 Prime waits for [1], 1.3 Varnish waits for [9]
validated: No invalid dependencies found - all dependencies are valid
TEXT
diff ../wanted ../seen || { echo "no longer as described"; exit 1; }
echo "as described"
