#!/usr/bin/env bash
# NeMo AutoModel: one unknown style in a tensor-parallel plan of Transformers drops the plan; its stand-in cuts a fused
# MLP so that part of the gate is taken for the up projection, without an error.
#
# version:   nemo-automodel 0.7.0, transformers 5.18.0, which it requires (wheels from PyPI, read and run without torch)
# expected:  a plan that comes with a model is used, or its loss is an error.
# behaviour: translate_to_torch_parallel_style() knows seven words. get_hf_tp_shard_plan() raises at the first other
#            one; _get_parallel_plan() catches that, warns, and takes a plan made for Llama. That one cuts gate_up_proj
#            by rows and leaves each rank a plain tensor, where GlmMLP takes the first half for the gate. Transformers'
#            plan for GLM gathers there, and says why. The word that keeps logits split, colwise_rep, is in no plan.
#            A small GlmForCausalLM on two CPU ranks (torch 2.14.1) has other logits and gradients than uncut; with
#            gate_up_proj gathered it has the same.
# seen:
#   required: transformers==5.18.0
#   folders with a plan: 130, with an unknown style: 52
#   moe_tp_experts 38, packed_colwise 36, rowwise_split_input 19, mla_kv_a_proj 9, embedding_rowwise 2, all_reduce 1,
#     moe_identity_expert 1, packed_rowwise 1
#   colwise_rep: 0
#   glm says: gate_up_proj colwise_gather_output, down_proj rowwise_split_input
#   stand-in: gate_up_proj ColwiseParallel(), down_proj RowwiseParallel()
#   uncut:     g0*u0 g1*u1 g2*u2 g3*u3
#   two ranks: g0*g2 g1*g3 u0*u2 u1*u3
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip download -qq --disable-pip-version-check --no-deps --ignore-requires-python nemo-automodel==0.7.0 transformers==5.18.0

cat > probe.py <<'PY'
import ast, collections, functools, glob, re, types, zipfile

nemo = zipfile.ZipFile(glob.glob("nemo_automodel-*.whl")[0])
hugging = zipfile.ZipFile(glob.glob("transformers-*.whl")[0])
metadata = next(name for name in nemo.namelist() if name.endswith("METADATA"))
print("required:", re.search(r"Requires-Dist: (transformers==\S+)", nemo.read(metadata).decode())[1])

text = nemo.read("nemo_automodel/components/distributed/parallelizer.py").decode()
functions = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}

class Style(types.SimpleNamespace):
    """What stands for a style of torch: nothing is asked of it."""

styles = ("ColwiseParallel", "RowwiseParallel", "SequenceParallel", "ReplicatedWithGradAllReduce", "Replicate", "Shard")
room = {name: lambda *given, **named: Style() for name in styles} | {"lru_cache": functools.lru_cache}
room |= {"nn": types.SimpleNamespace(Module=object), "logger": types.SimpleNamespace(info=print), "ParallelStyle": Style}
room |= {"_tp_plan_owner": lambda model: None}
for name in ("translate_to_torch_parallel_style", "get_hf_tp_shard_plan"):
    exec(ast.unparse(functions[name]), room)
room["logger"].info = lambda *said: None

def translated(plan):
    """The style that get_hf_tp_shard_plan() does not know, or None; it gets a model that has this plan."""
    try:
        room["get_hf_tp_shard_plan"](types.SimpleNamespace(_tp_plan=plan))
    except ValueError as error:
        return str(error).rpartition(": ")[2]

plans = collections.defaultdict(dict)
for name in hugging.namelist():
    folder, _, module = name.removeprefix("transformers/models/").partition("/")
    if not name.startswith("transformers/models/") or not module.endswith(".py") or module.startswith("modular"):
        continue
    for node in ast.walk(ast.parse(hugging.read(name))):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if not any(getattr(target, "id", "") in ("_tp_plan", "base_model_tp_plan") for target in targets):
            continue
        if isinstance(getattr(node, "value", None), ast.Dict):
            plans[folder] |= {
                (module, node.lineno, ast.unparse(key)): value.value
                for key, value in zip(node.value.keys, node.value.values)
                if isinstance(value, ast.Constant)
            }
plans = {folder: plan for folder, plan in plans.items() if plan}
unknown = {f: {s for s in set(plan.values()) if translated({"some.module": s})} for f, plan in plans.items()}
print(f"folders with a plan: {len(plans)}, with an unknown style: {sum(map(bool, unknown.values()))}")
counted = collections.Counter(style for found in unknown.values() for style in found)
print(", ".join(f"{style} {times}" for style, times in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))))
print("colwise_rep:", sum("colwise_rep" in plan.values() for plan in plans.values()))

parts = ("gate_up_proj", "down_proj")
said = {part: style for (_, _, key), style in plans["glm"].items() for part in parts if part in key}
print("glm says:", ", ".join(f"{part} {said[part]}" for part in parts))
taken = next(
    node.value
    for node in ast.walk(functions["_get_parallel_plan"])
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "base_model_tp_plan"
)
rows = {key.value.rpartition(".")[2]: ast.unparse(value) for key, value in zip(taken.keys, taken.values)}
print("stand-in:", ", ".join(f"{part} {rows[part]}" for part in parts))

assert "gate, up_states = up_states.chunk(2, dim=-1)" in hugging.read("transformers/models/glm/modeling_glm.py").decode()
def products(row):
    """What GlmMLP makes of the result of gate_up_proj: the first half is the gate, the second the up projection."""
    half = len(row) // 2
    return [f"{gate}*{up}" for gate, up in zip(row[:half], row[half:])]

whole = [f"{kind}{at}" for kind in "gu" for at in range(4)]
print("uncut:    ", *products(whole))
print("two ranks:", *products(whole[:4]), *products(whole[4:]))
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
required: transformers==5.18.0
folders with a plan: 130, with an unknown style: 52
moe_tp_experts 38, packed_colwise 36, rowwise_split_input 19, mla_kv_a_proj 9, embedding_rowwise 2, all_reduce 1, moe_identity_expert 1, packed_rowwise 1
colwise_rep: 0
glm says: gate_up_proj colwise_gather_output, down_proj rowwise_split_input
stand-in: gate_up_proj ColwiseParallel(), down_proj RowwiseParallel()
uncut:     g0*u0 g1*u1 g2*u2 g3*u3
two ranks: g0*g2 g1*g3 u0*u2 u1*u3
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
