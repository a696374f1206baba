"""Codes are there once, and whatever one part names is there in another."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from loyalty.programme.checking.findings import Findings
from loyalty.programme.document import Programme


class Coded(Protocol):
    @property
    def code(self) -> str: ...


def check(programme: Programme, found: Findings) -> None:
    for where, coded in _lists(programme):
        _once(found, where, [each.code for each in coded])
    coupons = {kind.code for kind in programme.coupons}
    games = {game.code for game in programme.games}
    tiers = {tier.code for tier in programme.tiers.levels}
    benefits = {benefit.code for benefit in programme.benefits}
    kinds = {"coupon": coupons, "game": games, "tier": tiers, "benefit": benefits}
    for pointer, kind, code in _references(programme):
        if code not in kinds[kind]:
            what = {"coupon": "优惠券", "game": "游戏", "tier": "会员等级", "benefit": "权益"}[kind]
            found.wrong(
                pointer, "unknown_code", f"没有代码为“{code}”的{what}。", f"There is no {kind} {code!r}."
            )


def _lists(programme: Programme) -> Iterator[tuple[str, Sequence[Coded]]]:
    yield "/tiers/levels", programme.tiers.levels
    yield "/benefits", programme.benefits
    yield "/points/earn", programme.points.earn
    yield "/points/nine_offers", programme.points.nine_offers
    yield "/coupons", programme.coupons
    yield "/punch_cards", programme.punch_cards
    yield "/rewards", programme.rewards
    yield "/games", programme.games
    for n, game in enumerate(programme.games):
        yield f"/games/{n}/prizes", game.prizes


def _once(found: Findings, where: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for n, code in enumerate(codes):
        if code in seen:
            found.wrong(
                f"{where}/{n}/code",
                "code_twice",
                f"代码“{code}”重复了。",
                f"The code {code!r} stands here twice.",
            )
        seen.add(code)


def _references(programme: Programme) -> Iterator[tuple[str, str, str]]:
    """(pointer, kind, code) of everything that names something else."""
    for n, level in enumerate(programme.tiers.levels):
        for k, given in enumerate(level.benefits):
            yield f"/tiers/levels/{n}/benefits/{k}/benefit", "benefit", given.benefit
    for n, price in enumerate(programme.tiers.prices):
        yield f"/tiers/prices/{n}/from_tier", "tier", price.from_tier
        yield f"/tiers/prices/{n}/to_tier", "tier", price.to_tier
    for n, row in enumerate(programme.tiers.matching.table):
        yield f"/tiers/matching/table/{n}/tier", "tier", row.tier
    for n, offer in enumerate(programme.points.nine_offers):
        yield f"/points/nine_offers/{n}/coupon", "coupon", offer.coupon
    for n, card in enumerate(programme.punch_cards):
        yield f"/punch_cards/{n}/coupon", "coupon", card.coupon
    for n, reward in enumerate(programme.rewards):
        if reward.coupon is not None:
            yield f"/rewards/{n}/coupon", "coupon", reward.coupon
        if reward.game is not None:
            yield f"/rewards/{n}/game", "game", reward.game
        if reward.from_tier is not None:
            yield f"/rewards/{n}/from_tier", "tier", reward.from_tier
    for n, game in enumerate(programme.games):
        for k, prize in enumerate(game.prizes):
            if prize.coupon is not None:
                yield f"/games/{n}/prizes/{k}/coupon", "coupon", prize.coupon
