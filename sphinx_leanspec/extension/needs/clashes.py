"""Where needs of specs meet what a project asks of needs: told once per cause, with count, place and cure.

A clash is kept as plain data, so that any process can note it, and is put into words when all are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ...need_ids import NeedSpelling
from ...wording import counted
from ..config import PREFIX
from ..warnings import WarningCode, warn

if TYPE_CHECKING:
    from sphinx.config import Config

    from ..config import Options
    from ..site import Site

Kind = Literal["field", "id", "log", "refused", "schema", "taken", "type", "warning"]

TYPES: Final = ("spec_type", "check_type", "requirement_type", "doc_type")
"""The options that name the types of needs."""

_FIXES: Final[Mapping[str, str]] = {
    "needs.constraint": "where specs are not meant, give it by a predicate, `type not in {}`, and not to all",
    "needs.link_outgoing": "see why those are not there",
    "needs.link_target_type": "name the types of ours in its target_types, {}",
}
"""How to mend what sphinx-needs says, by the type of its warning."""

_NOT_NULLABLE: Final = re.compile(r"Field '(?P<field>[^']+)' is not nullable")
_ENUM: Final = re.compile(r'"?(?P<value>.*?)"? is not one of ', re.DOTALL)
"""What a schema says of a value that it does not list."""
_SHOWN: Final = 10
"""How many values a message shows, of those that meet something."""


class Clash(NamedTuple):
    """One need of a spec, or of a page that covers specs, that meets something.

    :param subject: what it meets: a field, a pattern, a rule; all that meet the same are told together.
    :param place: its file and line, absolute.
    :param value: what of it does so.
    """

    kind: Kind
    subject: str
    need_id: str
    place: tuple[str, int]
    value: str = ""


class _Cause(NamedTuple):
    """What several needs meet, and those that do."""

    config: Config
    site: Site
    subject: str
    found: Sequence[Clash]

    @property
    def own_types(self) -> list[str]:
        """The types of our needs."""
        return [getattr(self.site.options, name) for name in types(self.site.options)]

    @property
    def values(self) -> str:
        """What of the needs meets it, the first few of these."""
        values = (_ENUM.match(clash.value) or clash.value for clash in self.found if clash.value)
        found = list(dict.fromkeys(one if isinstance(one, str) else one["value"] for one in values))
        shown = ", ".join(f"`{value}`" for value in found[:_SHOWN])
        return f"{shown} and {len(found) - _SHOWN} more" if len(found) > _SHOWN else shown


class _Wording(NamedTuple):
    """How a cause is told: what there is, what it does to so many needs, how to mend it."""

    code: WarningCode
    cause: str
    effect: str
    fix: str


def types(options: Options) -> list[str]:
    """Return the options that name the types of needs there can be."""
    return [name for name in TYPES if options.requirement_needs or name != "requirement_type"]


def tell(config: Config, site: Site, clashes: Iterable[Clash]) -> None:
    """Warn once of each cause."""
    causes: dict[tuple[Kind, str], list[Clash]] = {}
    for clash in sorted({*clashes}, key=lambda one: (one.place, one[1:])):
        causes.setdefault((clash.kind, clash.subject), []).append(clash)
    for (kind, subject), found in sorted(causes.items(), key=lambda cause: cause[0]):
        said = _WORDINGS[kind](_Cause(config, site, subject, found))
        count = counted(len({clash.need_id for clash in found}), "need")
        message = f"{said.cause}: {said.effect} {count} of specs, first {found[0].need_id}"
        path, line = found[0].place
        warn(said.code, message, location=f"{path}:{line}", fix=said.fix)


def _type(cause: _Cause) -> _Wording:
    name = cause.subject
    option = next(PREFIX + one for one in TYPES if getattr(cause.site.options, one) == name)
    fix = f"name another one in {option}, or {name!r} there if that is meant"
    return _Wording("shared", f"`{name}` is a type of the project's own needs, too", "joined by", fix)


def _field(cause: _Cause) -> _Wording:
    what = f"`{cause.subject}`, as the project declares it, has no room for {cause.values}"
    fix = "let it hold that for them, too, or suppress this if it is not wanted"
    return _Wording("shared", what, "lacking in", fix)


def _id(cause: _Cause) -> _Wording:
    """Tell how ids come to fit a pattern: by another spelling, if there is one, else by a wider pattern."""
    pattern, spelling = cause.subject, cause.site.spelling
    names = [spelling.read(clash.need_id) or clash.need_id for clash in cause.found]
    literal = re.match(r"\^?\(?(?:\?:)?([A-Za-z]+[_-])", pattern)
    fits = (
        other
        for start in ("", literal[1] if literal else "")
        for other in (NeedSpelling(start, joint, lower) for joint in "_-" for lower in (False, True))
        if all(re.match(pattern, other.spell(name)) for name in names)
    )
    if found := next(fits, None):
        fix = f"set {PREFIX}need_id = {found.example()!r}"
    else:
        words = "|".join(sorted({re.split("[_-]", clash.need_id)[0] for clash in cause.found}))
        wider = f"(?:{pattern})|(?:{words})[_-]"
        fix = f"let it take them, too: needs_id_regex = {wider!r}"
    return _Wording("need", f"needs_id_regex {pattern!r} refuses their ids", "this leaves out", fix)


def _taken(cause: _Cause) -> _Wording:
    spelling = cause.site.spelling
    other = NeedSpelling(f"LS{spelling.joint}{spelling.prefix}", spelling.joint, spelling.is_lower)
    fix = f"spell ours otherwise, {PREFIX}need_id = {other.example()!r} say"
    return _Wording("need", f"their ids are taken, by needs of {cause.values}", "this leaves out", fix)


def _refused(cause: _Cause) -> _Wording:
    fix = "correct what declares it"
    if missing := _NOT_NULLABLE.search(cause.subject):
        predicates = f'"predicates": [("type in {cause.own_types}", …)]'
        fix = f"give it a value for them in needs_fields, {missing['field']!r}: {{{predicates}}}"
    return _Wording("need", f"sphinx-needs says: {cause.subject.rstrip('.')}", "this leaves out", fix)


def _schema(cause: _Cause) -> _Wording:
    """Tell of a schema; the subject is the path of the rule in it, as sphinx-needs writes that."""
    name, _, rule = cause.subject.partition(" > ")
    if name in ("fields", "links"):
        field = rule.removeprefix("schema > properties > ").partition(" > ")[0]
        deprecated: Mapping[str, str] = {"status": "needs_statuses", "tags": "needs_tags"}
        option = deprecated.get(field, "")
        where = option if option and getattr(cause.config, option) else f"needs_{name}"
        what = f"`{field}` in {where} allows no {cause.values}"
        return _Wording("demand", what, "found in", "allow it there, too")
    own = cause.own_types
    others = [kind["directive"] for kind in cause.config.needs_types if kind["directive"] not in own]
    select = f'"select": {{"properties": {{"type": {{"enum": {others}}}}}}}'.replace("'", '"')
    what = f"the schema `{name}` asks for something else, {cause.values}"
    return _Wording("demand", what, "not so in", f"say in it which types it is for, {select}")


def _warning(cause: _Cause) -> _Wording:
    fix = f"where specs are not meant, end the filter with `and type not in {cause.own_types}`"
    return _Wording("demand", f"`{cause.subject}` of needs_warnings", "this finds", fix)


def _log(cause: _Cause) -> _Wording:
    code = cause.subject.rpartition("[")[2].rstrip("]")
    fix = _FIXES.get(code, "correct what declares it")
    return _Wording("demand", f"sphinx-needs says: {cause.subject}", "said of", fix.format(cause.own_types))


_WORDINGS: Final[Mapping[Kind, Callable[[_Cause], _Wording]]] = {
    "field": _field,
    "id": _id,
    "log": _log,
    "refused": _refused,
    "schema": _schema,
    "taken": _taken,
    "type": _type,
    "warning": _warning,
}
