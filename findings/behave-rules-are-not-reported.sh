#!/usr/bin/env bash
# behave: in its JUnit report, scenarios of different rules are one and the same.
#
# version:   behave 1.3.3
# expected:  Gherkin's "Rule" is there to group scenarios, so two rules may have an example of the same name, and a
#            report tells them apart: by the rule in "classname" or in "name".
# behaviour: the rule is left out. Both cases have the same classname and the same name, one passed and one failed, and
#            who looks one of them up gets the first or, with luck, a doubt.
# seen:
#   some.Signals / At the limit: passed
#   some.Signals / At the limit: failure
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check behave==1.3.3

mkdir -p features/steps
cat > features/some.feature <<'GHERKIN'
Feature: Signals

  Rule: The light is on at dusk
    Scenario: At the limit
      Given 1

  Rule: The horn sounds in fog
    Scenario: At the limit
      Given 2
GHERKIN
cat > features/steps/steps.py <<'PY'
from behave import given


@given("{number:d}")
def step(context, number):
    assert number == 1
PY
cat > probe.py <<'PY'
from pathlib import Path
from xml.etree import ElementTree

(report,) = Path("reports").glob("*.xml")
for case in ElementTree.parse(report).iter("testcase"):
    state = "failure" if case.find("failure") is not None else case.get("status")
    print(f"{case.get('classname')} / {case.get('name')}: {state}")
PY
venv/bin/behave --junit > log 2>&1 || true
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
some.Signals / At the limit: passed
some.Signals / At the limit: failure
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
