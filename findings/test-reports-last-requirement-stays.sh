#!/usr/bin/env bash
# ub-test-reports: of two requirements that a test names one after the other, only the last is linked.
#
# version:   ub-test-reports 1.1.0, rtm-needs 0.2.0, pytest 9.2.0
# expected:  a test that calls record_property("verifies", …) twice has two properties in its report. The converter that makes
#            a link of "verifies" links both, as it merges different properties that are mapped to one field, splits
#            "REQ_LAMP, REQ_HORN" into two, and refuses a case that comes twice so as not to lose evidence.
# behaviour: properties are kept by their names, and the later one replaces the earlier. The requirement that was named first
#            has no test any more; the command says nothing and ends with 0. rtm-needs, which reads the same reports for
#            needs of sphinx-needs, keeps both.
# seen:
#   report: REQ_LAMP, REQ_HORN
#   ub-test-reports: REQ_HORN
#   rtm-needs: REQ_LAMP, REQ_HORN
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check ub-test-reports==1.1.0 rtm-needs==0.2.0 pytest==9.2.0

cat > test_signals.py <<'PY'
def test_at_dusk(record_property):
    record_property("verifies", "REQ_LAMP")
    record_property("verifies", "REQ_HORN")
PY
venv/bin/pytest -q -o junit_family=xunit1 --junitxml=report.xml > log 2>&1 || { cat log; exit 2; }
venv/bin/test-reports build needs report.xml --no-config --link-property verifies=verifies --output needs.json > log 2>&1 ||
    { cat log; exit 2; }
[ ! -s log ] || { cat log; exit 1; }

cat > probe.py <<'PY'
import json
from pathlib import Path
from xml.etree import ElementTree

from rtm_needs.readers import JUnitReader

(need,) = json.loads(Path("needs.json").read_text())["versions"]["1.0"]["needs"].values()
(case,) = JUnitReader().read(Path("report.xml"))
print("report:", ", ".join(each.get("value") for each in ElementTree.parse("report.xml").iter("property")))
print("ub-test-reports:", ", ".join(need["verifies"]))
print("rtm-needs:", ", ".join(case.properties["verifies"]))
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
report: REQ_LAMP, REQ_HORN
ub-test-reports: REQ_HORN
rtm-needs: REQ_LAMP, REQ_HORN
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
