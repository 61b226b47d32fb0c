#!/usr/bin/env bash
# Robot Framework: a test that has failed becomes a skipped one, and the run a green one.
#
# version:   robotframework 7.5
# expected:  a failure stays a failure. What comes after it, a teardown or the rest of a test that goes on after
#            failures, can make it no better.
# behaviour: "Skip" in the teardown, or later in a test with robot:continue-on-failure, turns the test into a skipped
#            one. What failed is told inside the skip's message; the counts, the JUnit report and the exit status,
#            which a CI looks at, know nothing of it.
# seen:
#   alone: failure, message has "lamp is dark": True
#   skip in the teardown: skipped, message has "lamp is dark": True
#   skip after two failures: skipped, message has "lamp is dark": True
#   exit status without the first: 0
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check robotframework==7.5

cat > some.robot <<'ROBOT'
*** Test Cases ***
Alone
    Fail    lamp is dark

Skip In The Teardown
    Fail    lamp is dark
    [Teardown]    Skip    no ladder

Skip After Two Failures
    [Tags]    robot:continue-on-failure
    Fail    lamp is dark
    Fail    horn is silent
    Skip    no ladder
ROBOT
robot() { venv/bin/robot --log NONE --report NONE --output NONE "$@" some.robot > log; }
cat > probe.py <<'PY'
from xml.etree import ElementTree

for case in ElementTree.parse("junit.xml").iter("testcase"):
    told = "lamp is dark" in case[0].get("message")
    print(f'{case.get("name").lower()}: {case[0].tag}, message has "lamp is dark": {told}')
PY
{
    robot --xunit junit.xml || true
    venv/bin/python probe.py
    status=0
    robot --test 'Skip*' || status=$?
    echo "exit status without the first: $status"
} | tee seen

cat > wanted <<'TEXT'
alone: failure, message has "lamp is dark": True
skip in the teardown: skipped, message has "lamp is dark": True
skip after two failures: skipped, message has "lamp is dark": True
exit status without the first: 0
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
