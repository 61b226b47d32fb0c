#!/usr/bin/env bash
# NeMo AutoModel: five of the seven schedules that its pipeline setting describes are refused, and one that is not
# refused gets its stages in the wrong places.
#
# version:   nemo-automodel 0.7.0 and torch 2.14.1 (wheels from PyPI, read as archives; torch is not run)
# expected:  PipelineConfig.pp_schedule is described with "Supported values" that can be written. A schedule whose
#            stages go down the ranks and come back (V) gets them placed so: rank 0 of 4 has stages 0 and 7.
# behaviour: the name goes to torch's get_schedule_class(), which has no underscores and knows other names, so the
#            five end in "ValueError: Unknown schedule name". Stages are placed in a V if the class is
#            ScheduleZBVZeroBubble, else in a loop; ScheduleDualPipeV is another V.
# seen:
#   1f1b: known / gpipe: known / interleaved_1f1b: unknown / looped_bfs: unknown / dfs: unknown
#   v_schedule: unknown / zero_bubble: unknown
#   ScheduleZBVZeroBubble: torch wants v, NeMo places v, rank 0 of 4: 0 and 7
#   ScheduleDualPipeV: torch wants v, NeMo places loop, rank 0 of 4: 0 and 4
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
get() { venv/bin/pip download -qq --disable-pip-version-check --no-deps "$@"; }
get --ignore-requires-python nemo-automodel==0.7.0
get --only-binary=:all: --platform macosx_14_0_arm64 --python-version 3.12 torch==2.14.1  # the smallest of its wheels

cat > probe.py <<'PY'
import ast, glob, re, zipfile

def read(wheel, name):
    return zipfile.ZipFile(glob.glob(wheel)[0]).read(name).decode()

def part(text, name):
    """The named function or class of a module, as text."""
    found = (node for node in ast.parse(text).body if getattr(node, "name", "") == name)
    return ast.get_source_segment(text, next(found))

place = "nemo_automodel/components/distributed/pipelining/"
said = part(read("nemo_automodel-*.whl", f"{place}config.py"), "PipelineConfig")
said = re.search(r"pp_schedule \(.*?Supported values:(.*?)Defaults to", said, re.DOTALL)[1]
torch = read("torch-*.whl", "torch/distributed/pipelining/schedules.py")
known = {name.lower() for name in re.findall(r'"(\w+)": \w+,', part(torch, "get_schedule_class"))}
for name in re.findall(r'"(\w+)"', said):
    print(f"{name}: {'known' if name in known else 'unknown'}")

functional = read("nemo_automodel-*.whl", f"{place}functional.py")
room = {}
exec(part(functional, "stage_ids_this_rank"), room)
rule = re.search(r'style = ("v" if .* else "loop")', functional)[1]
for node in ast.parse(torch).body:
    if isinstance(node, ast.ClassDef) and 'style="v"' in part(torch, node.name):
        style = eval(rule, {"schedule_class": node.name, "ScheduleZBVZeroBubble": "ScheduleZBVZeroBubble"})
        stages = " and ".join(map(str, room["stage_ids_this_rank"](0, 4, 8, style)))
        print(f"{node.name}: torch wants v, NeMo places {style}, rank 0 of 4: {stages}")
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
1f1b: known
gpipe: known
interleaved_1f1b: unknown
looped_bfs: unknown
dfs: unknown
v_schedule: unknown
zero_bubble: unknown
ScheduleZBVZeroBubble: torch wants v, NeMo places v, rank 0 of 4: 0 and 7
ScheduleDualPipeV: torch wants v, NeMo places loop, rank 0 of 4: 0 and 4
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
