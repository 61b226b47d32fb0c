#!/usr/bin/env bash
# sarif-tools: what is reported as mended counts as an error of today.
#
# version:   sarif-tools 3.0.5
# expected:  SARIF's baselineState says how a result compares with an earlier run: "new", "unchanged", "updated", or
#            "absent", which means that it was there then and is not any more. Only the first three are findings.
# behaviour: baselineState is not looked at. A file with nothing but a mended finding has one error in the summary, one
#            line in the CSV, and "--check error" fails the build for it.
# seen:
#   error: 1
#   csv: T,error,R1,mended since,a.md,3
#   exit status of --check error: 1
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
    "tool": {"driver": {"name": "T", "rules": [{"id": "R1"}]}},
    "results": [{
      "ruleId": "R1", "level": "error", "baselineState": "absent", "message": {"text": "mended since"},
      "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.md"}, "region": {"startLine": 3}}}]
    }]
  }]
}
JSON
{
    venv/bin/sarif summary some.sarif | grep '^error'
    venv/bin/sarif csv some.sarif -o out.csv > log
    echo "csv: $(tail -1 out.csv | tr -d '\r')"
    status=0
    venv/bin/sarif --check error summary some.sarif > log 2>&1 || status=$?
    echo "exit status of --check error: $status"
} | tee seen

cat > wanted <<'TEXT'
error: 1
csv: T,error,R1,mended since,a.md,3
exit status of --check error: 1
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
