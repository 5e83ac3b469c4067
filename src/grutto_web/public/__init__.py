"""What everybody sees: the site, the interface for programs, the prices of sending money."""
