"""What people type about key tasks, cleaned; nothing here writes."""
