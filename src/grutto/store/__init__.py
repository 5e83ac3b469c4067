"""Snapshots, releases and the engine: where facts are kept and asked."""
