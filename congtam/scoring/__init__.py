"""The month's sheet of each person under Decree 335: filled from the work, signed by its owner and by the authority."""
