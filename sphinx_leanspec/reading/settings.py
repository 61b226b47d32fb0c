"""Where a project says what it chooses: its ``conf.py``, and the table ``[leanspec]`` of ``ubproject.toml``.

The latter is the file that tools around sphinx-needs share. Of the former is read what stands there as it is:
it is never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from . import boundary
from .project import FOLDERS

if TYPE_CHECKING:
    import ast

    from .toml_lines import KeyPath

NAME: Final = "ubproject.toml"
TABLE: Final = "leanspec"
PREFIX: Final = "leanspec_"
"""How the names of options begin in a ``conf.py``."""

CONFS: Final = (
    "conf.py",
    *(f"{folder}/{path}" for folder in FOLDERS for path in ("conf.py", "source/conf.py")),
    "source/conf.py",
)
"""Where a repository's own ``conf.py`` is looked for."""


class TomlTable(Struct, frozen=True):
    """What a file says.

    :param path: the file, None if there is none.
    :param values: what stands in the table, as TOML has it.
    :param lines: the line of each key in it, however deep.
    :param problem: why the file cannot be read, and the line where that shows.
    """

    path: Path | None = None
    values: Mapping[str, Any] = {}
    lines: Mapping[KeyPath, int] = {}
    problem: tuple[str, int] | None = None

    def line(self, path: KeyPath) -> int:
        """Return the line of a key, or of the nearest above it that has one."""
        found = (self.lines.get(path[:length]) for length in range(len(path), -1, -1))
        return next(filter(None, found), 1)


def find(folder: Path) -> Path | None:
    """Find the file of a project as sphinx-needs and its kin do: in a folder, or in the nearest above it.

    Nothing is looked for above a repository; where there is none, above a Python project.
    """
    return next((path for above in _within(folder) if (path := above / NAME).is_file()), None)


def find_for(start: Path) -> Path | None:
    """Find the file that a build of a repository would find: beside its ``conf.py`` or above that.

    :param start: the repository, or a folder in it.
    """
    conf, beside = _nearest(start)
    return find(conf.parent) if conf else beside


def conf_for(start: Path) -> Path | None:
    """Find the ``conf.py`` of the project that a folder belongs to; it may have none at the usual places."""
    return _nearest(start)[0]


def place_of(start: Path, option: str, name: str) -> tuple[Path | None, int]:
    """Return the file and line where a table of an option says a name; no file, if neither of ours does.

    It is asked for where something is wrong with what a table leads to, and looked up then.
    """
    for table in (read(find_for(start)), read_conf(conf_for(start), PREFIX)):
        entries = table.values.get(option)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict) and entry.get("name") == name:
                return table.path, table.line((option, number))
    return None, 1


def _nearest(start: Path) -> tuple[Path | None, Path | None]:
    """Return the ``conf.py``, or else the ``ubproject.toml``, of the nearest folder that has one."""
    for folder in _within(start):
        if conf := own_conf(folder):
            return conf, None
        if (folder / NAME).is_file():
            return None, folder / NAME
    return None, None


def own_conf(root: Path) -> Path | None:
    """Return a repository's own ``conf.py``, None if it has none at the usual places."""
    found = (path for name in CONFS if (path := root / name).is_file())
    return next((path for path in found if not boundary.leads_out(path.parent, root, is_top=True)), None)


def names_extension(conf: Path) -> bool:
    """Tell whether a ``conf.py`` names the extension; it is read, and not run."""
    return bool(re.search(r"""^[^#\n]*["']sphinx_leanspec["']""", _text(conf), re.MULTILINE))


def _text(conf: Path) -> str:
    try:
        return conf.read_text("utf-8", errors="replace")
    except OSError:  # Sphinx will say why
        return ""


def read_conf(conf: Path | None, prefix: str) -> TomlTable:
    """Read the options that a ``conf.py`` sets to a value that stands there; it is not run.

    :param prefix: how the names of options begin; they are returned without it.
    """
    text = _text(conf) if conf else ""
    if prefix not in text:
        return TomlTable()
    import ast  # here, as most have none

    values: dict[str, Any] = {}
    lines: dict[KeyPath, int] = {}
    try:
        statements = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # Python says why, in a build
        return TomlTable()
    for statement in statements:
        for name, value in _assigned(statement):
            if name.startswith(prefix):
                key = name.removeprefix(prefix)
                values.pop(key, None)
                with suppress(ValueError, TypeError, RecursionError):  # what is computed is not known here
                    values[key], lines[key,] = ast.literal_eval(value), statement.lineno
    return TomlTable(conf, values, lines)


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that a statement gives a value to, and what that is."""
    import ast

    if isinstance(statement, ast.Assign):
        yield from (
            (target.id, statement.value) for target in statement.targets if isinstance(target, ast.Name)
        )
    elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
        yield statement.target.id, statement.value


def read(path: Path | None) -> TomlTable:
    """Read the table of a file; a file that has none says nothing."""
    if path is None:
        return TomlTable()
    import tomllib  # here, as most projects have no such file

    from . import toml_lines

    try:
        text = boundary.read_settings(path)
        content = tomllib.loads(text)
        lines = toml_lines.lines(text) if TABLE in content else {}
    except (OSError, ValueError, RecursionError) as error:
        where = re.search(r"\(at line (\d+)", str(error))
        return TomlTable(path, problem=(str(error), int(where[1]) if where else 1))
    table = content.get(TABLE, {})
    if not isinstance(table, dict):
        return TomlTable(path, problem=(f"`{TABLE}` is no table", lines.get((TABLE,), 1)))
    own = {key[1:]: line for key, line in lines.items() if key[0] == TABLE}
    return TomlTable(path, table, own)


def _within(folder: Path) -> Iterator[Path]:
    """Yield a folder and those above it, as far as they belong to the same project."""
    folders = (folder.absolute(), *folder.absolute().parents)
    ends = (
        next((one for one in folders if (one / mark).exists()), None) for mark in (".git", "pyproject.toml")
    )
    end = next(filter(None, ends), None)
    for one in folders:
        yield one
        if one == end:
            return
