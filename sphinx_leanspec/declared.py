"""How an option is declared, and what is wrong with a value that somebody gave it.

An option is a field of a frozen dataclass. It takes a truth value, a number, a text, a list or a dict of
texts; or a list of tables, the fields of which are declared in the same way by a dataclass of their own.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from .reading.boundary import can_exist
from .wording import did_you_mean

if TYPE_CHECKING:
    from .reading.toml_lines import KeyPath

Declared = TypeVar("Declared")


class Mistake(NamedTuple):
    """Something that is wrong with a value.

    :param where: the keys that lead to it.
    :param message: what is wrong, and what was done about it.
    """

    where: KeyPath
    message: str
    fix: str


def option(
    help_: str,
    default: Any = MISSING,
    *,
    factory: Any = MISSING,
    keys: tuple[str, ...] = (),
    values: tuple[str, ...] = (),
    paths: bool = False,
    table: type | None = None,
    short: str = "",
    form: re.Pattern[str] | None = None,
) -> Any:
    """Declare an option; without a default it is a text that has to be given.

    :param keys: the keys that a dict may have, none for any.
    :param values: the values that a text, or a dict, may have, none for any.
    :param paths: whether it holds paths, relative to the file it is set in.
    :param table: of a list of tables, the dataclass that declares the fields of each.
    :param form: how a text has to be written, as its default is.
    :param short: the field that a text stands for where it is written in place of such a table.
    """
    metadata = {
        "help": help_,
        "keys": keys,
        "values": values,
        "paths": paths,
        "table": table,
        "short": short,
        "form": form,
    }
    return field(default=default, default_factory=factory, metadata=metadata)


def options_of(declared: type) -> Mapping[str, Field[Any]]:
    """Return the options of a dataclass by their names."""
    return {found.name: found for found in fields(declared)}


def default(option: Field[Any]) -> Any:
    """Return what an option is where nobody says anything; None where somebody has to."""
    if option.default_factory is not MISSING:
        return option.default_factory()
    return None if option.default is MISSING else option.default


def kind(option: Field[Any]) -> str:
    """Return in words what an option takes."""
    keys, values = option.metadata["keys"], option.metadata["values"]
    if option.metadata["table"]:
        return "list of texts or tables" if option.metadata["short"] else "list of tables"
    usual = "" if default(option) is None else default(option)
    names = {bool: "bool", int: "number from 0 on", str: "text", list: "list of texts", dict: "dict of texts"}
    name = names[type(usual)]
    if option.metadata["form"]:
        name += f" like {usual!r}"
    if values:
        name = f"{'dict' if isinstance(usual, dict) else 'one'} of {', '.join(values)}"
    return name + (f" under {', '.join(keys)}" if keys else "")


def sound(
    declared: type, values: Mapping[str, Any], name: str = "`{}`"
) -> tuple[dict[str, Any], list[Mistake]]:
    """Tell what is sound among values from what is not, which is left out.

    :param values: what somebody chose, by name.
    :param name: how an option is named in messages.
    """
    known = options_of(declared)
    kept: dict[str, Any] = {}
    wrong: list[Mistake] = []
    for key, value in values.items():
        shown = name.format(key)
        if key not in known:
            wrong.append(Mistake((key,), f"there is no option {shown}", _nearest(key, known)))
        elif known[key].metadata["table"] and isinstance(value, list | tuple):
            entries, mistakes = _tables(known[key], value, shown)
            kept[key] = entries
            wrong += mistakes
        elif not _is_sound(known[key], value):
            wrong.append(Mistake((key,), f"{shown} {_mistaken(known[key], value)}", "correct it"))
        elif known[key].metadata["paths"] and not all(map(can_exist, paths_of(value))):
            done = f"the default {default(known[key])!r} was taken"
            wrong.append(Mistake((key,), f"{shown} is a path that no file can have; {done}", "correct it"))
        else:
            kept[key] = value
    return kept, wrong


def moved(declared: type, values: Mapping[str, Any], start: Path, folder: Path) -> dict[str, Any]:
    """Return sound values with their paths as seen from another folder.

    :param start: the folder from which they are seen now.
    """
    known = options_of(declared)

    def changed(found: Field[Any], value: Any) -> Any:
        if table := found.metadata["table"]:
            return [moved(table, entry, start, folder) for entry in value]
        return _moved(value, start, folder) if found.metadata["paths"] else value

    return {name: changed(known[name], value) for name, value in values.items()}


def made(declared: type[Declared], values: Mapping[str, Any]) -> Declared:
    """Make a record of sound values, and of each table in them one of its own."""
    known = options_of(declared)
    parts = {
        name: [made(table, entry) for entry in value] if (table := known[name].metadata["table"]) else value
        for name, value in values.items()
    }
    return declared(**parts)


def paths_of(value: str | Mapping[str, str] | list[str]) -> Iterable[str]:
    """Return the paths that the value of an option holds."""
    return (value,) if isinstance(value, str) else value.values() if isinstance(value, Mapping) else value


def _tables(
    option: Field[Any], entries: list[Any] | tuple[Any, ...], shown: str
) -> tuple[list[dict[str, Any]], list[Mistake]]:
    """Tell what is sound in a list of tables; one that lacks what has to be given is left out."""
    table = option.metadata["table"]
    kept: list[dict[str, Any]] = []
    wrong: list[Mistake] = []
    for number, entry in enumerate(entries):
        where = (option.name, number)
        if option.metadata["short"] and isinstance(entry, str):
            entry = {option.metadata["short"]: entry}  # noqa: PLW2901 - from here on there is no difference
        if not isinstance(entry, Mapping):
            message = f"an entry of {shown} is {_shown(entry)}, not a table; it was left out"
            wrong.append(Mistake(where, message, "correct it"))
            continue
        values, mistakes = sound(table, entry, f"`{{}}` of {shown}")
        wrong += (found._replace(where=(*where, *found.where)) for found in mistakes)
        lacking = [name for name in _required(table) if name not in entry]
        if lacking:
            names = ", ".join(f"`{name}`" for name in lacking)
            wrong.append(Mistake(where, f"an entry of {shown} has no {names}; it was left out", "write it"))
        if values.keys() >= {*_required(table)}:
            kept.append(values)
    return kept, wrong


def _required(declared: type) -> Iterator[str]:
    return (name for name, found in options_of(declared).items() if default(found) is None)


def _mistaken(option: Field[Any], value: object) -> str:
    usual, wanted = default(option), kind(option)
    said = f"is {_shown(value)}, not {wanted if wanted.startswith('one of') else f'a {wanted}'}"
    done = "its entry was left out" if usual is None else f"the default {usual!r} was taken"
    return f"{said}; {done}"


def _shown(value: object) -> str:
    try:
        return repr(value)
    except ValueError:  # Python writes no number of thousands of digits
        return "a number of thousands of digits"


def _is_sound(option: Field[Any], value: object) -> bool:
    """Tell whether a number counts, and what holds others holds texts, known ones if they are few."""
    keys, values = option.metadata["keys"], option.metadata["values"]
    usual = "" if default(option) is None else default(option)
    if not isinstance(value, type(usual)) or option.metadata["table"]:
        return False
    if isinstance(value, int):
        return isinstance(value, bool) == isinstance(usual, bool) and 0 <= value <= sys.maxsize
    if isinstance(value, Mapping):
        if not all(isinstance(part, str) for pair in value.items() for part in pair):
            return False
        return (not keys or value.keys() <= {*keys}) and (not values or {*value.values()} <= {*values})
    if isinstance(value, list):
        return all(isinstance(part, str) for part in value)
    form: re.Pattern[str] | None = option.metadata["form"]
    return (not values or value in values) and (not form or bool(form.fullmatch(value)))


def _nearest(name: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches

    return did_you_mean(get_close_matches(name.removeprefix("leanspec_"), known, 1)) or "remove it"


def _moved(value: Any, start: Path, folder: Path) -> Any:
    if isinstance(value, dict):
        return {name: _moved(path, start, folder) for name, path in value.items()}
    if "://" in value:  # an address, which is the same wherever it is seen from
        return value
    return value and os.path.relpath(start / value, folder.absolute()).replace(os.sep, "/")
