"""The verdicts at the items of a checklist, on the page of their spec and wherever a part of it is shown."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ...model import Spec
from ..build import Build
from ..nodes.basic import leanspec_box
from ..nodes.medium import Medium
from ..nodes.verdicts import item_verdict, leanspec_verdict


def attach(build: Build, root: nodes.Element, medium: Medium) -> None:
    """Put its verdict at the end of each item below a node; boxes still have their ids."""
    if not build.site.corpus.offers_evidence:
        return
    checks = build.site.checks
    for box in list(root.findall(leanspec_box)):
        name = next((name for name in box["ids"] if name in checks), None)
        if name is None:
            continue
        spec, check = checks[name]
        if spec.offers_evidence and (
            shown := item_verdict(check, build.claims.of(spec.key, check.key), medium)
        ):
            last = box.parent[-1]
            if isinstance(last, nodes.Text):  # before the comment that offers the evidence, there is a space
                box.parent[-1] = nodes.Text(last.rstrip())
            box.parent += [nodes.Text(" "), shown]


def verdicts(build: Build, spec: Spec, medium: Medium) -> Iterator[leanspec_verdict]:
    """Return what :func:`attach` puts at the items of a spec, to be compared and not to be written."""
    if spec.offers_evidence:
        found = (item_verdict(check, build.claims.of(spec.key, check.key), medium) for check in spec.checks)
        yield from filter(None, found)
