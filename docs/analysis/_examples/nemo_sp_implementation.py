"""The numbers of the worked example of the page on sequence parallelism.

One block with the sizes of Llama 3.1 8B, in groups of two, four and eight ranks: what its modules put out,
and what travels.
"""

MIB = 2**20
BF16 = 2
TOKENS, HIDDEN, INTERMEDIATE, KEY_VALUE = 8192, 4096, 14336, 1024
GROUPS = (2, 4, 8)

BETWEEN = 6
"""Outputs of width HIDDEN that the flag slices: input, two norms, two projections back, sum in the middle."""
GATHERED = 2
"""Copies of width HIDDEN that the flag adds: what each of the two norms hands to the projections."""
INSIDE = 2 * HIDDEN + 2 * KEY_VALUE + 3 * INTERMEDIATE
"""Width of what the plan cuts with and without the flag: q, attention, k, v, gate, up and their product."""


def mib(size: float) -> str:
    """Bytes as MiB without digits after the point, as all of them are whole."""
    return f"{size / MIB:,.0f} MiB"


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    one = TOKENS * HIDDEN * BF16
    inside = TOKENS * INSIDE * BF16
    rows = {
        "One activation of width 4096, whole": mib(one),
        "All outputs inside attention and MLP, whole": mib(inside),
    }
    for group in GROUPS:
        step = (group - 1) / group * one
        rows |= {
            f"`tp_size: {group}`: one slice": mib(one / group),
            f"`tp_size: {group}`: outputs of a block without the flag": mib(BETWEEN * one + inside / group),
            f"`tp_size: {group}`: outputs of a block with the flag": mib(
                BETWEEN * one / group + GATHERED * one + inside / group
            ),
            f"`tp_size: {group}`: input of a block checkpointed whole, without the flag": mib(one),
            f"`tp_size: {group}`: the same with the flag": mib(one / group),
            f"`tp_size: {group}`: received without the flag (7 all-reduces)": mib(7 * 2 * step),
            f"`tp_size: {group}`: received with the flag (4 all-gathers, 4 reduce-scatters)": mib(8 * step),
        }
    return rows
