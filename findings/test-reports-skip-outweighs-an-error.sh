#!/usr/bin/env bash
# ub-test-reports: a test for which pytest fails the run is a skipped one in needs.json.
#
# version:   ub-test-reports 1.1.0, pytest-json-ctrf 0.6.1, junit2html 31.1.4, pytest 9.2.0
# expected:  where a test skips and its fixture then fails to clean up, pytest counts an error, ends with 1, and writes both
#            into the one case of the report. The result of a case with an <error> is "error": the worst that happened.
# behaviour: the converter looks for <skipped> first, and the need is "skipped". A filter for what failed does not find it,
#            though the error's text is in its content. Where the same fixture fails after a test that passed, the need is an
#            "error". junit2html, from the same report, and pytest-json-ctrf, in its own, call the test skipped as well: of
#            two errors each of the three has one.
# seen:
#   pytest: errors 2, exit status 1
#   ub-test-reports: passes error, skips skipped
#   junit2html: passes failed, skips skipped
#   pytest-json-ctrf: passes failed, skips skipped
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check ub-test-reports==1.1.0 pytest-json-ctrf==0.6.1 junit2html==31.1.4 \
    pytest==9.2.0

cat > test_lamp.py <<'PY'
import pytest


@pytest.fixture
def lamp():
    yield "lamp"
    raise RuntimeError("still burning")


def test_passes(lamp):
    assert lamp


def test_skips(lamp):
    pytest.skip("it is day")
PY
status=0
venv/bin/pytest -q -o junit_family=xunit1 --junitxml=report.xml --ctrf=ctrf.json > log 2>&1 || status=$?
venv/bin/test-reports build needs report.xml --no-config --output needs.json > log 2>&1 || { cat log; exit 2; }

cat > probe.py <<'PY'
import json
import sys
from pathlib import Path
from xml.etree import ElementTree

from junit2htmlreport.parser import Junit


def show(tool, results):
    found = {name.rpartition("test_")[2]: result for name, result in results}
    print(f"{tool}: passes {found['passes']}, skips {found['skips']}")


needs = json.loads(Path("needs.json").read_text())["versions"]["1.0"]["needs"].values()
tests = json.loads(Path("ctrf.json").read_text())["results"]["tests"]
(suite,) = Junit("report.xml")
print(f"pytest: errors {ElementTree.parse('report.xml').find('testsuite').get('errors')}, exit status {sys.argv[1]}")
show("ub-test-reports", [(need["title"], need["result"]) for need in needs])
show("junit2html", [(case.name, case.outcome().name.lower()) for case in suite.all()])
show("pytest-json-ctrf", [(test["name"], test["status"]) for test in tests])
PY
venv/bin/python probe.py "$status" | tee seen

cat > wanted <<'TEXT'
pytest: errors 2, exit status 1
ub-test-reports: passes error, skips skipped
junit2html: passes failed, skips skipped
pytest-json-ctrf: passes failed, skips skipped
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
