"""One application of Sphinx, kept in memory for ``sphinx-leanspec serve``.

What Sphinx means to do once, it does once here, too: in a process of its own. The application that is kept
only reads. As soon as all is read, it forks; the fork goes on with the build as any build does (resolves,
writes, finishes), and ends with it. So needs that are linked and frozen, doctrees that are resolved and
indexes that are completed are never in the way of the next edit, and a fork that the next edit overtakes is
just ended. Before that, another fork writes the page that was edited, and that alone: nobody has to undo what
it took for granted.

What it is told and what it tells are lines of JSON; see :mod:`.channel`.
"""
