"""A spec's body, from Markdown events to docutils nodes."""
