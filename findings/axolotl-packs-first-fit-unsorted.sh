#!/usr/bin/env bash
# Axolotl: packing is called "First-Fit Decreasing", but nothing sorts: how many packs there are depends on the order.
#
# version:   axolotl 0.21.0 (wheel from PyPI, its functions run without numba and torch)
# expected:  pack_group: "Pack a group of sequences into bins using First-Fit Decreasing algorithm". Decreasing means
#            longest first, as in ffd_check of the same module, which begins with a sort. The order in which the samples
#            come would then not matter.
# behaviour: pack_group takes the samples as they come, and so do pack_parallel and generate_batches before it. The same
#            eight samples fill five packs as they stand and four when sorted first. Samples are shuffled by default, so
#            the number of packs depends on the draw. Besides, gather_efficiency rounds 0.997 times the efficiency down
#            to a whole number, which is 0.
# seen:
#   said: First-Fit Decreasing / sorts: False / ffd_check sorts: True
#   sorts before it: pack_parallel False, generate_batches False
#   as they stand: [[1024, 2048, 512], [3584], [3072], [2048, 2048], [2048]]
#   longest first: [[3584, 512], [3072, 1024], [2048, 2048], [2048, 2048]]
#   efficiency 0.95 is gathered as 0.0
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip download -qq --disable-pip-version-check --no-deps --ignore-requires-python axolotl==0.21.0

cat > probe.py <<'PY'
import ast, glob, math, re, types, zipfile

text = zipfile.ZipFile(glob.glob("axolotl-*.whl")[0]).read("axolotl/utils/samplers/multipack.py").decode()
found = {node.name: node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}

def sorts(name):
    """Whether a function calls anything with "sort" in its name, docstring aside."""
    calls = (ast.unparse(node.func) for node in ast.walk(found[name]) if isinstance(node, ast.Call))
    return any("sort" in call for call in calls)

def made(name, **room):
    """The function itself, without the decorator of numba."""
    found[name].decorator_list = []
    exec(ast.unparse(found[name]), room)
    return room[name]

said = re.search(r"using (.*?) algorithm", ast.get_docstring(found["pack_group"]))[1]
print(f"said: {said} / sorts: {sorts('pack_group')} / ffd_check sorts: {sorts('ffd_check')}")
print(f"sorts before it: pack_parallel {sorts('pack_parallel')}, generate_batches {sorts('generate_batches')}")

pack = made("pack_group", np=types.SimpleNamespace(ndarray=list))
lengths = [1024, 3584, 2048, 3072, 2048, 2048, 512, 2048]
for order, samples in ("as they stand", lengths), ("longest first", sorted(lengths, reverse=True)):
    bins = pack(samples, 0, 4096, len(samples), 200)
    print(f"{order}:", [[samples[at] for at in bin_] for bin_ in bins])

gather = made("gather_efficiency", math=math, LOG=types.SimpleNamespace(debug=lambda _: None),
              reduce_and_broadcast=lambda one, of_all: of_all([one()]))
print("efficiency 0.95 is gathered as", gather(types.SimpleNamespace(efficiency=lambda: 0.95)))
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
said: First-Fit Decreasing / sorts: False / ffd_check sorts: True
sorts before it: pack_parallel False, generate_batches False
as they stand: [[1024, 2048, 512], [3584], [3072], [2048, 2048], [2048]]
longest first: [[3584, 512], [3072, 1024], [2048, 2048], [2048, 2048]]
efficiency 0.95 is gathered as 0.0
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
