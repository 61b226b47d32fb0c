#!/usr/bin/env bash
# sphinx-needs: an id with a dot is accepted, and then nothing can be linked to it.
#
# version:   sphinx-needs 9.1.0, Sphinx 9.0.4
# expected:  the pattern for ids either refuses "REQ_1.2" or, as it takes it, a link to "REQ_1.2" leads there.
# behaviour: the default pattern has no end, so what follows five good characters is free, and the need is made.
#            In a link the dot is always the one before the name of a part. "REQ_1.2" is therefore an unknown part of
#            "REQ_1", which is told of a link back that nobody wrote, while the need itself gets none.
# seen:
#   needs: REQ_1, REQ_1.2, REQ_3
#   REQ_3 links to REQ_1.2, which is called dead: True
#   linked back: REQ_1 from REQ_3, REQ_1.2 from nobody
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check sphinx-needs==9.1.0 sphinx==9.0.4 docutils==0.22.4

mkdir docs
printf 'extensions = ["sphinx_needs"]\nneeds_build_json = True\n' > docs/conf.py
cat > docs/index.rst <<'RST'
Harbour
=======

.. req:: Light
   :id: REQ_1

.. req:: Light at dusk
   :id: REQ_1.2

.. req:: Lamp
   :id: REQ_3
   :links: REQ_1.2
RST
cat > probe.py <<'PY'
import json

(version,) = json.load(open("out/needs.json"))["versions"].values()
needs = version["needs"]
back = {name: " ".join(needs[name].get("links_back", [])) or "nobody" for name in ("REQ_1", "REQ_1.2")}
print("needs:", ", ".join(needs))
print(f"REQ_3 links to {needs['REQ_3']['links'][0]}, which is called dead: {needs['REQ_3']['has_dead_links']}")
print("linked back:", ", ".join(f"{name} from {other}" for name, other in back.items()))
PY
venv/bin/sphinx-build -q -b html docs out 2> log
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
needs: REQ_1, REQ_1.2, REQ_3
REQ_3 links to REQ_1.2, which is called dead: True
linked back: REQ_1 from REQ_3, REQ_1.2 from nobody
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
