"""The numbers of the worked example of the page that compares NeMo AutoModel and Axolotl as a whole.

A model with the sizes of Llama 3.1 70B is laid out on 32 ranks: with shards alone, with tensor parallelism,
and with a pipeline, which one of the two projects has.
"""

GIB = 2**30
BF16, FP32 = 2, 4

HIDDEN, INTERMEDIATE, LAYERS, VOCABULARY, KEY_VALUE = 8192, 28672, 80, 128256, 1024
RANKS = 32

MATRICES = 2 * HIDDEN * HIDDEN + 2 * KEY_VALUE * HIDDEN + 3 * HIDDEN * INTERMEDIATE
NORMS = 2 * HIDDEN
TABLE = VOCABULARY * HIDDEN
TOTAL = LAYERS * (MATRICES + NORMS) + 2 * TABLE + HIDDEN


def gib(size: float) -> str:
    """Bytes as GiB with one digit."""
    return f"{size / GIB:.1f} GiB"


def states(parameters: float, shards: int, width: int) -> str:
    """Stored parameters, reduced gradients and two moments of AdamW on one rank, all of one width."""
    return gib(4 * width * parameters / shards)


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    tensor = 8
    norms = LAYERS * NORMS + HIDDEN
    split = (LAYERS * MATRICES + 2 * TABLE) / tensor + norms
    copied = (LAYERS * MATRICES + TABLE) / tensor + TABLE + norms  # the embedding is a copy on each rank
    stages, pairs = 4, 2
    first = (LAYERS // stages * MATRICES + TABLE) / pairs + LAYERS // stages * NORMS
    return {
        "Parameters": f"{TOTAL:,}",
        "One block gathered in bf16": gib(BF16 * (MATRICES + NORMS)),
        "A, `dp_shard` 32: states per rank, fp32": states(TOTAL, RANKS, FP32),
        "A, `dp_shard` 32: states per rank, bf16": states(TOTAL, RANKS, BF16),
        "A: unreduced fp32 gradients, if reduction waits": gib(FP32 * TOTAL),
        "A: unreduced bf16 gradients, if reduction waits": gib(BF16 * TOTAL),
        "B, `tp` 8, `dp_shard` 4: parameters per `tp` rank, NeMo AutoModel": f"{split:,.0f}",
        "B, `tp` 8, `dp_shard` 4: parameters per `tp` rank, Axolotl": f"{copied:,.0f}",
        "B: states per rank, NeMo AutoModel, fp32": states(split, RANKS // tensor, FP32),
        "B: states per rank, Axolotl, bf16": states(copied, RANKS // tensor, BF16),
        "B: unreduced gradients, if reduction waits, NeMo AutoModel, fp32": gib(FP32 * split),
        "B: unreduced gradients, if reduction waits, Axolotl, bf16": gib(BF16 * copied),
        "C, `pp` 4, `tp` 2, `dp_shard` 4, NeMo AutoModel: parameters per `tp` rank, stage 0": f"{first:,.0f}",
        "C: states per rank, stage 0, fp32": states(first, RANKS // stages // pairs, FP32),
        "C: unreduced gradients within a schedule run, stage 0, fp32": gib(FP32 * first),
    }
