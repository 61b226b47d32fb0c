"""Projects whose pages live elsewhere: what is known of them, and of when that is.

Links into another site go stale when that changes and nobody reads it again. So each of them says the commit
that its site was made of, and the day on which that was read.
"""

from __future__ import annotations

from msgspec import Struct, field

from ..findings import Finding
from ..model import Spec


class Edition(Struct, frozen=True):
    """What is known of a project whose pages live elsewhere.

    :param site: the address of its site, with a slash at its end.
    :param commit: what that was made of, empty if it does not say.
    :param made: when that was committed, or the site made, as 2026-01-31; empty if it does not say.
    :param day: when it was read.
    """

    name: str
    site: str
    commit: str = ""
    made: str = ""
    day: str = ""
    specs: tuple[Spec, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
