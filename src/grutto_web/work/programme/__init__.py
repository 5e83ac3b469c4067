"""The programme whose site this is: its name, over every page."""
