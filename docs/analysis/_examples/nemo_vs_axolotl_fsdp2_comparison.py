"""The numbers of the worked example of the page that compares FSDP2 in NeMo AutoModel and Axolotl.

One model, with the sizes of Llama 3.1 8B, is sharded over eight ranks with the defaults of either project.
"""

GIB = 2**30
BF16, FP32 = 2, 4

HIDDEN, INTERMEDIATE, LAYERS, VOCABULARY, KEY_VALUE = 4096, 14336, 32, 128256, 1024
SHARDS = 8

ATTENTION = 2 * HIDDEN * HIDDEN + 2 * KEY_VALUE * HIDDEN
BLOCK = ATTENTION + 3 * HIDDEN * INTERMEDIATE + 2 * HIDDEN
TABLE = VOCABULARY * HIDDEN
TOTAL = LAYERS * BLOCK + 2 * TABLE + HIDDEN


def gib(size: float) -> str:
    """Bytes as GiB with two digits."""
    return f"{size / GIB:.2f} GiB"


def gathered(kept: int) -> str:
    """What a rank receives in bf16 per micro-batch: all once, and again what was not kept gathered."""
    return gib((SHARDS - 1) / SHARDS * BF16 * (2 * TOTAL - kept))


def reduced(width: int) -> str:
    """What a rank sends per synchronisation, in values of so many bytes."""
    return gib((SHARDS - 1) / SHARDS * width * TOTAL)


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    kept = BLOCK + TABLE + HIDDEN  # NeMo AutoModel: last block, output embedding, root
    root = 2 * TABLE + HIDDEN  # Axolotl: both tables and the last norm are one unit
    return {
        "Parameters": f"{TOTAL:,}",
        "FSDP units, NeMo AutoModel": str(LAYERS + 3),
        "FSDP units, Axolotl": str(LAYERS + 1),
        "Parameters in the root unit, NeMo AutoModel": f"{HIDDEN:,}",
        "Parameters in the root unit, Axolotl": f"{root:,}",
        "Stored parameters per rank, NeMo AutoModel": gib(FP32 * TOTAL / SHARDS),
        "Stored parameters per rank, Axolotl": gib(BF16 * TOTAL / SHARDS),
        "Kept gathered after the forward pass, NeMo AutoModel": gib(BF16 * kept),
        "Kept gathered after the forward pass, Axolotl": gib(0),
        "Received by all-gather per micro-batch, NeMo AutoModel": gathered(kept),
        "Received by all-gather per micro-batch, Axolotl": gathered(0),
        "The same, if Axolotl's root unit did not reshard": gathered(root),
        "Sent by reduce-scatter per synchronisation, NeMo AutoModel": reduced(FP32),
        "Sent by reduce-scatter per synchronisation, Axolotl": reduced(BF16),
        "Input of the largest reduce-scatter, NeMo AutoModel": gib(FP32 * TABLE),
        "Input of the largest reduce-scatter, Axolotl": gib(BF16 * root),
        "Unreduced gradients while synchronisation waits, NeMo AutoModel": gib(FP32 * TOTAL),
        "Unreduced gradients while synchronisation waits, Axolotl": gib(BF16 * TOTAL),
        "Whole weights in host memory of the first rank of a node, Axolotl": gib(BF16 * TOTAL),
        "Largest whole tensor on each GPU while loading, Axolotl": gib(BF16 * TABLE),
    }
