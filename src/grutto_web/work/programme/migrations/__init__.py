"""Changes of the tables of the name of the programme."""
