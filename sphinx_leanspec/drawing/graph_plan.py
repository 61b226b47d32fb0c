"""A diagram before it is known where its boxes go: what they say, and what leads where."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from msgspec import Struct

from .graph_layout import Layouts, Sketch
from .graph_svg import Label, Name, Picture, TextLine, box_size


class GraphPlan(Struct, frozen=True):
    """What a diagram shows.

    :param clusters: the boxes in each frame, by their place in the list of labels.
    :param names: what the frames are called.
    """

    labels: tuple[Label, ...]
    lines: tuple[TextLine, ...]
    clusters: tuple[tuple[int, ...], ...] = ()
    names: tuple[Name, ...] = ()

    def laid_out(self, layouts: Layouts, commands: Iterable[str], column: float = inf) -> Picture:
        """Put everything in its place; see :func:`~.graph_layout.lay_out`.

        :raises NoLayoutError: if no command works.
        """
        edges = tuple((line.tail, line.head) for line in self.lines)
        sketch = Sketch(len(self.labels), box_size(self.labels), edges, self.clusters)
        layout = layouts.lay_out(sketch, commands, column)
        return Picture(self.labels, self.lines, sketch.box, layout, self.names)
