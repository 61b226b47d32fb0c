"""What it costs to find the plain references of documents, and what of that grows with them.

    python benchmarks/scan.py FOLDER [--times 1,2,4] [--fetch]

All Markdown and reStructuredText below the folder is read once, then scanned as often as asked for; CPU
seconds are those of the scan alone. ``--fetch`` puts the releases into the cache that the tests hold
references against.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from sphinx_leanspec.sources.references import documents
from sphinx_leanspec.sources.scan.pages import PageScan, scan
from sphinx_leanspec.sources.settings import Source
from sphinx_leanspec.sources.store import SourceStore

_RELEASES = {"nemo-automodel": ("0.2.0", "0.3.0", "0.5.0", "0.7.0"), "axolotl": ("0.17.0", "0.21.0")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", default="1,2,4", help="how often all is scanned; default: %(default)s")
    parser.add_argument("--fetch", action="store_true", help="download what the tests want, and do no more")
    options = parser.parse_args()
    if options.fetch:
        fetch(options.folder)
        return
    texts = {
        path.as_posix(): path.read_text("utf-8", "replace").replace("\r\n", "\n")
        for path in documents(options.folder)
    }
    size = sum(map(len, texts.values()))
    print(f"{len(texts):,} files, {size / 1e6:.1f} million characters")
    for times in map(int, options.times.split(",")):
        begun = time.process_time()
        pages = [scan(name, text) for _ in range(times) for name, text in texts.items()]
        seconds = time.process_time() - begun
        rate = times * size / max(seconds, 1e-6) / 1e6
        print(
            f"{times * len(texts):>8,} files  {seconds:6.2f} s of CPU, {rate:.1f} million characters a second"
        )
    told(pages[: len(texts)])


def told(pages: list[PageScan]) -> None:
    found = Counter(each.spelling.value for page in pages for each in page.references)
    print(f"{found.total():,} references, {sum(page.sizes for page in pages):,} sizes")
    for spelling, number in found.most_common():
        print(f"  {number:>6,}  {spelling}")


def fetch(folder: Path) -> None:
    store = SourceStore(folder)
    for name, releases in _RELEASES.items():
        for release in releases:
            print(store.open(Source(name, pypi=name, version=release)).index.tree.label)


if __name__ == "__main__":
    main()
