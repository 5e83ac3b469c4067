"""Changes of the tables of data brought in."""
