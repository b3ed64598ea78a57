"""Making the plan: its catalog, its drafts, and their adoption."""
