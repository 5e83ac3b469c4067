"""The ground of the web: settings, languages, pages, forms and running; it knows no other wing."""
