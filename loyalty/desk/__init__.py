"""The front desk: who comes, what to prepare, what to say, and what the next shift must know."""
