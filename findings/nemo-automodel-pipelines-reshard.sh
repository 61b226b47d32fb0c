#!/usr/bin/env bash
# NeMo AutoModel: layers of a pipeline are gathered again for every micro-batch, though the setting says that they stay.
#
# version:   nemo-automodel 0.7.0 (wheel from PyPI, its functions run without torch)
# expected:  FSDP2Config.reshard_after_forward is described: "None preserves AutoModel's heuristic: pipeline-parallel
#            layers do not reshard after forward". enable_fsdp2_prefetch is described with "Default True".
# behaviour: whether there is a pipeline is asked of the mesh that FSDP shards over. get_fsdp_dp_mesh() makes it, of
#            four kinds, and "pp" is in none of them, whatever pp_size is. So all layers of a stage but the last are
#            freed after each forward pass; who wants them kept says reshard_after_forward: false. And the default
#            of enable_fsdp2_prefetch is False.
# seen:
#   asked: "pp" in mesh.mesh_dim_names and mesh["pp"].size() > 1
#   pp 2, dp_replicate 1, cp 1: dp_shard
#   pp 2, dp_replicate 1, cp 2: dp_shard_cp
#   pp 2, dp_replicate 2, cp 1: dp_replicate, dp_shard
#   pp 2, dp_replicate 2, cp 2: dp_replicate, dp_shard_cp
#   said: Default True / done: enable_fsdp2_prefetch: bool = False
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip download -qq --disable-pip-version-check --no-deps --ignore-requires-python nemo-automodel==0.7.0

cat > probe.py <<'PY'
import ast, glob, itertools, re, types, zipfile

wheel = zipfile.ZipFile(glob.glob("nemo_automodel-*.whl")[0])
place = "nemo_automodel/components/distributed/"

def parts(module, *names):
    """The named functions and classes of a module, each with its text."""
    text = wheel.read(f"{place}{module}.py").decode()
    for node in ast.parse(text).body:
        if getattr(node, "name", "") in names:
            yield node, ast.get_source_segment(text, node)

class Mesh:
    """What a mesh says of its dimensions; a slice of it has the names that it was cut by, as in torch."""

    def __init__(self, **sizes):
        self.sizes, self.mesh_dim_names = sizes, tuple(sizes)
    def __getitem__(self, names):
        names = (names,) if isinstance(names, str) else names
        return Mesh(**{name: self.sizes[name] for name in names})
    def size(self):
        return next(iter(self.sizes.values()))

def joined(mesh, names):
    return Mesh(**dict.fromkeys((names,) if isinstance(names, str) else names, 2))

axis = types.SimpleNamespace(DP_REPLICATE="dp_replicate", DP_SHARD="dp_shard", DP_SHARD_CP="dp_shard_cp", CP="cp")
room = {"MeshAxisName": axis, "get_flat_mesh": joined, "get_submesh": joined}
for _, text in parts("mesh_utils", "get_fsdp_dp_mesh"):
    exec(text, room)

(_, walk), = parts("parallelizer", "apply_fsdp2_sharding_recursively")
print("asked:", re.search(r"pp_enabled = (.*)", walk)[1])
for replicate, cp in itertools.product((1, 2), (1, 2)):
    mesh = room["get_fsdp_dp_mesh"](Mesh(pp=2, dp_replicate=replicate, dp_shard=2, cp=cp, tp=2))
    print(f"pp 2, dp_replicate {replicate}, cp {cp}:", ", ".join(mesh.mesh_dim_names))
(node, text), = parts("config", "FSDP2Config")
said = re.search(r"enable_fsdp2_prefetch \(bool\): .*?(Default) ``(\w+)``", text, re.DOTALL)
done = next(ast.unparse(line) for line in node.body if "enable_fsdp2_prefetch:" in ast.unparse(line)[:30])
print(f"said: {said[1]} {said[2]} / done: {done}")
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
asked: "pp" in mesh.mesh_dim_names and mesh["pp"].size() > 1
pp 2, dp_replicate 1, cp 1: dp_shard
pp 2, dp_replicate 1, cp 2: dp_shard_cp
pp 2, dp_replicate 2, cp 1: dp_replicate, dp_shard
pp 2, dp_replicate 2, cp 2: dp_replicate, dp_shard_cp
said: Default True / done: enable_fsdp2_prefetch: bool = False
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
