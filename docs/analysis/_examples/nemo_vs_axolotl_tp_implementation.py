"""The numbers of the worked example of the page that compares tensor parallelism.

The query projection of one layer, and a whole model with the sizes of Llama 3.1 8B, under NeMo AutoModel's
plan for Llama and under the plan that Transformers gives Axolotl; then what each side makes of eight ranks.
"""

GIB = 2**30
BF16 = 2
HIDDEN, INTERMEDIATE, LAYERS, VOCABULARY, KEY_VALUE = 4096, 14336, 32, 128256, 1024
TABLE = VOCABULARY * HIDDEN
NORMS = (2 * LAYERS + 1) * HIDDEN
BLOCKS = LAYERS * (2 * HIDDEN * HIDDEN + 2 * KEY_VALUE * HIDDEN + 3 * HIDDEN * INTERMEDIATE)
GROUPS = (2, 4, 8)
WORLD = 8


def nemo(world: int, tp: int) -> str:
    """The sizes that differ from one, when `dp_size` is left out; a remainder is refused."""
    return f"`dp_shard` {world // tp}, `tp` {tp}" if world % tp == 0 else "`ValueError`"


def axolotl(world: int, tp: int) -> str:
    """The same when `dp_shard_size` and `dp_replicate_size` are left out: the quotient is rounded down."""
    rest = world // tp
    return f"`dp_shard` {rest}, `tp` {tp}" if rest > 1 else f"`tp` {tp}"


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    rows = {
        "Query projection: shape of the weight": f"{HIDDEN} × {HIDDEN}",
        "Query projection: rows of `tp` rank 1 of 2": f"{HIDDEN // 2} to {HIDDEN - 1}",
    }
    for group in GROUPS:
        split = (BLOCKS + 2 * TABLE) // group + NORMS
        whole = (BLOCKS + TABLE) // group + TABLE + NORMS
        rows |= {
            f"`tp` {group}: parameters per rank, NeMo AutoModel": f"{split:,}",
            f"`tp` {group}: parameters per rank, Axolotl": f"{whole:,}",
            f"`tp` {group}: difference in bf16, before FSDP": f"{BF16 * (whole - split) / GIB:.2f} GiB",
        }
    for tp in (2, 3, 16):
        rows |= {
            f"{WORLD} ranks, `tp` {tp}, NeMo AutoModel": nemo(WORLD, tp),
            f"{WORLD} ranks, `tp` {tp}, Axolotl": axolotl(WORLD, tp),
        }
    return rows
