"""Records as sphinx-needs objects: types, fields, links, and the needs themselves.

The only package that imports sphinx-needs. It keeps to ``sphinx_needs.api`` but for these things:

- A need that has no node of its own, as its page already shows it, is put among all needs by
  :mod:`.keeping`; ``sphinx_needs.api.add_need`` would lay a node into the page, and take it out again, for
  every item of every checklist: half as much again.
- Where that comes to the same, :mod:`.linking` has needs linked and validated only if they are others than
  they were, and :mod:`.exporting` has each of them written by ``NeedsList``.
- ``generate_need`` asks for the configuration and schema objects that ``NeedsSphinxConfig`` and
  ``SphinxNeedsData`` hold, and the API offers no other way to them.
- A view's ``:filter:`` is evaluated by ``filter_needs_view``, as sphinx-needs' own directives do.
- A needflow is known by its node, and what it shows by ``process_filters`` and ``apply_max_items``, as
  sphinx-needs' own builders of it do; it draws with Graphviz in HTML only.
"""

from .clashes import tell
from .declaring import (
    declare_fields,
    declare_links,
    declare_types,
    set_defaults,
    spare_catalogs,
)
from .hearing import Hearing
from .keeping import PageNeeds, clashes, pack, store, store_again
from .linking import Linking, put_off
from .making import keep_only, make_doc, make_spec
from .showing import all_stored, ids, is_of_needs, list_flows, matching_specs, shown, stored

__all__ = [
    "Hearing",
    "Linking",
    "PageNeeds",
    "all_stored",
    "clashes",
    "declare_fields",
    "declare_links",
    "declare_types",
    "ids",
    "is_of_needs",
    "keep_only",
    "list_flows",
    "make_doc",
    "make_spec",
    "matching_specs",
    "pack",
    "put_off",
    "set_defaults",
    "shown",
    "spare_catalogs",
    "store",
    "store_again",
    "stored",
    "tell",
]
