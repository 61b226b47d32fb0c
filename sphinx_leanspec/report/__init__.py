"""Records and findings into the formats that people and machines read."""
