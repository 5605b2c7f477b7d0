"""Excel that follow-up reads and writes."""
