"""What Python programs, notebooks and the command line stand on: a data folder, opened; `import grutto` gives it."""
