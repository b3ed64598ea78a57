"""The pages of the plan: seen, changed, and as workbooks."""
