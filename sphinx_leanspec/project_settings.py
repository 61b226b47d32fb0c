"""What a site says of the projects that it shows beside its own."""

from __future__ import annotations

from dataclasses import dataclass

from .declared import option
from .reading.seam import Member, SpecLayout


@dataclass(frozen=True)
class ProjectSettings:
    """A project: one of ``root`` and ``needs_json`` says where it is."""

    name: str = option(
        "What references to its specs begin with, `api` in `api:012`, and so the addresses of its pages and "
        "the ids of its needs: lower-case letters, digits, single hyphens."
    )
    root: str = option(
        "Its folder, relative to the file that says so; it may be another repository, beside this one.",
        "",
        paths=True,
    )
    specs: str = option("Where its specs are in that folder. Found automatically if empty.", "")
    spec_files: list[str] = option(
        "Names of a spec's own file in its folder; those of the site if there are none.", factory=list
    )
    flat: bool = option("Treat files named `010-name.md` as specs, too.", False)
    dialects: list[str] = option(
        "The tools whose specs are looked for; found automatically where none is named.", factory=list
    )

    needs_json: str = option(
        "Of a project whose pages live elsewhere: what its site says of its needs, an address, or a file "
        "relative to the file that says so.",
        "",
        paths=True,
    )
    inventory: str = option(
        "The inventory of that site, `objects.inv`, an address or a file, where its pages have other "
        "addresses than `docname.html`.",
        "",
        paths=True,
    )
    base_url: str = option("The address of that site; the folder of `needs_json` if that is an address.", "")
    spec_type: str = option("The type of its needs that are specs, where its needs.json does not say.", "")

    def member(self, site: SpecLayout) -> Member:
        """Return what is known of it.

        :param site: how the specs of the site's own project lie.
        """
        files = tuple(self.spec_files) or site.files
        layout = SpecLayout(self.specs, self.flat or site.flat, files, tuple(self.dialects), site.exclude)
        return Member(
            self.name,
            self.root,
            layout,
            self.needs_json,
            self.inventory,
            self.base_url,
            self.spec_type,
        )
