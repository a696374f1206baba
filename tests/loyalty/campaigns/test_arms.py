"""Who is held out and who gets which variant: the same whenever it is asked, and a fair draw."""

from loyalty.campaigns import arms
from loyalty.campaigns.document import Variant
from tests.loyalty.campaigns.scene import TEXTS, document

KEY = b"k" * 32
PEOPLE = [n.to_bytes(16, "big") for n in range(20_000)]
TWO = [
    Variant(code="A", share=0.7, texts={"zh-CN": TEXTS}),
    Variant(code="B", share=0.3, texts={"zh-CN": TEXTS}),
]


def test_a_person_has_the_same_arm_in_whatever_order_and_however_often() -> None:
    first = {person: arms.draws(KEY, 1, 7, person) for person in PEOPLE[:500]}
    assert first == {person: arms.draws(KEY, 1, 7, person) for person in reversed(PEOPLE[:500])}


def test_another_campaign_property_or_chain_draws_anew() -> None:
    person = PEOPLE[0]
    drawn = {
        arms.draws(*asked, person) for asked in ((KEY, 1, 7), (KEY, 1, 8), (KEY, 2, 7), (b"x" * 32, 1, 7))
    }
    assert len(drawn) == 4


def test_the_holdout_and_the_shares_are_as_large_as_asked_and_independent() -> None:
    plan = document(holdout=0.1, variants=TWO)
    drawn = [arms.draws(KEY, 1, 7, person) for person in PEOPLE]
    held = [arms.is_held_out(plan, one) for one, _ in drawn]
    first = [arms.variant(plan, other) == "A" for _, other in drawn]
    assert abs(sum(held) / len(held) - 0.1) < 0.01
    assert abs(sum(first) / len(first) - 0.7) < 0.015
    among_held = [a for a, out in zip(first, held, strict=True) if out]
    assert abs(sum(among_held) / len(among_held) - 0.7) < 0.04


def test_a_single_variant_is_everybodys() -> None:
    plan = document()
    assert {arms.variant(plan, other) for _, other in (arms.draws(KEY, 1, 1, p) for p in PEOPLE[:200])} == {
        "A"
    }
