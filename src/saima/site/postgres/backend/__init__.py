"""Django's PostgreSQL backend, with a connection that waits for its server."""
