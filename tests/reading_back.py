"""The words that are printed in each document, whoever printed them, and how those of two prints differ."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

MARK = re.compile(r"\u00ab(open|shut)(\d+)\u00bb")
CHINESE = "\u2e80-\u9fff\uff00-\uffef"
WORD = re.compile(rf"[{CHINESE}]|[^\W_{CHINESE}]+")

Documents = dict[int, str]


def by_document(text: str) -> Documents:
    """Cut a print at its marks; what stands outside all of them is on no page of the source."""
    found: dict[int, list[str]] = {}
    inside: list[int] = []
    at = 0
    for mark in MARK.finditer(text):
        if inside:
            found[inside[-1]].append(text[at : mark.start()])
        if mark[1] == "open":
            inside.append(int(mark[2]))
            found.setdefault(inside[-1], [])
        else:
            assert inside.pop() == int(mark[2])
        at = mark.end()
    assert not inside
    return {number: "\n".join(parts) for number, parts in found.items()}


def pdf_text(path: Path) -> str:
    """What stands on the pages of a PDF, in the order in which TeX put it there, without head and foot."""
    area = ("-x", "0", "-y", "60", "-W", "700", "-H", "672")
    done = subprocess.run(
        ["pdftotext", "-raw", "-nopgbrk", *area, path, "-"], capture_output=True, check=True
    )
    assert not done.stderr
    return done.stdout.decode()


def words(text: str) -> Counter[str]:
    """Its words, whatever their case; a Chinese character is one."""
    text = re.sub(r"(?<=\w)-\n(?=\w)", "", text)
    return Counter(WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def difference(source: str, printed: str) -> tuple[Counter[str], Counter[str]]:
    """Words that only one of two has, where one that was broken is the same."""
    ours, theirs = words(source), words(printed)
    missing, added = ours - theirs, theirs - ours
    _join(missing, added)
    _join(added, missing)
    return +missing, +added


def _join(whole: Counter[str], pieces: Counter[str]) -> None:
    for word in sorted(whole):
        for _ in range(whole[word]):
            if (found := _pieces(word, pieces)) is None:
                break
            pieces.subtract(found)
            whole[word] -= 1


def _pieces(word: str, pieces: Counter[str]) -> list[str] | None:
    """The pieces that make a word, each from those that are there."""
    if not word:
        return []
    for end in range(len(word), 0, -1):
        if pieces[word[:end]] > 0:
            pieces[word[:end]] -= 1
            rest = _pieces(word[end:], pieces)
            pieces[word[:end]] += 1
            if rest is not None:
                return [word[:end], *rest]
    return None


def complaints(log: str, widest: float) -> list[str]:
    """What a log of LaTeX tells of that a reader would see."""
    wide = re.findall(r"^Overfull \\hbox \(([\d.]+)pt too wide.*", log, re.MULTILINE)
    errors = re.findall(r"^!.*|^.*Missing character.*", log, re.MULTILINE)
    return [*errors, *(f"{width} pt too wide" for width in wide if float(width) > widest)]


def spaceless(texts: Iterable[str]) -> str:
    return re.sub(r"\s", "", "".join(texts))
