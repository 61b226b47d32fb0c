#!/usr/bin/env bash
# sphinx-codelinks: a reference above a function with a decorator is credited to another function.
#
# version:   sphinx-codelinks 2.0.1
# expected:  "@need-ids:" in a comment above a function belongs to that function: its documentation shows it so, and calls
#            "tagged_scope" the code that goes with the marker. A decorator, or C++'s "template <…>", does not change that.
# behaviour: what follows the comment is then no function for it, as the decorator encloses the function. The search goes on
#            to the next one that has none, however far below, and takes that. A requirement is said to be met by code that
#            has nothing to do with it; the line is right, and nothing warns. Without anything below, the class is taken.
# seen:
#   REQ_LIGHT  below it: @property           credited: def horn(self):
#   REQ_HORN   below it: def horn(self):     credited: def horn(self):
#   REQ_DEPTH  below it: @functools.cache    credited: def tide():
#   REQ_MEAN   below it: template <class T>  credited: int sum(int a, int b) { return a + b; }
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check sphinx-codelinks==2.0.1

mkdir python cpp out
cat > python/harbour.py <<'PY'
import functools


class Harbour:
    # @need-ids: REQ_LIGHT
    @property
    def light(self):
        return self.lamp

    # @need-ids: REQ_HORN
    def horn(self):
        return "long"


# @need-ids: REQ_DEPTH
@functools.cache
def depth():
    return 12


def tide():
    return 3
PY
cat > cpp/harbour.cpp <<'CPP'
// @need-ids: REQ_MEAN
template <class T>
T mean(T a, T b) { return (a + b) / 2; }

int sum(int a, int b) { return a + b; }
CPP
for language in python cpp; do
    cat << TOML
[codelinks.projects.$language.source_discover]
src_dir = "$language"
comment_type = "$language"
[codelinks.projects.$language.analyse]
get_need_id_refs = true
TOML
done > project.toml
venv/bin/codelinks analyse project.toml --outdir out > log 2>&1 || { cat log; exit 2; }
[ "$(grep -ci warning log)" = 0 ] || { cat log; exit 1; }

cat > probe.py <<'PY'
import json
from pathlib import Path

found = [marker for project in json.loads(Path("out/marked_content.json").read_text()).values() for marker in project]
for marker in sorted(found, key=lambda marker: (not marker["filepath"].endswith(".py"), marker["source_map"]["start"]["row"])):
    below = Path(marker["filepath"]).read_text().splitlines()[marker["source_map"]["start"]["row"] + 1].strip()
    print(f"{marker['need_ids'][0]:9}  below it: {below:18}  credited: {marker['tagged_scope'].splitlines()[0]}")
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
REQ_LIGHT  below it: @property           credited: def horn(self):
REQ_HORN   below it: def horn(self):     credited: def horn(self):
REQ_DEPTH  below it: @functools.cache    credited: def tide():
REQ_MEAN   below it: template <class T>  credited: int sum(int a, int b) { return a + b; }
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
