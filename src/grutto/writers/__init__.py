"""Rows in, format out: the way back of a reader, from the tables alone."""
