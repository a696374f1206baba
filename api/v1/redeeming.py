"""Points are spent over HTTP: off a bill, for a reward, a tier, a 9-points offer, a friend's stay, a game."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import Flaw, Malformed
from api.v1.point_shapes import PointsMoved, PointsRedeem
from api.v1.points import MISSING, PointsMove
from api.views import Needs
from kernel import money
from loyalty.programme.coupons import codes, issuing
from loyalty.programme.coupons import reading as coupons
from loyalty.programme.points import nine, spending, turns
from loyalty.programme.points.moving import SPENDABLE, Act, Movement, moved
from loyalty.programme.rewards import playing, redeeming
from loyalty.programme.rewards.fulfilling import Fulfilment
from loyalty.programme.tiers import buying
from staff.roles import Ability

# What each way to spend needs, and what it may have besides.
WAYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "bill": (("bill",), ("points", "stay")),
    "reward": (("code",), ("quantity",)),
    "tier": (("code",), ()),
    "nine": (("code",), ()),
    "friend": (("points", "stay", "friend"), ()),
    "game": (("code",), ()),
}


class PointsRedeemView(PointsMove):
    needs: ClassVar[Needs] = Ability.MOVE_VALUE

    @extend_schema(
        request=PointsRedeem,
        responses={201: PointsMoved},
        summary='Spend points: {"way": "bill", "bill": "400.00", "points": 1000} leaves 350.00 to pay',
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, PointsRedeem)
        check_way(given)
        guest = self.standing(id)
        ways: Mapping[str, Callable[[Act, int, PointsRedeem], tuple[Movement, dict[str, Any]]]] = {
            "bill": self._bill,
            "reward": self._reward,
            "tier": self._tier,
            "nine": self._nine,
            "friend": self._friend,
            "game": self._game,
        }
        movement, more = ways[given.way](self.moving(), guest, given)
        return self.told(guest, "points.redeemed", movement, **more)

    def _bill(self, act: Act, guest: int, given: PointsRedeem) -> tuple[Movement, dict[str, Any]]:
        bill_cents = money.cents(given.bill or "0.00")
        return spending.pay_bill(act, guest, bill_cents, given.points, given.stay or ""), {}

    def _friend(self, act: Act, guest: int, given: PointsRedeem) -> tuple[Movement, dict[str, Any]]:
        friend = self.another(given.friend or 0, "/friend")
        return spending.pay_friend(act, guest, friend, given.stay or "", given.points or 0), {}

    def _nine(self, act: Act, guest: int, given: PointsRedeem) -> tuple[Movement, dict[str, Any]]:
        movement, coupon = nine.take(act, guest, given.code or "")
        terms = issuing.kind_of(act.programme, coupon.kind)
        return movement, {"coupon": coupons.brief(coupon.code, terms, coupon.expires_on, "open")}

    def _reward(self, act: Act, guest: int, given: PointsRedeem) -> tuple[Movement, dict[str, Any]]:
        rows = turns.take(act.raw, [guest])[guest]
        done = redeeming.redeem(
            act.raw,
            self.property,
            act.published,
            rows,
            given.code or "",
            given.quantity or 1,
            key=act.key,
            actor=act.actor,
            today=act.today,
        )
        more: dict[str, Any] = {
            "fulfilment": told_fulfilment(done.fulfilment),
            "to_pay": self.sum(money.amount(done.to_pay_cents)),
        }
        if done.played is not None:
            more |= told_play(act, done.played)
        movement = moved(act, rows, done.posting)
        more["from_family"] = movement.points - done.posting.change(*SPENDABLE)
        return movement, more

    def _game(self, act: Act, guest: int, given: PointsRedeem) -> tuple[Movement, dict[str, Any]]:
        rows = turns.take(act.raw, [guest])[guest]
        done = playing.play(
            act.raw,
            self.property,
            act.published,
            rows,
            given.code or "",
            key=act.key,
            actor=act.actor,
            today=act.today,
        )
        return moved(act, rows, done.posting), told_play(act, done)

    def _tier(self, act: Act, guest: int, given: PointsRedeem) -> tuple[Movement, dict[str, Any]]:
        rows = turns.take(act.raw, [guest])[guest]
        done = buying.with_points(
            act.raw,
            self.property,
            act.published,
            rows,
            given.code or "",
            key=act.key,
            actor=act.actor,
            today=act.today,
        )
        tier = act.programme.tier(given.code or "")
        named = {"code": tier.code, "name": tier.name, "name_en": tier.name_en} if tier else None
        return moved(act, rows, done.posting), {"tier": named}


def check_way(given: PointsRedeem) -> None:
    """Refuse a body that lacks what its way needs, or has what belongs to another."""
    needed, besides = WAYS[given.way]
    flaws = [Flaw(f"/{name}", *MISSING) for name in needed if getattr(given, name) is None]
    flaws += [
        Flaw(f"/{name}", "not_here", "这种兑换方式没有这个字段。", "This way to spend has no such field.")
        for name in ("bill", "points", "code", "quantity", "stay", "friend")
        if name not in needed + besides and getattr(given, name) is not None
    ]
    if flaws:
        raise Malformed(*flaws)


def told_fulfilment(fulfilment: Fulfilment) -> dict[str, Any]:
    return {
        "id": str(fulfilment.id),
        "state": fulfilment.state,
        "coupons": [codes.printed(code) for code in fulfilment.coupons],
    }


def told_play(act: Act, played: playing.Played) -> dict[str, Any]:
    """What a play brought; `prize` null: nothing this time. The roll can be held against the published odds."""
    game = next((each for each in act.programme.games if each.code == played.game), None)
    prize = next((each for each in game.prizes if each.code == played.prize), None) if game else None
    told: dict[str, Any] = {
        "prize": {"code": prize.code, "name": prize.name, "name_en": prize.name_en} if prize else None,
        "roll": played.roll,
    }
    if played.fulfilment is not None:
        told["fulfilment"] = told_fulfilment(played.fulfilment)
    return told
