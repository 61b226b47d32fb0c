#!/usr/bin/env bash
# unittest-xml-reporting: one skipped subtest takes a test out of its class, and its passes out of the report.
#
# version:   unittest-xml-reporting 4.0.0
# expected:  a test that has subtests is reported under its class, with the state of the test or one case for each
#            subtest.
# behaviour: where a subtest is skipped, that one becomes a case in a suite of its own which is named after a class of
#            Python's, with Python's file. The test itself is in no suite, nor is the subtest that passed, so the
#            report has nothing of what was checked. With a subtest that fails the suite is the right one, but again
#            the test and the passing subtest are gone.
# seen:
#   some.Light: passing passed
#   some.Light: failing (lamp='b') failure
#   unittest.case._SubTest in unittest/case.py: skipping (lamp='b') skipped
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check unittest-xml-reporting==4.0.0

cat > some.py <<'PY'
import unittest


class Light(unittest.TestCase):
    def passing(self):
        for lamp in "ab":
            with self.subTest(lamp=lamp):
                pass

    def failing(self):
        for lamp in "ab":
            with self.subTest(lamp=lamp):
                self.assertEqual(lamp, "a")

    def skipping(self):
        for lamp in "ab":
            with self.subTest(lamp=lamp):
                if lamp == "b":
                    self.skipTest("not fitted")
PY
cat > probe.py <<'PY'
from pathlib import Path
from xml.etree import ElementTree

for path in sorted(Path("out").glob("*.xml")):
    for suite in ElementTree.parse(path).iter("testsuite"):
        name, file = suite.get("name").rpartition("-")[0], suite.get("file")
        for case in suite.iter("testcase"):
            where = name if file == "some.py" else f"{name} in {file}"
            print(f"{where}: {case.get('name')} {case[0].tag if len(case) else 'passed'}")
PY
venv/bin/python -m xmlrunner some.Light.passing some.Light.failing some.Light.skipping -o out > log 2>&1 || true
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
some.Light: passing passed
some.Light: failing (lamp='b') failure
unittest.case._SubTest in unittest/case.py: skipping (lamp='b') skipped
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
