"""A project whose pages live elsewhere, read from what its site publishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from urllib.parse import quote

import ub_needs_exchange as exchange

from ..findings import Finding
from ..reading.cache import code
from ..reading.library import Library
from ..reading.seam import Elsewhere, is_address
from ..wording import counted
from . import inventory, records
from .copies import NoCopyError, SiteCopy, copy_of
from .edition import Edition
from .inventory import NoInventoryError
from .records import NeedsFile, NoNeedsError, Oddity


def read(known: Elsewhere, library: Library) -> Edition:
    """Read a project from what its site publishes, or has published when it was read last.

    :param library: keeps what was made of it.
    """
    site = f"{(known.base_url or _above(known.needs_json)).rstrip('/')}/"
    findings: list[Finding] = []

    def tell(what: str, why: str, done: str) -> None:
        message = f"`{what}` of the project `{known.name}` cannot be read: {why}; {done}"
        fix = f"correct `{what}`, or see that the site is there"
        findings.append(Finding(known.path, known.line, "config", message, fix))

    def copy(what: str, place: str) -> SiteCopy | None:
        try:
            found = copy_of(place)
        except NoCopyError as error:
            tell(what, str(error), "nothing is known of it" if what == "needs_json" else "it was left out")
            return None
        if found.problem:
            tell(what, found.problem, f"what was read on {found.day} was taken")
        return found

    needs = copy("needs_json", known.needs_json)
    addresses = _addresses(known, copy, tell) if needs else {}
    if needs is None:
        return Edition(known.name, site, findings=tuple(findings))
    held = sha256(needs.data).hexdigest()
    told = repr((known.name, site, known.spec_type, addresses, held, exchange.__version__, _code()))
    try:
        found = library.kept(
            "elsewhere",
            told,
            NeedsFile,
            lambda: records.read(needs.data, known.name, known.spec_type, _pages(site, addresses)),
        )
    except NoNeedsError as error:
        tell("needs_json", str(error), "nothing is known of it")
        return Edition(known.name, site, day=needs.day, findings=tuple(findings))
    findings += (_odd(known, one) for one in found.oddities)
    return Edition(
        known.name, site, found.commit, found.day, needs.day, found.specs, findings=tuple(findings)
    )


def _odd(known: Elsewhere, oddity: Oddity) -> Finding:
    """Tell what is wrong in a file that is read all the same, where the configuration names it."""
    more = f", and {counted(oddity.others, 'other')} like it" if oddity.others else ""
    message = f"`needs_json` of the project `{known.name}`, at `{oddity.where}`{more}: {oddity.message}"
    return Finding(known.path, known.line, "config", message, "correct it where that file is made")


def _code() -> bytes:
    """Return a digest of the code that makes specs of needs: what other code has made is made anew."""
    return code(records.__file__, inventory.__file__, __file__)


def _above(needs_json: str) -> str:
    """Return the address of the site whose needs.json lies at its top."""
    return needs_json.rpartition("/")[0] if is_address(needs_json) else ""


def _addresses(
    known: Elsewhere,
    copy: Callable[[str, str], SiteCopy | None],
    tell: Callable[[str, str, str], None],
) -> Mapping[str, str]:
    """Return the address of each page, as the site's inventory has it; nothing where none is named."""
    found = copy("inventory", known.inventory) if known.inventory else None
    if found is None:
        return {}
    try:
        return inventory.pages(found.data)
    except NoInventoryError as error:
        tell("inventory", str(error), "it was left out")
        return {}


def _pages(site: str, addresses: Mapping[str, str]) -> Callable[[str, str], str]:
    """Return what makes the address of a need's page."""

    def page_of(docname: str, need_id: str) -> str:
        path = addresses.get(docname) or (f"{quote(docname)}.html" if docname else "")
        return f"{site}{path}" + (f"#{quote(need_id)}" if need_id and "#" not in path else "")

    return page_of
