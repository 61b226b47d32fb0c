"""The numbers of the worked example of the page on tensor parallelism.

A model with the sizes of Llama 3.1 8B is cut by the Llama plan for groups of two, four and eight ranks.
"""

GIB, MIB = 2**30, 2**20
BF16, FP32 = 2, 4

HIDDEN, INTERMEDIATE, LAYERS, VOCABULARY = 4096, 14336, 32, 128256
HEADS, KEY_VALUE_HEADS, HEAD = 32, 8, 128
TOKENS = 8192
"""Tokens of one micro-batch on one rank."""

GROUPS = (2, 4, 8)
FORWARD, BACKWARD = 2, 5
"""All-reduces in one block: after `o_proj` and `down_proj`; for the inputs of q, k, v, gate and up."""


def norms() -> int:
    """Parameters that no entry of the plan names: two norms in each block, and the last one."""
    return (2 * LAYERS + 1) * HIDDEN


def matrices() -> int:
    """Parameters of all matrices that the plan cuts: attention, MLP, embedding and output head."""
    key_value = KEY_VALUE_HEADS * HEAD
    block = 2 * HIDDEN * HIDDEN + 2 * key_value * HIDDEN + 3 * HIDDEN * INTERMEDIATE
    return LAYERS * block + 2 * VOCABULARY * HIDDEN


def ring(size: float, group: int) -> float:
    """Bytes that a rank receives when a tensor of a size is all-reduced along a ring."""
    return 2 * (group - 1) / group * size


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    activation = TOKENS * HIDDEN * BF16
    logits = TOKENS * VOCABULARY * BF16
    rows = {
        "Parameters that the plan cuts": f"{matrices():,}",
        "Parameters that stay whole (65 norms)": f"{norms():,}",
    }
    for group in GROUPS:
        local = matrices() // group + norms()
        heads = f"{HEADS // group} and {KEY_VALUE_HEADS // group}"
        traffic = LAYERS * (FORWARD + BACKWARD) * ring(activation, group)
        rows |= {
            f"`tp_size: {group}`: parameters per rank": f"{local:,}",
            f"`tp_size: {group}`: query and key-value heads per rank": heads,
            f"`tp_size: {group}`: fp32 parameters per rank, before FSDP": f"{FP32 * local / GIB:.2f} GiB",
            f"`tp_size: {group}`: bf16 logits per rank while split": f"{logits / group / GIB:.2f} GiB",
            f"`tp_size: {group}`: received by all-reduces of the blocks": f"{traffic / GIB:.2f} GiB",
        }
    return rows | {
        "bf16 activation of one all-reduce": f"{activation / MIB:.0f} MiB",
        "All-reduces of activations in the blocks": str(LAYERS * (FORWARD + BACKWARD)),
        "bf16 logits once they are gathered": f"{logits / GIB:.2f} GiB",
        "fp32 logits once they are gathered": f"{TOKENS * VOCABULARY * FP32 / GIB:.2f} GiB",
    }
