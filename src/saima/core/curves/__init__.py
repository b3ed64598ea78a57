"""Every scoring rule as a curve: one normal form, its kinds, its checks, its words."""
