"""What a link can lead to within a page, as GitHub makes it: the headings, and the names that HTML gives.

GitHub takes the text of the finished page: what shows no letters there, such as a comment or a picture,
leaves nothing in an anchor but the spaces around it, and the number of a footnote is part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .slugs import Slugs

if TYPE_CHECKING:
    from .html import Tag

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Anchors:
    """Collects the anchors of a page, which has to be told of in the order of its text.

    A heading in HTML may begin in one block and end in another; the next heading ends it in any case.

    :ivar names: the anchors so far.
    :ivar is_open: whether a text to come is part of a heading.
    :ivar pictures: how many pictures are open, whose alternative text is no part of a heading.
    """

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.is_open = False
        self.pictures = 0
        self._slugs = Slugs()
        self._texts: list[str] = []
        self._notes: dict[str, int] = {}

    def begin(self) -> None:
        """Begin a heading; one in HTML that is still open has to be ended before."""
        self.is_open = True
        self._texts = []

    def add(self, text: str) -> None:
        """Add a text to the heading that is open, if there is one."""
        if self.is_open and not self.pictures:
            self._texts.append(text)

    def note(self, label: str) -> int:
        """Take a reference to a footnote.

        :returns: the number of the footnote: they are numbered as they are referred to.
        """
        number = self._notes.setdefault(" ".join(label.lower().split()), len(self._notes) + 1)
        self.add(str(number))
        return number

    def tag(self, tag: Tag) -> str:
        """Take a tag of HTML.

        :returns: the anchor of the heading in HTML that ends with it, empty if none does.
        """
        self.names.update(tag.anchors)
        if tag.name not in HEADINGS:
            return ""
        ended = self.end()
        if not tag.closing:
            self.begin()
        return ended

    def end(self) -> str:
        """End the heading that is open.

        :returns: its anchor, empty if none is open, or nothing in it makes one.
        """
        if not self.is_open:
            return ""
        self.is_open = False
        slug = self._slugs.add("".join(self._texts))
        if slug:
            self.names.add(slug)
        return slug
