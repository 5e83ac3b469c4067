"""The savings ledger in the browser: what first-year reception costs and saves, and what is drawn from it, signed."""
