"""Hotels that never were, drawn from a seed: their guests, stays, clerks and club. Demo and sandboxes are made of it."""
