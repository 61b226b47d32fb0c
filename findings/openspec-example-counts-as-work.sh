#!/usr/bin/env bash
# OpenSpec: a change whose tasks are all done stays "in-progress" for an example in a fence and a comment.
#
# version:   @fission-ai/openspec 1.13.2 (npm)
# expected:  tasks.md is Markdown, and OpenSpec leaves fences out where it reads requirements. So what is inside a
#            fence, or inside a comment that no reader sees, is no task.
# behaviour: tasks are counted line by line and every line that looks like one is work to do. Nobody can finish these
#            two, so the change never becomes "complete".
# seen:
#   as written: 1 of 3, in-progress
#   without fence and comment: 1 of 1, complete
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export OPENSPEC_TELEMETRY=0
npm install --silent --no-audit --no-fund --no-save --prefix "$work" @fission-ai/openspec@1.13.2 > log 2>&1
openspec() { "$work/node_modules/.bin/openspec" "$@" 2> log || { cat log; exit 2; }; }

mkdir project
cd project
openspec init --tools none . > ../out
mkdir -p openspec/changes/add-light
printf '## Why\n\nShips need it.\n\n## What Changes\n\n- A light\n' > openspec/changes/add-light/proposal.md
counted() {
    openspec list --json | python3 -c '
import json, sys
(change,) = json.load(sys.stdin)["changes"]
print(sys.argv[1], change["completedTasks"], "of", str(change["totalTasks"]) + ",", change["status"])' "$1"
}
tasks=openspec/changes/add-light/tasks.md
{
    printf '# Tasks\n\n- [x] 1.1 Fit the lamp\n' | tee work > "$tasks"
    printf '\nA task looks so:\n\n```md\n- [ ] 9.9 A task\n```\n\n<!-- not now:\n- [ ] 1.2 Paint it\n-->\n' >> "$tasks"
    counted "as written:"
    cp work "$tasks"
    counted "without fence and comment:"
} | tee ../seen

cat > ../wanted <<'TEXT'
as written: 1 of 3, in-progress
without fence and comment: 1 of 1, complete
TEXT
diff ../wanted ../seen || { echo "no longer as described"; exit 1; }
echo "as described"
