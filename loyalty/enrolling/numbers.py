"""The membership number that a guest can read out: the guest's number with a check digit."""

WIDTH = 8


def number_of(guest_id: int) -> str:
    """Eight digits or more, and one by Luhn's formula (ISO/IEC 7812-1): a slip of the tongue leads to nobody."""
    plain = f"{guest_id:0{WIDTH}d}"
    return plain + str(_check_digit(plain))


def guest_of(number: str) -> int | None:
    """The guest of a membership number; None when it cannot be one."""
    if not (number.isascii() and number.isdigit() and WIDTH < len(number) <= 19):
        return None
    plain = number[:-1]
    return int(plain) if str(_check_digit(plain)) == number[-1] else None


def _check_digit(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10
