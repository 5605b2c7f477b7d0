"""The fictional province to look around in and to measure with."""
