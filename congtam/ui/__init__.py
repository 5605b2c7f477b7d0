"""How things look: tokens, parts of pages, and the tags that draw them."""
