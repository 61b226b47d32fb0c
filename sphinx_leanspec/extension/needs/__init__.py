"""Records as sphinx-needs objects: types, fields, links, and the needs themselves.

The only package that imports sphinx-needs. It keeps to ``sphinx_needs.api`` but for four things:

- A need that has no node of its own, as its page already shows it, is stored with
  ``SphinxNeedsData(env).add_need``, which ``sphinx_needs.api.add_need`` itself calls; it would lay a node
  into the page, and take it out again, for every item of every checklist: half as much again.
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
from .making import Made, clashes, drop_lost_links, judge, keep_only, make_doc, make_spec, store
from .showing import all_stored, ids, is_of_needs, list_flows, matching_specs, shown, stored

__all__ = [
    "Hearing",
    "Made",
    "all_stored",
    "clashes",
    "declare_fields",
    "declare_links",
    "declare_types",
    "drop_lost_links",
    "ids",
    "is_of_needs",
    "judge",
    "keep_only",
    "list_flows",
    "make_doc",
    "make_spec",
    "matching_specs",
    "set_defaults",
    "shown",
    "spare_catalogs",
    "store",
    "stored",
    "tell",
]
