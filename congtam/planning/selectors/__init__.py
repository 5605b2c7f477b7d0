"""Reads of planning."""

from congtam.planning.selectors.catalogue import catalogue_on, products_of

__all__ = ["catalogue_on", "products_of"]
