"""PostgreSQL: a server of our own by default, two roles, and a connection that waits."""
