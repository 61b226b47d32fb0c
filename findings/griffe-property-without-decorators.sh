#!/usr/bin/env bash
# griffe: the source of a function begins with its decorators, that of a property leaves them out.
#
# version:   griffe 2.4.1
# expected:  "lineno" and "source" mean the same for everything that has decorators: with them, as inspect.getsource()
#            and the source of griffe's own functions and classes have it, or without.
# behaviour: a property is recorded as an attribute, and its first line is that of "def". So who shows the source of a
#            class's members, or links to their lines, shows some with their decorators and some without, cached
#            properties and their arguments among these.
# seen:
#   power, function, line 7: @functools.lru_cache(maxsize=8)
#   off, function, line 10: @staticmethod
#   colour, attribute, line 5: def colour(self):
#   height, attribute, line 13: def height(self):
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check griffe==2.4.1

cat > some.py <<'PY'
import functools

class Light:
    @property
    def colour(self):
        return "red"
    @functools.lru_cache(maxsize=8)
    def power(self):
        return 40
    @staticmethod
    def off(): ...
    @functools.cached_property
    def height(self):
        return 3
PY
cat > probe.py <<'PY'
import griffe

members = griffe.load("some", search_paths=["."], allow_inspection=False)["Light"].members
for name in ("power", "off", "colour", "height"):
    member = members[name]
    print(f"{name}, {member.kind.value}, line {member.lineno}: {member.source.splitlines()[0].strip()}")
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
power, function, line 7: @functools.lru_cache(maxsize=8)
off, function, line 10: @staticmethod
colour, attribute, line 5: def colour(self):
height, attribute, line 13: def height(self):
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
