"""What hashing a password costs while tests run."""

from staff.signing_in import Hasher

OWN = (Hasher.time_cost, Hasher.memory_cost)


def cheaply() -> None:
    """Hundreds of people are hired for a test and nobody tries their passwords: the least that Argon2 knows."""
    Hasher.time_cost, Hasher.memory_cost = 1, 8


def as_the_product() -> None:
    """Where the product's own processes check passwords: they make cheap ones anew, which ends who is signed in."""
    Hasher.time_cost, Hasher.memory_cost = OWN
