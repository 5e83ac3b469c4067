"""Heavy work outside a request: tasks kept in the database, a worker, and pages of their progress."""
