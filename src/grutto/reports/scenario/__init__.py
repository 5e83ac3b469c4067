"""Scenarios of migration flows as sections, as a page of their own, and as tables beside it."""
