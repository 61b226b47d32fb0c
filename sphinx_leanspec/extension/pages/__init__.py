"""Spec files as pages of the site, and how readers get from one to the next."""
