"""The references into code that documents already have: found, held against releases, and mended.

``spellings`` reads a line, ``pages`` what stands around it, ``files`` and ``meeting`` hold it against a
source, and ``patch`` makes a role of it.
"""
