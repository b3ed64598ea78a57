"""The roof: settings, root URLs, base templates, static files, commands."""
