"""The interface for programs: what the public site shows, as JSON and CSV, read only."""
