"""What ``.ci/run`` installs on Debian, and what is of no package that it installs.

A machine that has more than the script asks for hides what the script forgets.
"""

from __future__ import annotations

import functools
import re
import shlex
import shutil
import subprocess
from collections.abc import Collection
from pathlib import Path

from groups import ENGINES, ROOT

RUN = ROOT / ".ci" / "run"
_INSTALLED = re.compile(r"^(?:.*\|\| )?need(?P<kind>_tex|_font|_library)? (?P<words>[^#\n]+)", re.MULTILINE)
KINDS = ("", "_tex", "_font", "_library")
_NAME = re.compile(r"[a-z0-9][a-z0-9.+-]+")


def installed(kind: str) -> dict[str, str]:
    """What the script looks for, each with the package that brings it.

    :param kind: one of ``KINDS``: programs, files of LaTeX, fonts, libraries.
    """
    found = _INSTALLED.finditer(RUN.read_text("utf-8"))
    pairs = (shlex.split(match["words"]) for match in found if (match["kind"] or "") == kind)
    return {words[0]: words[1] for words in pairs}


def strange(paths: Collection[Path]) -> dict[str, Path]:
    """Packages that the script does not install although a file of theirs was read, each with that file.

    :returns: none where no package manager says whose a file is, and of an engine that is not installed.
    """
    if not (RUN.is_file() and shutil.which("dpkg-query")) or any(path.stem in ENGINES for path in paths):
        return {}
    done = subprocess.run(
        ["dpkg-query", "--search", *map(str, paths)], capture_output=True, encoding="utf-8", check=False
    )  # which ends with 1 if a file is of no package: one that was made on this machine
    owners = (line.partition(": ") for line in done.stdout.splitlines())
    found = {owner.partition(":")[0]: Path(path) for owner, _, path in owners}
    named = {package for kind in KINDS for package in installed(kind).values()}
    return {owner: path for owner, path in found.items() if owner not in _with_needs(frozenset(named))}


@functools.cache
def _with_needs(packages: frozenset[str]) -> set[str]:
    """Packages with all that they depend on, and that depends on; what is only recommended is left out."""
    command = ["dpkg-query", "--show", "--showformat", "${Package}\t${Pre-Depends}, ${Depends}\n"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    lines = (line.partition("\t") for line in done.stdout.splitlines())
    needs = {name: _NAME.findall(re.sub(r"\([^)]*\)|:\w+", "", text)) for name, _, text in lines}
    found: set[str] = set()
    ahead = [*packages]
    while ahead:
        name = ahead.pop()
        if name not in found and name in needs:
            found.add(name)
            ahead += needs[name]
    return found
