"""People, their posts, Party places, absences and discipline, all dated; and what each may see on a day."""
