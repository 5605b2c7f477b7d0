"""Questions about what is chased. Nothing here writes or reads the clock."""
