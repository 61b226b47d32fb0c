"""The numbers of the worked example of the page on distributed checkpoints.

Two small shards are put together by their offsets.
A model with the sizes of Llama 3.1 8B is saved by eight ranks.
"""

from math import prod

GIB = 2**30
BF16, FP32 = 2, 4
TARGET = 5 * GIB

SHARDS = [{"shape": [2, 3], "saved_offsets": [0, 0]}, {"shape": [2, 3], "saved_offsets": [2, 0]}]

HIDDEN, INTERMEDIATE, LAYERS, VOCABULARY, KEY_VALUE = 4096, 14336, 32, 128256, 1024
RANKS = 8


def gib(size: float) -> str:
    """Bytes as GiB with two digits."""
    return f"{size / GIB:.2f} GiB"


def merged(shards: list[dict[str, list[int]]]) -> list[int]:
    """The shape of the full tensor: per dimension the furthest end of any shard."""
    ends = [
        [size + offset for size, offset in zip(shard["shape"], shard["saved_offsets"], strict=True)]
        for shard in shards
    ]
    return [max(sizes) for sizes in zip(*ends, strict=True)]


def tensors() -> list[int]:
    """The elements of each tensor of the model, in the order of its state dict."""
    square, narrow = HIDDEN * HIDDEN, KEY_VALUE * HIDDEN
    block = [square, narrow, narrow, square, *[HIDDEN * INTERMEDIATE] * 3, HIDDEN, HIDDEN]
    return [VOCABULARY * HIDDEN, *block * LAYERS, HIDDEN, VOCABULARY * HIDDEN]


def files(sizes: list[int], target: int) -> list[int]:
    """The bytes of each output file: a file is closed before the tensor that would exceed the target."""
    filled = [0]
    for size in sizes:
        if filled[-1] and filled[-1] + size > target:
            filled.append(0)
        filled[-1] += size
    return filled


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    full = merged(SHARDS)
    elements = tensors()
    total = sum(elements)
    output = files([FP32 * count for count in elements], TARGET)
    writers = [(index - 1) % RANKS for index in range(1, len(output) + 1)]
    return {
        "A: shape of `w` from both shards": str(full),
        "A: `data_offsets` of `w` in the merged file": str([0, FP32 * prod(full)]),
        "A: shape of `w` if the file of the second shard is missing": str(merged(SHARDS[:1])),
        "A: shape of `w` if the file of the first shard is missing": str(merged(SHARDS[1:])),
        "B: tensors of the model": str(len(elements)),
        "B: model, fp32, all shards": gib(FP32 * total),
        "B: model, fp32, the file of one rank": gib(FP32 * total / RANKS),
        "B: two fp32 AdamW moments, all ranks": gib(2 * FP32 * total),
        "B: model and optimizer on disk, one checkpoint": gib(3 * FP32 * total),
        "B: merged files, bf16": gib(BF16 * total),
        "B: output files, split by size": str(len(output)),
        "B: ranks that write one": ", ".join(map(str, writers)),
        "B: largest buffer of the merge (embedding, fp32)": gib(FP32 * max(elements)),
    }
