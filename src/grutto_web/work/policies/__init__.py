"""Policy frameworks written in the browser; each is exported as the folder of files that engineers write."""
