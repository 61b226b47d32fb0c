#!/usr/bin/env bash
# msgspec and mypy: a Struct passes for a dataclass when its types are checked, and is none when the program runs.
#
# version:   msgspec 0.22.0, mypy 2.4.1 --strict
# expected:  msgspec has replace(), asdict() and fields() of its own, as those of dataclasses want a dataclass. A record that
#            was a dataclass and is made a Struct is then a red line of mypy wherever one of the old three is left.
# behaviour: msgspec says by dataclass_transform that its classes are made like dataclasses; mypy takes that for being one
#            and finds nothing wrong, while each of the three raises TypeError.
# seen:
#   mypy: Success: no issues found in 1 source file
#   replace: TypeError
#   asdict: TypeError
#   fields: TypeError
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check msgspec==0.22.0 mypy==2.4.1

cat > probe.py <<'PY'
import dataclasses
from collections.abc import Callable

from msgspec import Struct


class Stop(Struct, frozen=True):
    name: str
    minutes: int = 0


def replaced() -> object:
    return dataclasses.replace(Stop("Pier"), minutes=4)


def as_dict() -> object:
    return dataclasses.asdict(Stop("Pier"))


def names() -> object:
    return [field.name for field in dataclasses.fields(Stop)]


def said(ask: Callable[[], object]) -> str:
    try:
        return f"{ask()}"
    except TypeError as error:
        return type(error).__name__


print("replace:", said(replaced))
print("asdict:", said(as_dict))
print("fields:", said(names))
PY
{
  echo "mypy: $(venv/bin/mypy --strict probe.py)"
  venv/bin/python probe.py
} | tee seen

cat > wanted <<'TEXT'
mypy: Success: no issues found in 1 source file
replace: TypeError
asdict: TypeError
fields: TypeError
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
