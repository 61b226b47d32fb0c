"""The code that documents talk about: where it is, what it defines, and how it changes.

Nothing of a source is imported, installed or run; and nothing here knows of Sphinx. A build asks the lock
alone, see :class:`Lock`: only the commands read the sources themselves.
"""
