"""The clock's door: due jobs, one unit of work each."""
