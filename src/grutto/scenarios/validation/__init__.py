"""Validation is part of the output: scores, rolling origins, reported flows, and a verdict in words."""
