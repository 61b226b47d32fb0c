"""The numbers of the worked example of the page on pipeline parallelism.

Ten layers are cut for four pipeline ranks, with one and with two stages each; idle time and buffers follow.
"""

from fractions import Fraction

LAYERS, RANKS = 10, 4
MIB, GIB = 2**20, 2**30
BF16 = 2

HIDDEN, SEQUENCE, MICRO_BATCHES, SLACK = 4096, 4096, 64, 2


def cut(layers: int, stages: int) -> list[list[int]]:
    """The layers of each stage: as even as possible, and the first stages get what is left over."""
    each, more = divmod(layers, stages)
    sizes = [each + (stage < more) for stage in range(stages)]
    return [list(range(sum(sizes[:stage]), sum(sizes[: stage + 1]))) for stage in range(stages)]


def loop(rank: int, ranks: int, stages: int) -> list[int]:
    """The stages of a rank when they are dealt round by round."""
    return list(range(rank, stages, ranks))


def vee(rank: int, ranks: int) -> list[int]:
    """The stages of a rank when they go down the ranks and come back."""
    return [rank, 2 * ranks - 1 - rank]


def words(values: list[int]) -> str:
    """Numbers with commas between them."""
    return ", ".join(map(str, values))


def percent(share: Fraction) -> str:
    """A share in per cent, with one digit."""
    return f"{float(share) * 100:.1f} %"


def idle(ranks: int, micro_batches: int, stages: int = 1) -> Fraction:
    """The idle share of a rank, if all stages take the same time and messages take none."""
    return Fraction(ranks - 1, stages * micro_batches + ranks - 1)


def cutting() -> dict[str, str]:
    """The rows on which layers are where."""
    rows = {}
    for stage, layers in enumerate(cut(LAYERS, RANKS)):
        rows[f"One stage per rank: layers of rank {stage}"] = words(layers)
    pieces = cut(LAYERS, 2 * RANKS)
    for rank in range(RANKS):
        held = loop(rank, RANKS, 2 * RANKS)
        layers = words([layer for stage in held for layer in pieces[stage]])
        rows[f"Two stages, loop style: stages of rank {rank}, and their layers"] = f"{words(held)}; {layers}"
    for rank in range(RANKS):
        held = vee(rank, RANKS)
        layers = words([layer for stage in held for layer in pieces[stage]])
        rows[f"Two stages, V style: stages of rank {rank}, and their layers"] = f"{words(held)}; {layers}"
    return rows


def costs() -> dict[str, str]:
    """The rows on idle time and on buffers of stage 1 of four."""
    buffer = SEQUENCE * HIDDEN * BF16
    every = MICRO_BATCHES * buffer
    ring = max(2, min(MICRO_BATCHES, RANKS - 1 + SLACK))
    return {
        "`layers_per_stage: 2`: stages before rounding": str(-(-LAYERS // 2)),
        "The same, rounded up to a multiple of 4": str(2 * RANKS),
        "Idle share, 4 ranks, 8 micro-batches, `1f1b` or `gpipe`": percent(idle(RANKS, 8)),
        "The same, 32 micro-batches": percent(idle(RANKS, 32)),
        "Idle share, 4 ranks, 8 micro-batches, interleaved with 2 stages": percent(idle(RANKS, 8, 2)),
        "One activation between stages": f"{buffer // MIB} MiB",
        "Receive buffers of stage 1 in one direction, 64 micro-batches": f"{every / GIB:.2f} GiB",
        "Sets in the ring with `pp_recv_buffer_pool`": str(ring),
        "Receive buffers of stage 1 in one direction, with the ring": f"{ring * buffer // MIB} MiB",
    }


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    return cutting() | costs()
