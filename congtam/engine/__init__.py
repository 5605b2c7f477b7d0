"""Applies dated law to recorded facts and says why. Plain Python: no web, no database, no clock."""
