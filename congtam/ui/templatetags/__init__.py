"""The tags that draw the parts of pages."""
