"""What of a need's fields fits in the fields of that name that a project has declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sphinx_needs.needs_schema import FieldSchema, TypeFieldsSchema

NO_ROOM: Final = object()
"""What goes into a field that has no room for a value."""

_FORMS: Final[Mapping[str, tuple[Callable[[Any], Any], ...]]] = {
    "string": (
        lambda value: value if isinstance(value, str) else None,
        lambda value: str(value) if isinstance(value, int) else None,
        lambda value: ", ".join(value) if isinstance(value, list) else None,
    ),
    "array": (
        lambda value: value if isinstance(value, list) else None,
        lambda value: [value] if isinstance(value, str) else None,
    ),
    "integer": (
        lambda value: value if isinstance(value, int) else None,
        lambda value: int(value) if isinstance(value, str) and value.isdecimal() else None,
    ),
}
"""How a text, a number or a list of texts is put into a field of each type, the first that will do."""


def fitted(schema: TypeFieldsSchema, fields: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Put values into the fields of a type of needs.

    :returns: each name and value, with what goes into the field.
    """
    for name, value in fields.items():
        yield name, value, _fitting(schema, name, value)


def _fitting(schema: TypeFieldsSchema, name: str, value: Any) -> Any:
    declared = schema.get_any_field(name)
    if declared is None or declared.derived or not schema.declares(name):
        return NO_ROOM
    if not isinstance(declared, FieldSchema):
        return value if isinstance(value, list) else NO_ROOM  # links
    if value is None:
        return None if declared.nullable else NO_ROOM
    forms = _FORMS.get("integer" if declared.type == "number" else declared.type, ())
    found = next((one for form in forms if (one := form(value)) is not None), None)
    return found if found is not None and declared.type_check(found) else NO_ROOM
