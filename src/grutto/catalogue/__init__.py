"""A release as one read-only SQLite file: written when a release is published, read by the web, the API and search."""
