"""Remember: who did what, when, sealed against silent change; and the queue upward."""
