"""What people fill in about catalogues, plans and targets."""
