"""Whether a change fits the capabilities that it changes, as OpenSpec asks before it archives one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ....findings import Finding
from .check import found_at, main_blocks, structure
from .lines import Block, DeltaText, FencedLines, folded, read_delta


def merge(path: str, text: str, capability: str, main: str | None, *, is_right: bool) -> Iterator[Finding]:
    """Find why a delta does not fit what it changes.

    :param main: the text of the capability, None if there is none yet.
    :param is_right: whether the delta is right by itself; of others it is told alone what would be lost.
    """
    found = read_delta(text)
    lines = FencedLines(main or "")
    blocks = {block.name: block for block in main_blocks(lines)}
    lost = list(_lost(path, found, blocks))
    yield from lost
    if not is_right or lost:
        return
    changed = [one.line for one in found.blocks["modified"]] + [one.line for one in found.renamed]
    if main is None and changed:
        message = f"there is no capability `{capability}`, so that nothing in it can be modified or renamed"
        fix = "correct the folder's name, or write `## ADDED Requirements`"
        yield _refused(path, min(changed), message, fix)
    elif broken := next(structure(path, lines), None):
        message = f"the capability `{capability}` is broken itself: {broken.message}"
        yield _refused(path, 1, message, "mend it first")
    elif conflict := _conflict(path, found, blocks):
        yield conflict


def _conflict(path: str, text: DeltaText, blocks: Mapping[str, Block]) -> Finding | None:
    """Return the first thing for which a delta could not be merged."""
    names = dict(blocks)
    found = _unlike_renamed(path, text, names)
    if found:
        return found
    for block in text.blocks["removed"]:
        if block.name not in names and (near := _near(block.name, names)):
            return _refused(path, block.line, f"`{block.name}` is removed and not there", _did_you(near))
        names.pop(block.name, None)
    for block in text.blocks["modified"]:
        if block.name not in names:
            near = _near(block.name, names)
            return _refused(path, block.line, f"`{block.name}` is modified and not there", _did_you(near))
        names[block.name] = block
    for block in text.blocks["added"]:
        is_same = block.name in names and _source(names[block.name]) == _source(block)
        if not is_same and (block.name in names or _near(block.name, names)):
            fix = "write it below `## MODIFIED Requirements`"
            return _refused(path, block.line, f"`{block.name}` is added and there already, or nearly", fix)
        names[block.name] = block
    return None


def _unlike_renamed(path: str, text: DeltaText, names: dict[str, Block]) -> Finding | None:
    """Rename requirements, and return the first thing for which that could not be done."""
    for one in text.renamed:
        if one.before not in names:
            near = _near(one.before, names, one.name)
            if one.name in names and not near:
                continue  # it is renamed already
            return _refused(path, one.line, f"`{one.before}` is renamed and not there", _did_you(near))
        if one.name in names or _near(one.name, names, one.before):
            return _refused(
                path, one.line, f"`{one.name}` is there already, or nearly", "choose another name"
            )
        names[one.name] = names.pop(one.before)
    return None


def _lost(path: str, text: DeltaText, blocks: Mapping[str, Block]) -> Iterator[Finding]:
    """Find the scenarios that a modified requirement would lose."""
    before = {one.name: one.before for one in text.renamed}
    away = set(before.values())
    for block in text.blocks["modified"]:
        name, seen = block.name, set[str]()
        while name not in blocks and name in before and name not in seen:
            seen.add(name)
            name = before[name]
        if block.name in away or name not in blocks:
            continue
        lost = Counter(case.name for case in blocks[name].cases) - Counter(case.name for case in block.cases)
        if lost:
            names = ", ".join(f"`{one}`" for one in lost)
            message = f"`{block.name}` would lose {names}, as what is modified is replaced as a whole"
            yield found_at(
                "error", "delta", path, block.line, message, "copy from the capability what is to stay"
            )


def _near(name: str, names: Iterable[str], *but: str) -> str:
    """Return another name that is the same but for its case and its spaces."""
    return next((one for one in names if one not in (name, *but) and folded(one) == folded(name)), "")


def _did_you(near: str) -> str:
    return f"write `{near}`" if near else "correct the name"


def _source(block: Block) -> str:
    return "\n".join(line.rstrip() for line in block.lines).strip()


def _refused(path: str, line: int, message: str, fix: str) -> Finding:
    return found_at("info", "delta", path, line, f"{message}; OpenSpec would not archive the change", fix)
