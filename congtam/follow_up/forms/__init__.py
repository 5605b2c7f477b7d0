"""What people type about what is chased, cleaned; nothing here writes."""
