"""Editions in the browser: ordered, looked at, reviewed, adopted, published; withdrawn or corrected later."""
