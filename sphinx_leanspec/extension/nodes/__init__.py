"""Our docutils nodes, their visitors, and the parts that views share."""
