"""Commands of editions."""
