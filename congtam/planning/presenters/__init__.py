"""Plans and work in words ready to print."""
