"""How pages name specs and checks, where that leads, and what is wrong with it."""
