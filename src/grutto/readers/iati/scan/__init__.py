"""The compiled way to read pieces of IATI files; see docs/decisions/0012."""
