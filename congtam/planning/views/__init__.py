"""Pages of catalogues, plans, the work of the body and its targets."""
