"""How the tables of the temporary return of experts came to be."""
