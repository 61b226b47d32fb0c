"""A project that writes down what Sphinx, MyST-Parser and sphinx-needs do, for tests of what is relied on."""

from __future__ import annotations

from samples import spec

CONF = """\
import json
import pathlib
import zlib

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from docutils.writers.html5_polyglot import Writer
from sphinx import addnodes
from sphinx.util.inventory import InventoryFile

extensions = ["sphinx_leanspec", "sphinx.ext.intersphinx"]
html_theme = "basic"
myst_heading_anchors = 2
needs_flow_engine = "graphviz"
facts = {}


def name(handler):
    return f"{handler.__module__}.{getattr(handler, '__qualname__', type(handler).__name__)}"


def on_read(app, doctree):
    if app.env.docname == "plain":
        facts["links"] = [dict(node.attributes) for node in doctree.findall(addnodes.pending_xref)]
    if app.env.docname == "index":
        toctree = next(doctree.findall(addnodes.toctree))
        facts["toctree"] = dict(toctree.attributes)
        for node in doctree.findall():
            if type(node).__name__ == "NeedflowGraphiz":
                facts["needflow"] = sorted(node.attributes)
            if type(node).__name__ == "NeedRef":
                facts["need reference"] = node["reftarget"]


def on_updated(app, env):
    facts["listeners"] = {
        event: [(one.priority, name(one.handler)) for one in found]
        for event, found in app.events.listeners.items()
    }
    facts["contents"] = [node["includefiles"] for node in env.tocs["index"].findall(addnodes.toctree)]
    facts["includes"] = env.toctree_includes
    facts["rebuild"] = {page: sorted(found) for page, found in env.files_to_rebuild.items()}
    facts["relations"] = env.collect_relations()
    facts["slugs"] = env.metadata["plain"]["myst_slugs"]
    facts["front matter"] = env.metadata["plain"].get("specs")


def on_page(app, pagename, templatename, context, doctree):
    if pagename == "plain":
        facts["page"] = sorted(context)


def inventory(path):
    *head, lines = path.read_bytes().split(b"\\n", 4)
    return [*(line.decode() for line in head), zlib.decompress(lines).decode()]


def on_finished(app, exception):
    settings = get_default_settings(Writer)
    for option, value in app.env.settings.items():
        setattr(settings, option, value)
    page = new_document("page", settings)
    writer = app.builder.create_translator(page, app.builder)
    link = nodes.reference("", "text", refuri="x.html")
    nodes.paragraph("", "", link)
    writer.visit_reference(link)
    facts["reference"] = writer.body
    index = pathlib.Path(app.outdir, "searchindex.js").read_text("utf-8")
    facts["search"] = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    facts["indexer"] = [hasattr(app.builder.indexer_format, way) for way in ("load", "dump")]
    theirs = pathlib.Path(app.outdir, "theirs.inv")
    InventoryFile.dump(theirs, app.env, app.builder)
    facts["inventories"] = [inventory(theirs), inventory(theirs.with_name("objects.inv"))]
    facts["has search"] = app.builder.search
    text = json.dumps(facts, default=str)
    pathlib.Path(app.outdir, "facts.json").write_text(text, "utf-8")


def setup(app):
    app.connect("doctree-read", on_read, priority=1)
    app.connect("env-updated", on_updated, priority=1)
    app.connect("html-page-context", on_page)
    app.connect("build-finished", on_finished)
"""
INDEX = """\
# Project

```{toctree}
plain
specs/index
```

```{needflow}
```

{need}`SPEC_001`
"""
PLAIN = """\
---
specs: [1]
---

# Plain

## A heading

[out](nowhere.md), [in](index.md), [here](#a-heading)
"""
PROJECT = {
    "conf.py": CONF,
    "index.md": INDEX,
    "plain.md": PLAIN,
    "specs/001-lamp/README.md": spec("Lamp", body="- [ ] lit\n"),
}
