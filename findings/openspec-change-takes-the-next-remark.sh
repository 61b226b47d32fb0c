#!/usr/bin/env bash
# OpenSpec: to archive a change of one requirement deletes the remark that stands above the next.
#
# version:   @fission-ai/openspec 1.13.2 (npm)
# expected:  a MODIFIED requirement replaces that requirement: its text and its scenarios. The requirement below it,
#            and the comment that introduces it, are not part of the change.
# behaviour: all that stands between two requirement headings belongs to the upper one. The comment goes with the old
#            text of "Light", "validate --strict" of spec and change finds nothing, and the change is archived with
#            "1 modified".
# seen: of "Light", the comment "The harbour master asked for this one." and "Horn" the spec has afterwards
#   ### Requirement: Light
#   ### Requirement: Horn
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export OPENSPEC_TELEMETRY=0
npm install --silent --no-audit --no-fund --no-save --prefix "$work" @fission-ai/openspec@1.13.2 > log 2>&1
openspec() { "$work/node_modules/.bin/openspec" "$@" > "$work/log" 2>&1 || { cat "$work/log"; exit 2; }; }

mkdir project
cd project
openspec init --tools none .
change=openspec/changes/brighten
mkdir -p openspec/specs/signals "$change/specs/signals"
scenario='#### Scenario: Night
- **WHEN** it is dark
- **THEN** it is on'
cat > openspec/specs/signals/spec.md <<MD
# Signals

## Purpose

What a ship sees and hears of the harbour, and when, in any weather.

## Requirements

### Requirement: Light
The harbour SHALL show a light.

$scenario

<!-- The harbour master asked for this one. -->

### Requirement: Horn
The harbour SHALL sound a horn.

$scenario
MD
why='Too many ships do not see the light in time when it rains.'
printf '## Why\n\n%s\n\n## What Changes\n\n- Light\n' "$why" > "$change/proposal.md"
printf '# Tasks\n\n- [x] 1.1 Fit a brighter lamp\n' > "$change/tasks.md"
cat > "$change/specs/signals/spec.md" <<MD
## MODIFIED Requirements

### Requirement: Light
The harbour SHALL show a bright light.

$scenario
MD

openspec validate --all --strict
openspec archive brighten --yes
grep -E '^###? Req|^<!--|bright' openspec/specs/signals/spec.md | tee ../seen

cat > ../wanted <<'TEXT'
## Requirements
### Requirement: Light
The harbour SHALL show a bright light.
### Requirement: Horn
TEXT
diff ../wanted ../seen || { echo "no longer as described"; exit 1; }
echo "as described"
