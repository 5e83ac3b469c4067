"""Partner uploads: sent, checked, previewed, submitted in part or whole, accepted, and made a release."""
