"""Products and services with price and cost, what guests consumed, and the profit that is left of a stay."""
