"""The numbers of the worked example of the page on composing pipeline, data and tensor parallelism.

A model with the sizes of Llama 3.1 8B runs on sixteen ranks: two stages, four shards, two tensor ranks.
"""

from itertools import product

SIZES = {"pp": 2, "dp_replicate": 1, "dp_shard": 4, "cp": 1, "tp": 2}
COORDINATES = list(product(*map(range, SIZES.values())))
"""The coordinates of each rank, which is the place in this list: the last dimension counts fastest."""

GIB, MIB = 2**30, 2**20
BF16, FP32 = 2, 4

HIDDEN, INTERMEDIATE, LAYERS, VOCABULARY, KEY_VALUE = 4096, 14336, 32, 128256, 1024
SEQUENCE, MICRO_BATCH, MICRO_BATCHES = 4096, 1, 4


def position(rank: int, dimension: str) -> int:
    """Where a rank stands in a dimension."""
    return COORDINATES[rank][list(SIZES).index(dimension)]


def group(dimension: str) -> str:
    """The ranks that differ from rank 0 in one dimension only."""
    place = list(SIZES).index(dimension)
    others = [at[:place] + at[place + 1 :] for at in COORDINATES]
    return ", ".join(str(rank) for rank, rest in enumerate(others) if rest == others[0])


def rows(rank: int) -> str:
    """The rows of a query weight that a rank stores: cut by `tp` first, then each part by `dp_shard`."""
    part = HIDDEN // SIZES["tp"]
    shard = part // SIZES["dp_shard"]
    first = position(rank, "tp") * part + position(rank, "dp_shard") * shard
    return f"{first} to {first + shard - 1}"


def block() -> int:
    """Parameters of one block on a `tp` rank before sharding: norms whole, all other weights by half."""
    matrices = 2 * HIDDEN * HIDDEN + 2 * KEY_VALUE * HIDDEN + 3 * HIDDEN * INTERMEDIATE
    return matrices // SIZES["tp"] + 2 * HIDDEN


def stage(at: int) -> int:
    """Parameters of one stage on a `tp` rank before sharding: its blocks, and embedding or norm and head."""
    table = VOCABULARY * HIDDEN // SIZES["tp"]
    return LAYERS // SIZES["pp"] * block() + table + (HIDDEN if at == SIZES["pp"] - 1 else 0)


def gib(size: float) -> str:
    """Bytes as GiB with two digits."""
    return f"{size / GIB:.2f} GiB"


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    shards = SIZES["dp_shard"]
    received = (shards - 1) / shards
    freed = stage(0) - block()  # all but the last block reshard after the forward pass by default
    activation = MICRO_BATCH * SEQUENCE * HIDDEN * BF16
    places = {f"Coordinates of rank {rank}": str(at) for rank, at in enumerate(COORDINATES)}
    return places | {
        "Coordinates that are different": str(len(set(COORDINATES))),
        "`pp` group of rank 0": group("pp"),
        "`dp_shard` group of rank 0": group("dp_shard"),
        "`tp` group of rank 0": group("tp"),
        "Rows of `q_proj.weight` on rank 0": rows(0),
        "Rows of `q_proj.weight` on rank 3": rows(3),
        "Rows of `q_proj.weight` on rank 15, of a layer of stage 1": rows(15),
        "Layers per stage": str(LAYERS // SIZES["pp"]),
        "Parameters per `tp` rank, stage 0": f"{stage(0):,}",
        "Parameters per `tp` rank, stage 1": f"{stage(1):,}",
        "Stored fp32 parameters per rank, stage 0": gib(FP32 * stage(0) / shards),
        "Parameters gathered in bf16, stage 0, `reshard_after_forward: false`": gib(BF16 * stage(0)),
        "Received by all-gather per schedule run and rank, stage 0, `reshard_after_forward: false`": gib(
            received * BF16 * stage(0)
        ),
        "The same with `reshard_after_forward: null`, last block kept": gib(
            received * BF16 * (stage(0) + MICRO_BATCHES * freed)
        ),
        "Sent by reduce-scatter per schedule run and rank, stage 0": gib(received * FP32 * stage(0)),
        "Activation sent to the next stage per micro-batch": f"{activation / MIB:.0f} MiB",
        "The same per batch of four micro-batches": f"{MICRO_BATCHES * activation / MIB:.0f} MiB",
    }
