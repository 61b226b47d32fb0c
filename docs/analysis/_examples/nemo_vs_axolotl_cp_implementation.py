"""The numbers of the worked example of the page that compares context parallelism.

The sixteen tokens of the page on NeMo AutoModel are laid out on two ranks, as each framework cuts them.
"""

RANKS = 2
IDS = tuple(range(100, 116))


def head_tail(start: int, length: int, rank: int) -> list[int]:
    """The places of one stretch that a rank holds: chunk `rank`, and its mirror from the back."""
    chunk = length // (2 * RANKS)
    tail = 2 * RANKS - 1 - rank
    places = [*range(rank * chunk, (rank + 1) * chunk), *range(tail * chunk, (tail + 1) * chunk)]
    return [start + place for place in places]


def contiguous(length: int, rank: int) -> list[int]:
    """The places that a rank holds if each gets one piece."""
    piece = length // RANKS
    return list(range(rank * piece, (rank + 1) * piece))


def words(places: list[int]) -> str:
    """The ids in these places."""
    return ", ".join(str(IDS[place]) for place in places)


def pairs(places: list[int], starts: tuple[int, ...] = (0,)) -> str:
    """How many pairs of query and key the causal mask leaves, within the document of each query."""
    return str(sum(place - max(start for start in starts if start <= place) + 1 for place in places))


def up(length: int, divisor: int) -> int:
    """The length, rounded up to a multiple."""
    return -(-length // divisor) * divisor


def numbers() -> dict[str, str]:
    """The rows of the table, as they are printed."""
    rows = {}
    length, half = len(IDS), len(IDS) // 2
    documents = (0, half)
    for rank in range(RANKS):
        rows[f"One sequence, NeMo AutoModel: ids on rank {rank}"] = words(head_tail(0, length, rank))
        rows[f"One sequence, Axolotl, `head_tail`: ids on rank {rank}"] = words(head_tail(0, length, rank))
        rows[f"One sequence, Axolotl, contiguous: ids on rank {rank}"] = words(contiguous(length, rank))
    for rank in range(RANKS):
        packed = head_tail(0, half, rank) + head_tail(half, half, rank)
        rows[f"Two documents, NeMo AutoModel: ids on rank {rank}"] = words(packed)
        rows[f"Two documents, Axolotl: ids on rank {rank}"] = words(contiguous(length, rank))
    for rank in range(RANKS):
        rows[f"One sequence: causal pairs on rank {rank}, head and tail"] = pairs(head_tail(0, length, rank))
        rows[f"The same, contiguous, on rank {rank}"] = pairs(contiguous(length, rank))
    for rank in range(RANKS):
        rows[f"Two documents: causal pairs on rank {rank}, contiguous"] = pairs(
            contiguous(length, rank), documents
        )
    rows["13 tokens, NeMo AutoModel: padded to"] = str(up(13, 2 * RANKS))
    rows["13 tokens, Axolotl, `head_tail`: padded to"] = str(up(13, 2 * RANKS))
    rows["13 tokens, Axolotl, contiguous: padded to"] = str(up(13, RANKS))
    rows["Documents of 5 and 6 tokens, NeMo AutoModel: slots in all"] = str(
        up(5, 2 * RANKS) + up(6, 2 * RANKS)
    )
    rows["Documents of 5 and 6 tokens, Axolotl: padded to"] = str(up(5 + 6, RANKS))
    return rows
