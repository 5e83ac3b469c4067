"""Grutto: account for migration-and-development programmes, figure by figure."""
