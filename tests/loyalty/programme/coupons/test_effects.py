"""What coupons do, in figures."""

from decimal import Decimal

from loyalty.programme.coupons import effects


def test_c90_spend_per_visit_from_29_60_to_41_30_is_39_5_percent() -> None:
    """C90, H2: the relative change, not the 11.7 yuan between them."""
    effect = effects.of_kind(1_000, 150, 150, 150 * 4_130, 850, 850 * 2_960)
    assert (effect.spend_without_cents, effect.spend_with_cents) == (2_960, 4_130)
    assert effect.spend_change == Decimal("0.3953")
    assert f"{effect.spend_change:+.1%}" == "+39.5%"


def test_c89_the_rate_of_use_beside_the_fields_15_percent() -> None:
    assert effects.of_kind(2_000, 300, 0, 0, 0, 0).redemption_rate == effects.REFERENCE_RATE


def test_over_nothing_there_is_no_figure() -> None:
    effect = effects.of_kind(0, 0, 0, 0, 5, 10_000)
    assert (effect.redemption_rate, effect.spend_with_cents, effect.spend_change) == (None, None, None)
    assert effects.change(0, 100) is None
