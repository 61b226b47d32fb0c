"""The numbers of the worked example of the page that compares sequence packing in NeMo AutoModel and Axolotl.

Eight samples go through each packer, written down again here from the source: next fit, first fit, and the
longest sample into the emptiest pack.
"""

from heapq import heappush, heapreplace

UNIT = 512
LENGTHS = [UNIT * size for size in (2, 7, 4, 6, 4, 4, 1, 4)]
NAMES = "ABCDEFGH"
PACK = 4096

Packs = list[list[int]]


def next_fit(lengths: list[int], capacity: int) -> Packs:
    """Fill one pack at a time, in order: `pack_dataset` and `allocate_sequentially`."""
    packs: Packs = []
    room = 0
    for sample, length in enumerate(lengths):
        if packs and length <= room:
            packs[-1].append(sample)
        else:
            packs.append([sample])
            room = capacity
        room -= length
    return packs


def first_fit(lengths: list[int], capacity: int, most: int = 200, start: int = 0) -> Packs:
    """Put each sample, in order, into the first pack with room: `pack_group`."""
    packs: Packs = []
    room: list[int] = []
    for sample, length in enumerate(lengths, start):
        fits = (at for at, free in enumerate(room) if free >= length and len(packs[at]) < most)
        at = next(fits, len(packs))
        if at == len(packs):
            packs.append([])
            room.append(capacity)
        packs[at].append(sample)
        room[at] -= length
    return packs


def emptiest_fit(lengths: list[int], capacity: int) -> Packs:
    """Put the samples, longest first, into the emptiest pack, or into a new one: `greedy_knapsack`."""
    packs: Packs = []
    heap: list[tuple[int, int]] = []
    for sample in sorted(range(len(lengths)), key=lambda at: -lengths[at]):
        if heap and heap[0][0] + lengths[sample] <= capacity:
            fill, at = heap[0]
            packs[at].append(sample)
            heapreplace(heap, (fill + lengths[sample], at))
        else:
            heappush(heap, (lengths[sample], len(packs)))
            packs.append([sample])
    return packs


def shown(packs: Packs) -> str:
    """Packs as letters: `AB, C`."""
    return ", ".join("".join(NAMES[sample] for sample in pack) for pack in packs)


def padding(packs: Packs, multiple: int = PACK) -> str:
    """The padding tokens, if each pack is filled up to a multiple."""
    return f"{sum(-sum(LENGTHS[sample] for sample in pack) % multiple for pack in packs):,}"


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    ordered, first, emptiest = next_fit(LENGTHS, PACK), first_fit(LENGTHS, PACK), emptiest_fit(LENGTHS, PACK)
    double = first_fit(LENGTHS, 2 * PACK)
    groups = first_fit(LENGTHS[:4], PACK) + first_fit(LENGTHS[4:], PACK, start=4)
    longest_first = sorted(LENGTHS, reverse=True)
    square = PACK * PACK
    pairs = sum(length * (length + 1) // 2 for length in LENGTHS)
    return {
        "Tokens in all samples": f"{sum(LENGTHS):,}",
        "NeMo AutoModel, `thd`: packs": shown(ordered),
        "NeMo AutoModel, `thd`: padding tokens": padding(ordered),
        "Axolotl, `sample_packing_sequentially: true`: packs": shown(next_fit(LENGTHS, PACK)),
        "Axolotl, default: packs": shown(first),
        "Axolotl, default: padding tokens": padding(first),
        "Axolotl, default, `sample_packing_bin_size: 2`: packs": shown(first_fit(LENGTHS, PACK, 2)),
        "Axolotl, default, `sample_packing_group_size: 4`: packs": shown(groups),
        "Axolotl, default, `micro_batch_size: 2`: packs of 8192": shown(double),
        "Axolotl, default, `micro_batch_size: 2`: padding tokens": padding(double),
        "Axolotl's algorithm, if the samples were sorted first: number of packs": str(
            len(first_fit(longest_first, PACK))
        ),
        "NeMo AutoModel, `neat`: packs": shown(emptiest),
        "NeMo AutoModel, `neat`: padding tokens": padding(emptiest),
        "Query-key pairs within the samples, causal": f"{pairs:,}",
        "Entries of the block-causal mask for the four packs of `neat`": f"{len(emptiest) * square:,}",
    }
