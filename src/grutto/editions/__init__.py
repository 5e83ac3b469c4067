"""Editions: what a report rests on, made, recorded, kept, verified and compared."""
