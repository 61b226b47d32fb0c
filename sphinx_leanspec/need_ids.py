"""How the ids of needs are spelled: ``SPEC_013`` as it is, or as another project's pattern asks for them."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

EXAMPLE: Final = "SPEC_013"
FORM: Final = re.compile(r"(?P<prefix>(?:[A-Za-z][A-Za-z0-9_-]*)?)(?P<word>SPEC|spec)(?P<joint>[_-])013")
"""What spells it."""


class NeedSpelling(Struct, frozen=True, array_like=True):
    """A way to spell ids: what they begin with, what stands between their words, and their case."""

    prefix: str = ""
    joint: str = "_"
    is_lower: bool = False

    @classmethod
    def of(cls, example: str) -> NeedSpelling | None:
        """Read a spelling from how it spells ``SPEC_013``, None if that is no spelling of it."""
        found = FORM.fullmatch(example)
        return found and cls(found["prefix"], found["joint"], found["word"].islower())

    def example(self) -> str:
        """Return how ``SPEC_013`` is spelled."""
        return self.spell(EXAMPLE)

    def spell(self, name: str) -> str:
        """Return an id of capital letters, digits and underscores as it is spelled."""
        words = name.replace("_", self.joint)
        return self.prefix + (words.lower() if self.is_lower else words)

    def extend(self, need_id: str, words: str) -> str:
        """Return an id that is spelled already with further words behind it, ``_C_1A2B3C``."""
        return need_id + self.spell(words).removeprefix(self.prefix)

    def read(self, text: str) -> str | None:
        """Return what a text spells in capital letters, digits and underscores; None if it spells nothing."""
        if not text.startswith(self.prefix):
            return None
        name = text.removeprefix(self.prefix).replace(self.joint, "_").upper()
        return name if self.spell(name) == text else None


USUAL: Final = NeedSpelling()
"""As they are."""
