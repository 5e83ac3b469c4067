"""How the tables of return and reintegration came to be."""
