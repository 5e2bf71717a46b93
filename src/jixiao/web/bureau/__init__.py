"""财政: all bodies of the year, reminders, audits of reports that came from elsewhere."""
