"""The numbers of the worked example of the page on context parallelism.

Sixteen tokens are laid out on two ranks, once for each road, and the bytes of a longer sequence are counted.
"""

RANKS = 2
IDS = tuple(range(100, 116))
GIB = 2**30
BF16 = 2

SEQUENCE, CP, LAYERS, HIDDEN, KEY_VALUE = 131072, 8, 32, 4096, 1024


def head_tail(start: int, length: int, ranks: int, rank: int) -> list[int]:
    """The places of one stretch that a rank holds: chunk `rank`, and its mirror from the back."""
    chunk = length // (2 * ranks)
    tail = 2 * ranks - 1 - rank
    places = [*range(rank * chunk, (rank + 1) * chunk), *range(tail * chunk, (tail + 1) * chunk)]
    return [start + place for place in places]


def pairs(places: list[int]) -> int:
    """How many pairs of query and key the causal mask leaves for these queries of one sequence."""
    return sum(place + 1 for place in places)


def up(length: int, divisor: int) -> int:
    """The length, rounded up to a multiple."""
    return -(-length // divisor) * divisor


def running(lengths: list[int]) -> str:
    """Cumulative lengths from zero, as attention wants them."""
    return ", ".join(str(sum(lengths[:count])) for count in range(len(lengths) + 1))


def gib(size: float) -> str:
    """Bytes as GiB with two digits."""
    return f"{size / GIB:.2f} GiB"


def tokens() -> dict[str, str]:
    """The rows that show which token ids a rank holds on each road."""
    rows = {}
    for rank in range(RANKS):
        one = head_tail(0, len(IDS), RANKS, rank)
        rows[f"Ordinary road: ids on rank {rank}"] = ", ".join(str(IDS[place]) for place in one)
    for rank in range(RANKS):
        both = head_tail(0, 8, RANKS, rank) + head_tail(8, 8, RANKS, rank)
        rows[f"Packed road, documents 100 to 107 and 108 to 115: ids on rank {rank}"] = ", ".join(
            str(IDS[place]) for place in both
        )
    for rank in range(RANKS):
        balanced = head_tail(0, len(IDS), RANKS, rank)
        rows[f"Ordinary road: causal pairs on rank {rank}"] = str(pairs(balanced))
    half = len(IDS) // RANKS
    for rank in range(RANKS):
        rows[f"The same with one contiguous half on rank {rank}"] = str(
            pairs([*range(rank * half, (rank + 1) * half)])
        )
    return rows


def padding() -> dict[str, str]:
    """The rows on padding: one sequence of thirteen tokens, and documents of five and six."""
    divisor = 2 * RANKS
    real = [5, 6]
    slots = [up(length, divisor) for length in real]
    return {
        "Ordinary road: 13 tokens become": str(up(13, divisor)),
        "Packed road: slots of documents with 5 and 6 tokens": ", ".join(
            str(up(length, divisor)) for length in real
        ),
        "Packed road: `cu_seqlens` before the split": running(real),
        "Packed road: boundaries that attention gets": running(slots),
    }


def size() -> dict[str, str]:
    """The rows for a long sequence on eight ranks."""
    local = SEQUENCE // CP
    pair = 2 * KEY_VALUE * BF16
    return {
        "L: tokens per rank": f"{local:,}",
        "L: inputs of the 32 blocks per rank": gib(LAYERS * local * HIDDEN * BF16),
        "L: the same with `cp_size: 1`": gib(LAYERS * SEQUENCE * HIDDEN * BF16),
        "L: keys and values of one block, of the whole sequence": gib(SEQUENCE * pair),
        "L: received per block in the forward pass": gib((CP - 1) * local * pair),
        "L: received in the forward pass of all blocks": gib(LAYERS * (CP - 1) * local * pair),
    }


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    return tokens() | padding() | size()
