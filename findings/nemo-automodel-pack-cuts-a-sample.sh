#!/usr/bin/env bash
# NeMo AutoModel: packing for context parallelism cuts a sample in two and keeps the length of the whole, without an error.
#
# version:   nemo-automodel 0.7.0 (wheel from PyPI, its functions run without torch)
# expected:  samples stay whole: a pack is closed at the boundary of a sample, and the padded lengths of its samples add
#            up to its size; or a size that context parallelism cannot divide is refused.
# behaviour: a sample is compared with packed_sequence_size before it is padded to a multiple of 2 * cp_size, and only
#            pad_to_multiple_of is asked to divide the size. If a padded sample no longer fits an empty pack, the loop
#            closes packs at the boundary that held for the pack before: in the middle of the sample.
# seen:
#   size 10, cp_size 2, samples of 3 and 9 tokens:
#   pack 1: tokens [100, 101, 102, 0], lengths [3]
#   pack 2: tokens [200, 201, 202, 203], lengths []
#   pack 3: tokens [204, 205, 206, 207, 208, 0, 0, 0], lengths [9]
#   size 12: the second sample is whole: True
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip download -qq --disable-pip-version-check --no-deps --ignore-requires-python nemo-automodel==0.7.0

cat > probe.py <<'PY'
import ast, glob, logging, math, zipfile

wheel = zipfile.ZipFile(glob.glob("nemo_automodel-*.whl")[0])
text = wheel.read("nemo_automodel/components/datasets/llm/packed_sequence.py").decode()
names = {"pack_dataset", "_split_and_add_pack", "_should_stop_packing"}
found = [node for node in ast.parse(text).body if getattr(node, "name", "") in names]

class Table:
    """Stands in for the data set of rows that is made of the packs."""

    from_dict = staticmethod(lambda columns: columns)

room = {"math": math, "logger": logging.getLogger(), "Dataset": Table, "DatasetDict": type("DatasetDict", (), {}),
        "CROSS_ENTROPY_IGNORE_IDX": -100, "_tensorize_and_pad_pack": lambda pack, **settings: pack}
for node in found:
    exec("from __future__ import annotations\n" + ast.get_source_segment(text, node), room)

def packs(size):
    """The tokens of each pack, before it is filled up, with the lengths of its samples."""
    samples = [[100 * place + token for token in range(length)] for place, length in ((1, 3), (2, 9))]
    rows = room["pack_dataset"]([{"input_ids": each, "labels": each} for each in samples], "train", size, cp_size=2)
    return list(zip(rows["input_ids"], rows["seq_lens"]))

print("size 10, cp_size 2, samples of 3 and 9 tokens:")
for place, (tokens, lengths) in enumerate(packs(10), 1):
    print(f"pack {place}: tokens {tokens}, lengths {lengths}")
print("size 12: the second sample is whole:", any(tokens[:9] == list(range(200, 209)) for tokens, _ in packs(12)))
PY
venv/bin/python probe.py | tee seen

cat > wanted <<'TEXT'
size 10, cp_size 2, samples of 3 and 9 tokens:
pack 1: tokens [100, 101, 102, 0], lengths [3]
pack 2: tokens [200, 201, 202, 203], lengths []
pack 3: tokens [204, 205, 206, 207, 208, 0, 0, 0], lengths [9]
size 12: the second sample is whole: True
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
