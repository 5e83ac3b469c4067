"""The web application: the public site, and the workplace of the people who run a programme."""
