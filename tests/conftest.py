"""Nothing but the plugins beside this file. ``groups`` first: the others import it."""

pytest_plugins = ["groups", "building", "browsing", "pytester"]
