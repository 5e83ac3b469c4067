"""How the tables of casework came to be."""
