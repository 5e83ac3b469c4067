"""The public site: a published release and the editions made of it, for everybody."""
