"""Documents in, files out: pages, workbooks and tables. A renderer computes nothing and asks no release."""
