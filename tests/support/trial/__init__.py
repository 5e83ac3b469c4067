"""A part of the site that only tests have: a proposal, with every kind of act."""
