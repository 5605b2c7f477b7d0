"""Key tasks in words ready to print."""
