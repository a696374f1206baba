"""Tiers that do not come from staying: bought with money or points, granted, matched."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction

from audit.recording import SYSTEM, Actor
from kernel.statements import Statements
from loyalty.guests import persons
from loyalty.guests.models import Guest
from loyalty.ledger.posting import Credit, post
from loyalty.ledger.reading import balances
from loyalty.ledger.refusals import InsufficientPoints
from loyalty.programme import publishing, versions
from loyalty.programme.tiers import buying, evaluating, granting, matching
from loyalty.programme.tiers.models import Change, Claim, Membership
from loyalty.programme.tiers.pricing import price_cents
from loyalty.programme.tiers.refusals import (
    ClaimedAlready,
    EarnedByStays,
    HeldAlready,
    MatchingOff,
    NoMatch,
    NotForPoints,
    NotForSale,
    ProofUsed,
    Reviewed,
    UntilPassed,
    WrongPrice,
)
from loyalty.programme.tiers.terms import Matching, PartnerTier, TierPrice
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.tiers.cases import LADDER, nights, programme, tier, visits
from tests.loyalty.programme.tiers.test_following import noon

TODAY = date(2026, 3, 11)
DESK = Actor("staff", "7", "王芳")
MATCHING = Matching(
    enabled=True,
    table=[
        PartnerTier(partner="华住会", partner_tier="金会员", tier="gold"),
        PartnerTier(partner="锦江会员", partner_tier="金卡", tier="gold"),
    ],
    trial_months=3,
    keep_visits=2,
)
SHOP = programme(
    tier("silver", visits(20, 12)),
    tier("gold", nights(30, 4), points_price=20_000),
    prices=LADDER,
    matching=MATCHING,
)


@pytest.fixture
def hotel(acme_1: Property) -> Iterator[Property]:
    with time_machine.travel(noon("2026-03-11"), tick=False), in_property(acme_1):
        publishing.write(raw(), SHOP, effective_on=date(2026, 1, 1), actor=SYSTEM)
        follow(acme_1, stay("F1", "2026-03-01"))
        yield acme_1


def raw() -> Statements:
    return Statements(raw_connection())


def published() -> versions.Published:
    found = versions.in_force(raw(), TODAY)
    assert found is not None
    return found


def li() -> tuple[int, ...]:
    return persons.rows_of(raw(), Guest.objects.get(name="李四").pk)


def buy(hotel: Property, code: str, yuan: int, key: str = "k", *, rows: tuple[int, ...] = ()) -> None:
    buying.with_money(
        raw(), hotel, published(), rows or li(), code, pay_cents=yuan * 100, method="wechat", key=key, actor=DESK, today=TODAY
    )  # fmt: skip


def held() -> Membership:
    return Membership.objects.get(guest__name="李四")


def give(points: int, kind: str = "base") -> None:
    guest = li()[0]
    move = Credit(guest, kind, points, "issuance", earned_on=TODAY, expires_on=date(2029, 3, 10))
    post(raw(), key=f"give:{kind}:{points}", kind="points.earn", moves=[move], on=TODAY, actor=SYSTEM)


def test_c41_the_price_is_49_then_170_and_219_straight() -> None:
    assert price_cents(SHOP, "base", "silver") == 4900
    assert price_cents(SHOP, "silver", "gold") == 17000
    assert price_cents(SHOP, "base", "gold") == 4900 + 17000 == 21900
    assert price_cents(SHOP, "gold", "silver") is None and price_cents(SHOP, "base", "base") is None


def test_c41_a_tier_without_a_direct_price_costs_its_steps() -> None:
    of = programme(tier("silver"), tier("gold"), prices=LADDER[:2])
    assert price_cents(of, "base", "gold") == 21900
    assert price_cents(programme(tier("silver"), tier("gold"), prices=LADDER[1:2]), "base", "gold") is None


def test_c41_a_ladder_whose_direct_price_is_not_the_sum_is_refused_unless_it_may_be() -> None:
    from loyalty.programme.checking.findings import Findings
    from loyalty.programme.checking.levels import check

    odd = [*LADDER[:2], TierPrice(from_tier="base", to_tier="gold", price="199.00")]
    found = Findings()
    check(programme(tier("silver"), tier("gold"), prices=odd), found)
    assert "not_the_sum" in str(found.__dict__ if hasattr(found, "__dict__") else vars(found))
    free = Findings()
    check(programme(tier("silver"), tier("gold"), prices=odd, prices_free=True), free)
    agreeing = Findings()
    check(programme(tier("silver"), tier("gold"), prices=LADDER), agreeing)
    assert "not_the_sum" not in str(vars(free)) + str(vars(agreeing))


def test_c41_bought_in_steps_and_straight(hotel: Property) -> None:
    buy(hotel, "silver", 49, "a")
    assert (held().tier, held().kind, held().until) == ("silver", "bought", date(2027, 3, 11))
    buy(hotel, "gold", 170, "b")
    assert held().tier == "gold"
    change = Change.objects.get(key="b")
    assert change.facts["paid"] == "170.00" and change.actor_name == "王芳"


def test_the_price_must_be_the_price_and_the_tier_higher(hotel: Property) -> None:
    with pytest.raises(WrongPrice):
        buy(hotel, "gold", 218)
    buy(hotel, "gold", 219)
    with pytest.raises(HeldAlready):
        buy(hotel, "silver", 49, "other")


def test_what_is_not_in_the_table_is_not_for_sale(hotel: Property) -> None:
    none = programme(tier("silver"), tier("gold"))
    publishing.write(raw(), none, effective_on=TODAY, actor=SYSTEM)
    with pytest.raises(NotForSale):
        buy(hotel, "gold", 219)
    with pytest.raises(NotForPoints):
        points(hotel, "gold")


def test_the_same_key_buys_once(hotel: Property) -> None:
    buy(hotel, "silver", 49, "a")
    buy(hotel, "silver", 49, "a")
    assert Change.objects.filter(reason="tier_bought").count() == 1


def points(hotel: Property, code: str, key: str = "p") -> buying.Bought:
    return buying.with_points(raw(), hotel, published(), li(), code, key=key, actor=DESK, today=TODAY)


def test_c40_twenty_thousand_points_buy_gold(hotel: Property) -> None:
    give(15_000)
    give(5_100, "bonus")
    bought = points(hotel, "gold")
    assert (held().tier, held().kind) == ("gold", "bought")
    assert balances(raw(), li()).points == 100
    assert bought.posting.change("base", "bonus") == -20_000
    again = points(hotel, "gold")
    assert again.posting.replayed and again.given.again and balances(raw(), li()).points == 100


def test_c40_too_few_points_buy_nothing(hotel: Property) -> None:
    give(19_999)
    with pytest.raises(InsufficientPoints), transaction.atomic():
        points(hotel, "gold")
    assert held().tier == "base" and balances(raw(), li()).points == 19_999


def grant(hotel: Property, code: str, until: date | None = None, key: str = "g") -> None:
    granting.grant(
        raw(), hotel, published(), li(), code, until=until, why="长住客", key=key, actor=DESK, today=TODAY
    )


def test_a_grant_lasts_as_long_as_it_says_and_gives_its_reason(hotel: Property) -> None:
    grant(hotel, "gold", date(2026, 6, 1))
    change = Change.objects.get(key="g")
    assert (held().tier, held().kind, held().until) == ("gold", "granted", date(2026, 6, 1))
    assert change.facts["why"] == "长住客" and change.actor_name == "王芳"
    evaluating.nightly(raw(), hotel, published(), date(2026, 6, 2))
    assert held().tier == "base"


def test_a_grant_for_good_stays(hotel: Property) -> None:
    grant(hotel, "gold")
    evaluating.nightly(raw(), hotel, published(), date(2036, 6, 2))
    assert held().tier == "gold"


def test_what_was_given_can_be_lowered_by_hand_and_what_was_reached_cannot(hotel: Property) -> None:
    grant(hotel, "gold")
    grant(hotel, "silver", key="lower")
    assert held().tier == "silver"
    grant(hotel, "base", key="none")
    assert (held().tier, held().kind) == ("base", "base")
    easy = programme(tier("silver", visits(1, 12)), tier("gold"))
    publishing.write(raw(), easy, effective_on=TODAY, actor=SYSTEM)
    evaluating.nightly(raw(), hotel, published(), TODAY)
    with pytest.raises(EarnedByStays):
        grant(hotel, "base", key="down")


def test_a_grant_that_is_over_already_is_refused(hotel: Property) -> None:
    with pytest.raises(UntilPassed):
        grant(hotel, "gold", TODAY - timedelta(days=1))


def claim(rows: tuple[int, ...] = (), partner: str = "华住会", proof: str = "H 10086") -> matching.Claim:
    return matching.claim(
        raw(), published(), rows or li(), partner=partner, partner_tier={"华住会": "金会员"}.get(partner, "金卡"), proof=proof, actor=DESK
    )  # fmt: skip


def review(hotel: Property, number: int, *, accept: bool = True) -> matching.Claim:
    return matching.review(
        raw(), hotel, published(), number, li(), accept=accept, reason="已核对", actor=DESK, today=TODAY
    )


def test_c53_a_match_is_tried_and_kept_by_visits(hotel: Property) -> None:
    waiting = claim()
    assert waiting.state == "waiting" and held().tier == "base"
    accepted = review(hotel, waiting.id)
    assert (accepted.state, accepted.until) == ("trial", date(2026, 6, 11))
    assert (held().tier, held().kind, held().until) == ("gold", "matched", date(2026, 6, 11))
    with time_machine.travel(noon("2026-04-02"), tick=False):
        follow(hotel, stay("F2", "2026-03-20"), stay("F3", "2026-04-01"))
    assert Claim.objects.get().state == "kept"
    assert (held().kind, held().until) == ("matched", date(2027, 4, 1))
    assert matching.conversions(raw())[0] | {"partner": ""} == {
        "partner": "", "claims": 1, "waiting": 0, "refused": 0, "trial": 0, "kept": 1, "lapsed": 0, "kept_share": 1.0,
    }  # fmt: skip


def test_c53_a_trial_without_the_visits_falls_back(hotel: Property) -> None:
    buy(hotel, "silver", 49)
    review(hotel, claim().id)
    follow(hotel, stay("F2", "2026-03-11", status="in_house"))
    evaluating.nightly(raw(), hotel, published(), date(2026, 6, 11))
    assert held().tier == "gold"
    evaluating.nightly(raw(), hotel, published(), date(2026, 6, 12))
    assert (held().tier, held().kind, held().until) == ("silver", "bought", date(2027, 3, 11))
    assert Claim.objects.get().state == "lapsed" and held().reason == "tier_match_lapsed"


def test_c53_once_per_guest_and_partner_and_a_proof_serves_one_person(hotel: Property) -> None:
    first = claim()
    with pytest.raises(ClaimedAlready):
        claim(proof="another")
    claim(partner="锦江会员", proof="J 1")
    follow(hotel, stay("Z1", "2026-03-02", guest_number="Z", name="张三", phone="13900000001"))
    zhang = (Guest.objects.get(name="张三").pk,)
    with pytest.raises(ProofUsed):
        claim(zhang, proof=" h 10086 ")
    review(hotel, first.id, accept=False)
    assert claim(zhang).state == "waiting"
    with pytest.raises(ClaimedAlready):
        claim()


def test_c53_a_claim_is_looked_at_once_and_needs_the_table(hotel: Property) -> None:
    number = claim().id
    review(hotel, number)
    with pytest.raises(Reviewed):
        review(hotel, number)
    with pytest.raises(NoMatch):
        matching.claim(raw(), published(), li(), partner="亚朵", partner_tier="金", proof="x", actor=DESK)
    publishing.write(raw(), programme(tier("gold")), effective_on=TODAY, actor=SYSTEM)
    with pytest.raises(MatchingOff):
        claim(partner="锦江会员")


def test_who_holds_as_much_already_is_not_given_it_by_a_match(hotel: Property) -> None:
    number = claim().id
    grant(hotel, "gold")
    with pytest.raises(HeldAlready):
        review(hotel, number)
    assert review(hotel, number, accept=False).state == "refused"


def test_a_trial_that_stays_lift_counts_as_kept(hotel: Property) -> None:
    review(hotel, claim().id)
    easy = programme(
        tier("silver", visits(20, 12)), tier("gold", visits(1, 12)), matching=MATCHING, prices=LADDER
    )
    publishing.write(raw(), easy, effective_on=TODAY, actor=SYSTEM)
    evaluating.nightly(raw(), hotel, published(), date(2026, 3, 12))
    assert (held().kind, Claim.objects.get().state) == ("qualified", "kept")
