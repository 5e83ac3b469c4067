"""Who one is and what one may: people and their roles, access, acts and the log."""
