"""The catalogue of products and work, with standard marks and conversion factors, by body and version."""
