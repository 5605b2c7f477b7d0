"""How days and numbers are typed and shown."""
