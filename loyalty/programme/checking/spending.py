"""Rewards and games: complete, within their budget, with odds that add up."""

from kernel.money import cents
from loyalty.programme.checking.findings import Findings
from loyalty.programme.document import Programme
from loyalty.programme.rewards.terms import Game, Prize, Reward

WHOLE = 10_000


def check(programme: Programme, found: Findings) -> None:
    for n, reward in enumerate(programme.rewards):
        _reward(programme, n, reward, found)
    for n, game in enumerate(programme.games):
        _game(n, game, found)
        for k, prize in enumerate(game.prizes):
            _prize(f"/games/{n}/prizes/{k}", prize, game, found)


def _reward(programme: Programme, n: int, reward: Reward, found: Findings) -> None:
    for name, kinds in (("coupon", ("coupon", "night")), ("game", ("draw",))):
        given = getattr(reward, name) is not None
        if reward.kind in kinds and not given:
            found.wrong(
                f"/rewards/{n}/{name}",
                "missing",
                "这种奖品必须填写这一项。",
                f"A {reward.kind} reward needs this.",
            )
        if reward.kind not in kinds and given:
            found.wrong(
                f"/rewards/{n}/{name}",
                "unused",
                "这种奖品没有这一项。",
                f"A {reward.kind} reward does not have this.",
            )
    kind = next((kind for kind in programme.coupons if kind.code == reward.coupon), None)
    if reward.kind == "night" and kind is not None and kind.kind != "free_night":
        found.wrong(
            f"/rewards/{n}/coupon", "wrong_kind", "须是免费房券。", "This must be a coupon for a free night."
        )
    if cents(reward.money) >= cents(reward.price):
        found.wrong(
            f"/rewards/{n}/money",
            "dearer_than_worth",
            "补的现金不低于奖品本身的价值。",
            "The money alone is as much as the thing is worth.",
        )


def _game(n: int, game: Game, found: Findings) -> None:
    chance = sum(prize.per_10000 for prize in game.prizes)
    if chance > WHOLE:
        found.wrong(
            f"/games/{n}/prizes",
            "odds_over_whole",
            f"中奖概率合计 {chance / 100:g}%，不能超过 100%。",
            f"The chances add up to {chance / 100:g}%, more than 100%.",
        )


def _prize(pointer: str, prize: Prize, game: Game, found: Findings) -> None:
    if prize.gives == "coupon" and prize.coupon is None:
        found.wrong(f"{pointer}/coupon", "missing", "请选择优惠券。", "Say which coupon.")
    if prize.gives != "coupon" and prize.coupon is not None:
        found.wrong(f"{pointer}/coupon", "unused", "这个奖项不发优惠券。", "This prize gives no coupon.")
    if prize.gives == "points" and prize.points == 0:
        found.wrong(f"{pointer}/points", "missing", "请填写奖励的积分。", "Say how many points.")
    if prize.gives != "points" and prize.points:
        found.wrong(f"{pointer}/points", "unused", "这个奖项不发积分。", "This prize gives no points.")
    if cents(prize.cost) > cents(game.budget):
        found.wrong(
            f"{pointer}/cost",
            "over_budget",
            "一份奖品就超过了预算。",
            "One such prize is more than the budget.",
        )
