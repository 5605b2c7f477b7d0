"""What pages of planning show, in words."""
