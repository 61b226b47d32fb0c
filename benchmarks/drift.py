"""What became of all functions and classes of a distribution between two releases.

    python benchmarks/drift.py [nemo-automodel 0.2.0 0.7.0] [--name STATE]

Releases are fetched into the cache of `sphinx-leanspec sources`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sphinx_leanspec.sources.drift import compare_all
from sphinx_leanspec.sources.settings import Source
from sphinx_leanspec.sources.states import MEANINGS, STATES
from sphinx_leanspec.sources.store import SourceStore


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("distribution", nargs="?", default="nemo-automodel")
    parser.add_argument("old", nargs="?", default="0.2.0")
    parser.add_argument("new", nargs="?", default="0.7.0")
    parser.add_argument("--name", choices=STATES, default="", help="name all that became this")
    options = parser.parse_args()
    store = SourceStore(Path())
    source = Source("source", pypi=options.distribution, version=options.old)
    old, new = (store.open(source, release).index for release in (options.old, options.new))
    begun = time.process_time()
    found = list(compare_all(old, new))
    seconds = time.process_time() - begun
    counts = Counter(drift.state for _, drift in found)
    print(f"{options.distribution}: {len(found):,} functions and classes of {options.old}, in {options.new}:")
    for state in STATES:
        print(f"{counts[state]:>8,}  {MEANINGS[state]}")
    print(f"{seconds:.1f} seconds of CPU")
    for symbol, drift in found:
        if drift.state == options.name:
            now = drift.now.symbol.full_name if drift.now and drift.now.symbol else ", ".join(drift.nearest)
            print(f"{symbol.full_name} → {now}")


if __name__ == "__main__":
    main()
