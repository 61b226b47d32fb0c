#!/usr/bin/env bash
# Vitest: with --bail the JUnit report has every test that was never started as one that passed.
#
# version:   vitest 5.1.2 (npm)
# expected:  after the first failure the rest of the file is not run, and the report either leaves those tests out or
#            marks them skipped.
# behaviour: they stand in the JUnit report with neither failure nor skip, which in JUnit means passed, and the
#            suite says skipped="0". The reporter "tap-flat" calls the same tests of the same run "not ok". All
#            that tells them from a real pass is time="0".
# seen:
#   junit: one failed, two passed, three passed; skipped="0"
#   tap-flat: one not ok, two not ok, three not ok
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"type": "module"}' > package.json
npm install --silent --no-audit --no-fund --no-save vitest@5.1.2 > log 2>&1

cat > some.test.js <<'JS'
import { appendFileSync } from 'node:fs'
import { test } from 'vitest'
test('one', () => { throw new Error('broken') })
test('two', () => appendFileSync('ran', 'two'))
test('three', () => appendFileSync('ran', 'three'))
JS
status=0
node_modules/.bin/vitest run --bail 1 --reporter junit --outputFile.junit=junit.xml --reporter tap-flat \
    > tap 2> log || status=$?

cat > probe.py <<'PY'
import re
from xml.etree import ElementTree

suite = ElementTree.parse("junit.xml").getroot()[0]
states = {"failure": "failed", "skipped": "skipped"}
cases = [f"{case.get('name')} {states[case[0].tag] if len(case) else 'passed'}" for case in suite]
print("junit:", ", ".join(cases) + f'; skipped="{suite.get("skipped")}"')
lines = re.findall(r"^(not ok|ok) \d+ - some.test.js > (\w+)", open("tap").read(), re.MULTILINE)
print("tap-flat:", ", ".join(f"{name} {state}" for state, name in lines))
PY
{
    echo "status $status, ran of two and three: $(cat ran 2> /dev/null || echo none)"
    python3 probe.py
} | tee seen

cat > wanted <<'TEXT'
status 1, ran of two and three: none
junit: one failed, two passed, three passed; skipped="0"
tap-flat: one not ok, two not ok, three not ok
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
