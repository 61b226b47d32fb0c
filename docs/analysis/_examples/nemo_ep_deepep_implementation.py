"""The numbers of the worked example of the page on expert parallelism.

Four tokens take both ways to four experts on two ranks. A model with the sizes of Qwen3-30B-A3B is sharded.
"""

GIB, MIB = 2**30, 2**20
BF16, FP32, INT64, BOOL = 2, 4, 8, 1

TOKENS = [["a", "b"], ["c", "d"]]
ROUTES = {"a": [0, 2], "b": [2, 3], "c": [3, 2], "d": [0, 3]}
EXPERTS, RANKS = 4, 2

HIDDEN, INTER, ROUTED, TOPK, LAYERS = 2048, 768, 128, 8, 48
WORLD, EP, LOCAL_TOKENS = 64, 32, 4096


def owned(rank: int) -> range:
    """The experts of a rank: the first dimension is cut into equal parts."""
    share = EXPERTS // RANKS
    return range(rank * share, (rank + 1) * share)


def by_expert(rank: int, tokens: list[str]) -> dict[int, list[str]]:
    """The rows of each expert of a rank, in the order of the tokens."""
    return {expert: [token for token in tokens if expert in ROUTES[token]] for expert in owned(rank)}


def lists(groups: dict[int, list[str]]) -> str:
    """Each expert with its rows."""
    return "; ".join(f"{expert}: {' '.join(rows) or 'none'}" for expert, rows in groups.items())


def returned(received: list[list[str]]) -> list[list[str]]:
    """The tokens that each rank has after combining, which sums what the experts of a token give for it."""
    summed: dict[str, set[int]] = {}
    for rank in range(RANKS):
        for expert, rows in by_expert(rank, received[rank]).items():
            for token in rows:
                summed.setdefault(token, set()).add(expert)
    assert all(summed[token] == set(experts) for token, experts in ROUTES.items())
    return [[token for token in home if token in summed] for home in TOKENS]


def journey() -> dict[str, str]:
    """The rows for the four tokens, by both implementations."""
    everything = [token for home in TOKENS for token in home]
    gathered = [everything] * RANKS
    sent = [[token for token in everything if set(ROUTES[token]) & set(owned(rank))] for rank in range(RANKS)]
    rows = {}
    for rank in range(RANKS):
        rows |= {
            f"A: experts of rank {rank}": ", ".join(map(str, owned(rank))),
            f"A: tokens on rank {rank} after the all-gather": " ".join(gathered[rank]),
            f"A: tokens on rank {rank} after the fused dispatch": " ".join(sent[rank]),
            f"A: rows of each expert on rank {rank}, both": lists(by_expert(rank, sent[rank])),
        }
        assert by_expert(rank, sent[rank]) == by_expert(rank, gathered[rank])
    return rows | {
        f"A: tokens on rank 0, then rank 1, after {name}": ", then ".join(map(" ".join, returned(way)))
        for name, way in (("all-reduce and narrow", gathered), ("the fused combine", sent))
    }


def size(count: float) -> str:
    """Bytes as GiB, or as MiB if they are few."""
    return f"{count / GIB:.2f} GiB" if count >= GIB / 2 else f"{count / MIB:.1f} MiB"


def sharding() -> dict[str, str]:
    """The rows for the model: what a rank stores, what it gathers, what travels in one layer."""
    expert = 3 * HIDDEN * INTER
    total = ROUTED * expert * LAYERS
    tokens = EP * LOCAL_TOKENS
    gather = (EP - 1) * LOCAL_TOKENS * (BF16 * HIDDEN + (FP32 + INT64) * TOPK + BOOL)
    reduce = 2 * (EP - 1) / EP * FP32 * HIDDEN * tokens
    fused = min(TOPK, EP - 1) * LOCAL_TOKENS * BF16 * HIDDEN
    return {
        "B: `ep_shard` × `ep`": f"{WORLD // EP} × {EP}",
        "B: parameters of one expert": f"{expert:,}",
        "B: parameters of all experts": f"{total:,}",
        "B: whole experts of a rank, per layer": str(ROUTED // EP),
        "B: stored fp32 expert parameters per rank": size(FP32 * total / WORLD),
        "B: gathered over `ep_shard`, bf16, one layer": size(BF16 * ROUTED // EP * expert),
        "B: the same, all layers, as nothing reshards by default": size(BF16 * total / EP),
        "B: received by the all-gathers of one layer, forward": size(gather),
        "B: sent by the fp32 all-reduce of one layer, forward": size(reduce),
        "B: fp32 output buffer of one layer": size(FP32 * HIDDEN * tokens),
        "B: sent to other ranks by a fused dispatch, at most": size(fused),
    }


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    return journey() | sharding()
