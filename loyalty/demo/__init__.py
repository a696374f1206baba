"""A demo chain that never was: five hotels, two years of stays, made from a seed by the product's own ways."""
