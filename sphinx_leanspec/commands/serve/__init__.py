"""The site of a repository while it is written: each page is shown as soon as its file is saved.

This process watches the files and serves the pages. Another one, begun as a user would begin Sphinx, keeps an
application in memory and writes them; whatever becomes of that one, this one goes on and says so.
"""

from .listening import CannotServeError
from .session import Edit, ServeRequest, serve

__all__ = ["CannotServeError", "Edit", "ServeRequest", "serve"]
