"""What is late, waits, or was found wrong, and the chasing of it: reminders, briefing papers, dossiers, inspections, shortcomings."""
