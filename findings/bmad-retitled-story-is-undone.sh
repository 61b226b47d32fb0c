#!/usr/bin/env bash
# BMAD: who changes the title of a finished story has it back at the start.
#
# version:   bmad-method 6.12.0 (npm), its script sprint_plan.py, with ruamel.yaml 0.19.1
# expected:  a story is known by its number, "Story 1.1". When its title is changed in the epics and the status file is
#            generated again, it keeps its status.
# behaviour: the key of a story is number and title together, so the retitled one is new, in the backlog, and the old
#            one is dropped, "done" included. The script answers "ok" without a warning (the loss is a list in the
#            middle of its answer), the epic stays "done", and the next thing to do is the story that is done.
# seen:
#   before: {'epic-1': 'done', '1-1-fit-the-lamp': 'done'}
#   after: {'epic-1': 'done', '1-1-fit-a-lamp': 'backlog'}
#   ok: True, warnings: [], next: 1-1-fit-a-lamp
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --no-save --prefix "$work" bmad-method@6.12.0 > log 2>&1
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check ruamel.yaml==0.19.1
script=$(find node_modules/bmad-method -name sprint_plan.py)
mkdir stories

plan() {
    printf '# Epics\n\n## Epic 1: Light\n\n### Story 1.1: %s\n' "$1" > epics.md
    venv/bin/python "$script" generate --epic-file epics.md --status-file status.yaml --stories-dir stories \
        --project Harbour --date "01-05-2026 10:00" > answer.json
}
cat > probe.py <<'PY'
import json
import sys

from ruamel.yaml import YAML

plan = YAML(typ="safe").load(open("status.yaml"))["development_status"]
print(f"{sys.argv[1]}:", {key: state for key, state in plan.items() if not key.endswith("retrospective")})
if sys.argv[1] == "after":
    answer, status = (json.load(open(name)) for name in ("answer.json", "status.json"))
    print(f"ok: {answer['ok']}, warnings: {answer['warnings']}, next: {status['recommendation']['story_key']}")
PY
plan "Fit the lamp"
sed -i 's/^\( *epic-1\): .*/\1: done/; s/^\( *1-1-.*\): .*/\1: done/' status.yaml
{
    venv/bin/python probe.py before
    plan "Fit a lamp"
    venv/bin/python "$script" status --status-file status.yaml > status.json
    venv/bin/python probe.py after
} | tee seen

cat > wanted <<'TEXT'
before: {'epic-1': 'done', '1-1-fit-the-lamp': 'done'}
after: {'epic-1': 'done', '1-1-fit-a-lamp': 'backlog'}
ok: True, warnings: [], next: 1-1-fit-a-lamp
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
