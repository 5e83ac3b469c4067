"""Data that officers bring in: the files of a publisher from the IATI registry, or a file of their own."""
