"""Migrations of research."""
