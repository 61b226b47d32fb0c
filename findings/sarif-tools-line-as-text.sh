#!/usr/bin/env bash
# sarif-tools: in the report for GitLab a line is a number, or a text if it was not known.
#
# version:   sarif-tools 3.0.5
# expected:  in Code Climate's format "lines.begin" is an integer. A finding about a whole file gets line 1, as many
#            tools write it.
# behaviour: it gets "1", in quotes. So one list has both types, a strict reader refuses the file, and a reader that
#            sorts by line cannot compare the two.
# seen:
#   about a line: 3
#   about a file: '1'
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check sarif-tools==3.0.5

cat > some.sarif <<'JSON'
{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [{
    "tool": {"driver": {"name": "T"}},
    "results": [
      {
        "ruleId": "R1", "level": "error", "message": {"text": "about a line"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.md"}, "region": {"startLine": 3}}}]
      },
      {
        "ruleId": "R1", "level": "error", "message": {"text": "about a file"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.md"}}}]
      }
    ]
  }]
}
JSON
cat > probe.py <<'PY'
import json

for issue in json.load(open("out.json")):
    print(f"{issue['description']}: {issue['location']['lines']['begin']!r}")
PY
venv/bin/sarif codeclimate some.sarif -o out.json > log
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
about a line: 3
about a file: '1'
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
