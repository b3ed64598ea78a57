"""The pages of the races: tables, rules, and how editions are made."""
