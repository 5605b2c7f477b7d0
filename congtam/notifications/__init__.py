"""What people are told: once, in the application and by mail, at hours when they want it."""
