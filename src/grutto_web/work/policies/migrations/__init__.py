"""Changes of the tables of policies."""
