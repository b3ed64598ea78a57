"""Promise: indicators, subjects, targets in versions, broken down to the month."""
