#!/usr/bin/env bash
# LeanSpec UI: a dependency by its number, as LeanSpec's own guide writes it, is no edge of the graph.
#
# version:   @leanspec/http-linux-x64 0.2.28 (npm), the server of @leanspec/ui
# expected:  "Built-in metadata" of its guide says that depends_on "automatically adds a Required By entry on the
#            dependency", and its examples are `- 082` and `[082]`. So 001-base is required by both specs here, and the
#            graph has two edges.
# behaviour: The graph has an edge for the spec that writes the whole name, 001-base. The one that writes 001 has its
#            dependency listed as the text "001", but no edge, and 001-base is not said to be required by it.
# seen:
#   001-base [] ['003-by-name']
#   002-by-number ['001'] []
#   003-by-name ['001-base'] []
#   edges: [('001-base', '003-by-name')]
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --no-save --prefix "$work" @leanspec/http-linux-x64@0.2.28 > log 2>&1
chmod +x node_modules/@leanspec/http-linux-x64/leanspec-http

spec() {
  mkdir -p "project/specs/$1"
  printf -- "---\nstatus: planned\ncreated: '2026-01-05'\n%s---\n\n# %s\n\nWords.\n" "$2" "$1" > "project/specs/$1/README.md"
}
spec 001-base ""
spec 002-by-number $'depends_on: [001]\n'
spec 003-by-name $'depends_on: [001-base]\n'

cat > probe.py <<'PY'
import json, sys, time, urllib.request

def asked(path):
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/api/projects/project/{path}") as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.2)
    sys.exit("the server does not answer")

specs = {spec["id"]: (spec["dependsOn"], spec["requiredBy"]) for spec in asked("specs")["specs"]}
for name, (ahead, behind) in sorted(specs.items()):
    print(name, ahead, behind)
edges = [(edge["source"], edge["target"]) for edge in asked("dependencies")["edges"]]
print("edges:", edges)
assert specs["002-by-number"][0] == ["001"]
assert specs["001-base"][1] == ["003-by-name"]
assert edges == [("001-base", "003-by-name")]
PY
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
HOME=$work node_modules/@leanspec/http-linux-x64/leanspec-http --project project --port "$port" --no-open > log 2>&1 &
server=$!
python3 probe.py "$port"
