"""The specs of a site elsewhere, as its needs.json tells them: titles, statuses, and what they wait for.

The file is read by the library that sphinx-needs reads it with. Beyond its format our own needs.json says
which commit it was made of, and which type its needs have that are specs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

import ub_needs_exchange as exchange

from ..model import Place, Progress, Reference, Spec
from ..reading import Vocabularies
from ..reading.decoding import clean
from ..reading.keys import unique
from ..reading.members import named
from ..reading.project import identifier, parts
from .form import OWN, TYPE

SPECS: Final = "specs/"
"""Where the pages of specs are on a site of ours."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNT: Final = re.compile(r"[0-9]{1,9}")  # of thousands of digits Python makes no number
_LONGEST: Final = 300
_COMMIT: Final = re.compile(r"[0-9a-f]{7,64}")


class Oddity(NamedTuple):
    """Something that is wrong in a file that is read all the same.

    :param where: the first place in the file, as the names that lead there.
    :param message: what is wrong there, and what was made of it.
    :param others: how many other places have the same.
    """

    where: str
    message: str
    others: int = 0


class NeedsFile(NamedTuple):
    """What a needs.json holds of specs.

    :param commit: what it was made of, empty if it does not say.
    :param day: when that was committed, or else when the file was made, as 2026-01-31; empty if not said.
    :param oddities: what is wrong in it, each kind once.
    """

    specs: tuple[Spec, ...]
    commit: str = ""
    day: str = ""
    oddities: tuple[Oddity, ...] = ()


class NoNeedsError(Exception):
    """A file is no needs.json that can be read; the message says why."""


def read(data: bytes, name: str, kind: str, page_of: Callable[[str, str], str]) -> NeedsFile:
    """Read the specs of a needs.json.

    :param name: what the project is called here.
    :param kind: the type of its needs that are specs; empty for what the file says.
    :param page_of: makes the address of a need's page from its docname and its id.
    :raises NoNeedsError: if it cannot be read, or no need in it is a spec.
    """
    try:
        document = exchange.parse(data)
        version = document.select_version(None)
    except (exchange.ExchangeError, RecursionError, ValueError) as error:  # numbers of thousands of digits
        raise NoNeedsError(_said(str(error))) from error
    own = document.data.get(OWN)
    said: Mapping[str, Any] = own if isinstance(own, Mapping) else {}
    kind = kind or _text(said.get("spec_type")) or TYPE
    records = _of_type(version, kind)
    specs = tuple(_specs(records, name, page_of))
    if not specs:
        raise NoNeedsError(f"it has no need of the type `{kind}`")
    commit, day = _text(said.get("commit")), _text(said.get("day"))
    made = _text(version.data.get("created")) or _text(document.data.get("created"))
    day = next((found[0] for text in (day, made) if (found := _DAY.match(text))), "")
    told = [*version.diagnostics, *(one for record in records for one in record.diagnostics)]
    return NeedsFile(specs, commit if _COMMIT.fullmatch(commit) else "", day, tuple(_oddities(told)))


def _oddities(told: Iterable[exchange.Diagnostic]) -> Iterable[Oddity]:
    """Return what the reader has found, each kind once: one mistake of a writer is in every record."""
    kinds: dict[str, list[exchange.Diagnostic]] = {}
    for one in told:
        kinds.setdefault(one.code, []).append(one)
    for first, *others in kinds.values():
        yield Oddity(_said(first.path), _said(first.message), len(others))


def _said(text: str) -> str:
    """Return what the reader says in a line; it quotes names of the file, however long these are."""
    line = " ".join(clean(text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _of_type(version: exchange.Version, kind: str) -> list[exchange.Record]:
    """Return the records of a type; of most files they are the smallest part, so the others are not made."""
    usual = version.schema_defaults().get("type")
    needs = {
        key: need
        for key, need in version.data["needs"].items()
        if isinstance(need, Mapping) and need.get("type", usual) == kind
    }
    return replace(version, data={**version.data, "needs": needs}).records()


def _specs(
    records: Iterable[exchange.Record], name: str, page_of: Callable[[str, str], str]
) -> Iterable[Spec]:
    """Make specs of needs; those that this site itself has from elsewhere are left out."""
    found = [record for record in records if record.fields.get("is_external") is not True]
    keys: dict[str, int] = {}
    needs: dict[str, int] = {}
    places = [_place(record, name, page_of, keys, needs) for record in found]
    by_need = {record.key: place.key for record, place in zip(found, places, strict=True)}
    words = Vocabularies()
    return [_spec(record.fields, place, by_need, words) for record, place in zip(found, places, strict=True)]


def _place(
    record: exchange.Record,
    name: str,
    page_of: Callable[[str, str], str],
    keys: dict[str, int],
    needs: dict[str, int],
) -> Place:
    docname = _text(record.fields.get("docname"))
    is_ours, own_id = docname.startswith(SPECS), clean(record.key)
    key = unique(docname.removeprefix(SPECS) if is_ours else own_id, keys)
    own = key.rpartition("/")[2]
    number, slug = parts(own)
    need = unique(identifier(record.key), needs)
    page = page_of(docname, "" if is_ours else own_id)
    return named(name, Place(own, key, number, slug, need, "", page=page))


def _spec(fields: Mapping[str, Any], place: Place, by_need: Mapping[str, str], words: Vocabularies) -> Spec:
    status, priority = _text(fields.get("status")), _text(fields.get("priority"))
    title = _title(_text(fields.get("title")), place)
    parent = [*_linked(fields, "parent_spec", "parent", by_need), None][0]
    return Spec(
        place=place,
        title_source=title,
        title=title,
        status=words.status.read(status)[0] if status else None,
        status_written=status or None,
        priority=words.priority.read(priority)[0] if priority else None,
        tags=tuple(_texts(fields.get("tags"))),
        assignees=tuple(filter(None, (name.strip() for name in _text(fields.get("assignee")).split(",")))),
        created=_text(fields.get("created")) or None,
        updated=_text(fields.get("updated")) or None,
        completed=_text(fields.get("completed")) or None,
        depends_on=tuple(_linked(fields, "depends_on", "depends_on", by_need)),
        parent=parent,
        counted=_counted(fields.get("done"), fields.get("total")),
    )


def _title(written: str, place: Place) -> str:
    """Return a title without the number that needs of ours have before it."""
    text = written or place.id
    return text if place.number is None else text.removeprefix(f"{place.number:03} ") or text


def _linked(
    fields: Mapping[str, Any], name: str, field: str, by_need: Mapping[str, str]
) -> Iterable[Reference]:
    """Return what a need links to, as far as the same file has it."""
    return [Reference(field, by_need[one], 1) for one in _texts(fields.get(name)) if one in by_need]


def _counted(done: object, total: object) -> Progress | None:
    numbers = [int(text) for text in map(str, (done, total)) if _COUNT.fullmatch(text)]
    return Progress(min(numbers), numbers[1]) if len(numbers) == 2 else None


def _text(value: object) -> str:
    return clean(" ".join(value.split())) if isinstance(value, str) else ""


def _texts(value: object) -> list[str]:
    return [text for one in value if (text := _text(one))] if isinstance(value, list) else []
