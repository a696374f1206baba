"""C91: who gets a guest by the rules, and how guests are shared out. Pure."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.owners.dealing import deal, quotas
from loyalty.owners.deciding import Facts, Given, House, Rule, decide, whom

WANG, ZHAO, SUN, GONE = (UUID(int=n) for n in range(1, 5))
BY_HAND_OF = Rule("added_contact", "themselves")
GOLD = Rule("tier", "staff", "gold", ZHAO)
DESK = Rule("everybody", "department", department="front_desk")
TEAM = {"front_desk": [WANG, ZHAO, GONE], "fnb": [GONE]}


def house(**has: int) -> House:
    people = {"wang": WANG, "zhao": ZHAO}
    return House({WANG, ZHAO, SUN}, TEAM, {people[name]: n for name, n in has.items()})


def test_the_first_rule_that_fits_and_has_somebody_decides() -> None:
    rules = [BY_HAND_OF, GOLD, DESK]
    assert whom(rules, Facts(1, added_contact=SUN, tier="gold"), house()) == _given(SUN, "", "added_contact")
    assert whom(rules, Facts(1, tier="gold"), house()) == _given(ZHAO, "", "tier")
    # Who added the contact has left: the guest goes on to the next rule, never to him.
    assert whom(rules, Facts(1, added_contact=GONE), house(wang=2)) == _given(ZHAO, "front_desk", "everybody")
    assert whom([Rule("everybody", "department", department="fnb")], Facts(1), house()) is None
    assert whom([Rule("everybody", "staff", staff=GONE), GOLD], Facts(1), house()) is None
    assert whom([Rule("everybody", "staff", staff=SUN, active=False)], Facts(1), house()) is None
    assert whom([Rule("tag", "staff", "商务", SUN)], Facts(1, tags=["商务"]), house()) == _given(
        SUN, "", "tag"
    )


def test_a_department_stays_balanced_from_wherever_it_starts() -> None:
    found = house(wang=5)
    decide([DESK], [Facts(n) for n in range(9)], found)
    assert found.has == {WANG: 7, ZHAO: 7}


@settings(max_examples=60)
@given(st.integers(0, 400), st.lists(st.floats(0.01, 1), min_size=1, max_size=6))
def test_shares_come_out_to_within_one_guest_however_far_one_counts(n: int, shares: list[float]) -> None:
    wanted = quotas(n, shares)
    total = sum(shares)
    assert sum(wanted) == n
    assert all(abs(each - n * share / total) <= 1 for each, share in zip(wanted, shares, strict=True))
    takers = deal(list(range(n, 0, -1)), shares)
    for first in (n, n // 2, n // 5):
        for taker, quota in enumerate(wanted):
            # Of the most valuable guests too everybody has his share.
            assert abs(takers[:first].count(taker) - (quota * first / n if n else 0)) < len(shares)


def test_equal_takers_come_out_with_equal_worth_not_with_the_even_and_the_odd() -> None:
    worth = [1000, 900, 800, 700, 600, 500, 400, 300]
    takers = deal(worth, [0.5, 0.5])
    got = [sum(w for w, taker in zip(worth, takers, strict=True) if taker == side) for side in (0, 1)]
    assert takers.count(0) == 4 and got == [2600, 2600]


def _given(staff: UUID, department: str, reason: str) -> Given:
    return Given(1, staff, department, reason)
