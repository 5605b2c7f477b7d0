"""Pages of key tasks."""
