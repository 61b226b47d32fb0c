"""The numbers of the worked example of the page on sequence packing.

Five samples are packed by the two strategies, and the masks that the strategies need are measured.
"""

from heapq import heappop, heappush

LENGTHS = [5, 3, 4, 2, 6]
SLOTS = 8
MIB = 2**20
PACK, DOCUMENTS = 8192, 16


def aligned(length: int, cp: int) -> int:
    """The length of a document with the padding that context parallelism asks for."""
    factor = 2 * cp if cp > 1 else 1
    return -(-length // factor) * factor


def thd(lengths: list[int], slots: int, cp: int) -> list[list[int]]:
    """The real lengths in each pack: a pack is closed by the first document that no longer fits."""
    packs: list[list[int]] = [[]]
    for length in lengths:
        used = sum(aligned(each, cp) for each in packs[-1])
        if used + aligned(length, cp) > slots:
            packs.append([])
        packs[-1].append(length)
    return packs


def padded(pack: list[int], slots: int, cp: int) -> list[int]:
    """The padded lengths of a pack; its last document takes the rest of the slots."""
    *first, last = (aligned(length, cp) for length in pack)
    return [*first, slots - sum(first)] if sum(first) + last < slots else [*first, last]


def neat(lengths: list[int], slots: int) -> list[list[int]]:
    """The real lengths in each pack: the longest first, each into the emptiest pack, or a new one."""
    packs: list[list[int]] = []
    heap: list[tuple[int, int]] = []
    for length in sorted(lengths, reverse=True):
        if heap and heap[0][0] + length <= slots:
            used, place = heappop(heap)
        else:
            used, place = 0, len(packs)
            packs.append([])
        packs[place].append(length)
        heappush(heap, (used + length, place))
    return packs


def brackets(packs: list[list[int]]) -> str:
    """Packs as lists side by side."""
    return " ".join(str(pack) for pack in packs)


def efficiency(packs: list[list[int]]) -> str:
    """Real tokens divided by slots."""
    real, slots = sum(map(sum, packs)), len(packs) * SLOTS
    return f"{real}/{slots} = {100 * real / slots:.1f} %"


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    rows = {}
    for cp in (1, 2):
        packs = thd(LENGTHS, SLOTS, cp)
        slots = [padded(pack, SLOTS, cp) for pack in packs]
        rows |= {
            f"THD, `cp_size` {cp}: `seq_lens`": brackets(packs),
            f"THD, `cp_size` {cp}: `seq_lens_padded`": brackets(slots),
            f"THD, `cp_size` {cp}: sums of padded lengths": ", ".join(str(sum(each)) for each in slots),
            f"THD, `cp_size` {cp}: efficiency": efficiency(packs),
        }
    packs = neat(LENGTHS, SLOTS)
    document = PACK // DOCUMENTS
    return rows | {
        "NEAT: lengths in each pack": brackets(packs),
        "NEAT: efficiency": efficiency(packs),
        "Five rows padded to the longest": f"{sum(LENGTHS)}/{len(LENGTHS) * max(LENGTHS)} = "
        f"{100 * sum(LENGTHS) / (len(LENGTHS) * max(LENGTHS)):.1f} %",
        "Pairs of positions, one causal sequence of 8192": f"{PACK * (PACK + 1) // 2:,}",
        "Pairs of positions, 16 documents of 512": f"{DOCUMENTS * document * (document + 1) // 2:,}",
        "Block-causal mask of one row of 8192, 1 byte per entry": f"{PACK * PACK / MIB:.0f} MiB",
        "`cu_seqlens` of 16 documents, int32": f"{4 * (DOCUMENTS + 1)} bytes",
    }
