"""What a reader sees of specs, as plain data; the extension and the report draw it."""
