"""Small exact values that every layer shares: numbers, text, days and periods."""
