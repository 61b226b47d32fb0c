"""The numbers of the worked example of the page on FSDP2.

Two meshes are laid out rank by rank, and a model with the sizes of Llama 3.1 8B is sharded over eight ranks.
"""

from itertools import product
from math import prod

MESH = ("pp", "dp_replicate", "dp_shard", "cp", "tp")
FLAT = {
    "dp": ("dp_replicate", "dp_shard"),
    "dp_shard_cp": ("dp_shard", "cp"),
    "dp_cp": ("dp_replicate", "dp_shard", "cp"),
}
GIB = 2**30
BF16, FP32 = 2, 4

HIDDEN, INTERMEDIATE, LAYERS, VOCABULARY, KEY_VALUE = 4096, 14336, 32, 128256, 1024
SHARDS, MICRO_BATCHES = 8, 4


def shape(world: int, replicate: int = 1, cp: int = 1, tp: int = 1, pp: int = 1) -> tuple[int, ...]:
    """The sizes of the five mesh dimensions, with `dp_size` and `dp_shard` derived as NeMo AutoModel does."""
    dp = world // (tp * cp * pp)
    return pp, replicate, dp // replicate, cp, tp


def together(sizes: tuple[int, ...], joined: tuple[str, ...]) -> str:
    """The ranks that differ from rank 0 in the joined dimensions only; the last dimension counts fastest."""
    spans = [range(size if name in joined else 1) for name, size in zip(MESH, sizes, strict=True)]
    strides = [prod(sizes[place + 1 :]) for place in range(len(sizes))]
    ranks = (sum(at * step for at, step in zip(where, strides, strict=True)) for where in product(*spans))
    return ", ".join(map(str, sorted(ranks)))


def mesh(name: str, sizes: tuple[int, ...]) -> dict[str, str]:
    """The rows for one mesh: its shape, its product, and who is in each flattened mesh with rank 0."""
    rows = {f"{name}: shape": str(sizes), f"{name}: product of the five sizes": str(prod(sizes))}
    return rows | {f"{name}: `{flat}` of rank 0": together(sizes, joined) for flat, joined in FLAT.items()}


def gib(size: float) -> str:
    """Bytes as GiB with two digits."""
    return f"{size / GIB:.2f} GiB"


def sharding() -> dict[str, str]:
    """The rows for the model: parameters, bytes that stay on a rank, bytes that travel."""
    attention = 2 * HIDDEN * HIDDEN + 2 * KEY_VALUE * HIDDEN
    block = attention + 3 * HIDDEN * INTERMEDIATE + 2 * HIDDEN
    table = VOCABULARY * HIDDEN
    total = LAYERS * block + 2 * table + HIDDEN
    kept = block + table + HIDDEN  # last block, output embedding, root
    received = (SHARDS - 1) / SHARDS
    gathered = received * BF16 * (2 * total - kept)
    reduced = received * FP32 * total
    once = received * BF16 * total
    return {
        "C: parameters of one block": f"{block:,}",
        "C: parameters of the embedding, and of the head": f"{table:,}",
        "C: parameters of the model": f"{total:,}",
        "C: FSDP units (blocks, embedding, head, root)": str(LAYERS + 3),
        "C: stored fp32 parameters per rank": gib(FP32 * total / SHARDS),
        "C: reduced fp32 gradients per rank": gib(FP32 * total / SHARDS),
        "C: two fp32 AdamW moments per rank": gib(2 * FP32 * total / SHARDS),
        "C: gathered after the forward pass, default": gib(BF16 * kept),
        "C: gathered after the forward pass, `reshard_after_forward: false`": gib(BF16 * total),
        "C: unreduced fp32 gradients per rank while synchronisation is deferred": gib(FP32 * total),
        "C: received by all-gather per micro-batch, default": gib(gathered),
        "C: received by all-gather per micro-batch, `reshard_after_forward: false`": gib(once),
        "C: sent by reduce-scatter per synchronisation": gib(reduced),
        "C: the same over four micro-batches, `defer_fsdp_grad_sync: false`": gib(MICRO_BATCHES * reduced),
        "C: input of the largest reduce-scatter, embedding and head apart": gib(FP32 * table),
        "C: the same with both tables in the root unit": gib(FP32 * (2 * table + HIDDEN)),
    }


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    return mesh("A", shape(8, tp=2)) | mesh("B", shape(16, replicate=2, cp=2, tp=2)) | sharding()
