"""Prices of sending money: what a quote is, how files of quotes are read, and by which methods prices are computed."""
