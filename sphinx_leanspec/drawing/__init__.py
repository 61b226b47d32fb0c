"""Layout and SVG of graphs and charts; no Sphinx."""
