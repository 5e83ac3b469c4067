"""Format in, rows out. A reader knows the format and the declared tables, never a source."""
