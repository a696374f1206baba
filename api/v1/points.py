"""Points of a guest over HTTP: what there is and why, and every way in which they come and go."""

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer
from api.v1.approvals import told_of
from api.v1.guests import GuestBase, number
from api.v1.point_shapes import (
    ApprovalWaiting,
    CoherenceOut,
    GapGift,
    PointsAdjust,
    PointsAsked,
    PointsEarn,
    PointsExplainAsked,
    PointsExplained,
    PointsMoved,
    PointsOfGuest,
    PointsPurchase,
    PointsReinstate,
    PointsReverse,
    PointsTransfer,
)
from api.value import ValueView
from api.views import Needs
from billing.standing import Act
from kernel import money
from loyalty.programme import versions
from loyalty.programme.points import adjusting, coherence, giving, moving, nine, reading, wording
from loyalty.programme.points.approving import Asked
from loyalty.programme.points.moving import Movement
from loyalty.programme.points.refusals import NoProgramme
from staff.roles import Ability

MISSING = ("missing", "缺少必填字段。", "This field is required.")


class PointsBase(GuestBase):
    """What the views of a guest's points share."""

    def another(self, written: str | int, pointer: str) -> int:
        """A second guest, named in the body."""
        try:
            return self.standing(number(written, pointer))
        except NotFound:
            raise Malformed(
                Flaw(pointer, "no_such_guest", "没有这位客人。", "There is no such guest.")
            ) from None


class PointsView(PointsBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act = Act.BALANCE

    @extend_schema(
        parameters=parameters(PointsAsked),
        responses={200: PointsOfGuest},
        summary="A guest's points: balance, lots with their last day, family, offers, movements",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = query(request, PointsAsked)
        raw, today, rows = self.raw(), self.today(), self.rows(id)
        after = read(asked.cursor, tuple[int])
        published = versions.in_force(raw, today)
        found = reading.statement(raw, rows, before=after[0] if after else None, limit=asked.limit + 1)
        shown, following = page(found, asked.limit, lambda line: [line.id])
        ended = reading.expired(raw, rows, shown)
        return answer(
            {
                **reading.told(raw, rows, today, published, self.property.currency),
                "family": reading.family_of(raw, rows, today, secret=self.sight().secret),
                "offers": nine.told(raw, rows, published.programme.points, today) if published else [],
                "entries": [reading.line_of(line, ended.get(line.posting, ())) for line in shown],
                "next": following,
            }
        )


class PointsExplainView(PointsBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act = Act.BALANCE

    @extend_schema(
        parameters=parameters(PointsExplainAsked),
        responses={200: PointsExplained},
        summary="The balance at the end of a local day, and the entries that made it, in words",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = query(request, PointsExplainAsked)
        rows = self.rows(id)
        return answer(reading.explained(self.raw(), rows, asked.account, asked.on or self.today()))


class PointsMove(ValueView, PointsBase):
    """A movement of points: done once per Idempotency-Key, answered with the balance before and after."""

    def moving(self) -> moving.Act:
        raw, today = self.raw(), self.today()
        published = versions.in_force(raw, today)
        if published is None:
            raise NoProgramme
        return moving.Act(raw, published, self.caller.actor(), self.value_key(), today)

    def told(self, guest: int, action: str, result: Movement | Asked, **more: Any) -> HttpResponse:
        if isinstance(result, Asked):
            self.record(f"{action}_asked", subject=str(guest), points=result.amount, approval=str(result.id))
            return answer({"approval": told_of(result, self.caller.actor())}, status=202)
        posting = result.posting
        self.record(action, subject=str(guest), points=result.points, posting=str(posting.id))
        zh, en = wording.reason(posting.kind, posting.reason, posting.facts)
        facts = {
            name: self.sum(value) if name in ("money_off", "to_pay", "paid") else value
            for name, value in result.facts.items()
            if name in PointsMoved.__struct_fields__
        }
        told = {
            "posting": {
                "id": str(posting.id),
                "kind": posting.kind,
                "at": posting.at,
                "reason": {"zh": zh, "en": en},
            },
            "before": result.before,
            "after": result.after,
            "points": result.points,
            **facts,
            **more,
        }
        return answer(told, status=201)

    def sum(self, amount: str) -> dict[str, str]:
        return {"amount": amount, "currency": self.property.currency}


class PointsEarnView(PointsMove):
    needs: ClassVar[Needs] = Ability.MOVE_VALUE
    act = Act.WRITE

    @extend_schema(
        request=PointsEarn,
        responses={201: PointsMoved, 202: ApprovalWaiting},
        summary='Give points for an action ({"action": "review"}), or by hand ({"points": 200, "reason": …})',
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, PointsEarn)
        guest = self.standing(id)
        if given.action is not None:
            if given.points is not None:
                raise Malformed(
                    Flaw(
                        "/points",
                        "not_here",
                        "动作的积分由规则决定。",
                        "An action's points come from the rules.",
                    )
                )
            return self.told(guest, "points.earned", giving.reward_action(self.moving(), guest, given.action))
        self.demand(Ability.ADJUST_VALUE, self.property)
        for name in ("points", "reason"):
            if getattr(given, name) is None:
                raise Malformed(Flaw(f"/{name}", *MISSING))
        result = adjusting.adjust(self.moving(), guest, given.points or 0, given.kind, given.reason or "")
        return self.told(guest, "points.adjusted", result)


class PointsAdjustView(PointsMove):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE

    @extend_schema(
        request=PointsAdjust,
        responses={201: PointsMoved, 202: ApprovalWaiting},
        summary='Correct points by hand ({"points": -50, "reason": "…"}); large ones wait for a second person (202)',
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, PointsAdjust)
        if given.points == 0:
            raise Malformed(Flaw("/points", "too_small", "积分不能为 0。", "Not zero."))
        guest = self.standing(id)
        result = adjusting.adjust(self.moving(), guest, given.points, given.kind, given.reason.strip())
        return self.told(guest, "points.adjusted", result)


class PointsTransferView(PointsMove):
    needs: ClassVar[Needs] = Ability.MOVE_VALUE

    @extend_schema(
        request=PointsTransfer,
        responses={201: PointsMoved},
        summary='Give points to another guest ({"to": "12", "points": 300}); each keeps its last day',
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, PointsTransfer)
        guest, to = self.standing(id), self.another(given.to, "/to")
        return self.told(guest, "points.transferred", giving.transfer(self.moving(), guest, to, given.points))


class PointsReverseView(PointsMove):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE
    act = Act.REDEEM

    @extend_schema(
        request=PointsReverse,
        responses={201: PointsMoved, 202: ApprovalWaiting},
        summary="Take a movement back, once; what stays and rewards brought about is taken back there",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, PointsReverse)
        guest, posting = self.standing(id), number(given.posting, "/posting")
        result = adjusting.undo(self.moving(), guest, posting, given.reason.strip())
        return self.told(guest, "points.reversed", result)


class PointsPurchaseView(PointsMove):
    needs: ClassVar[Needs] = Ability.MOVE_VALUE
    act = Act.WRITE

    @extend_schema(
        request=PointsPurchase,
        responses={201: PointsMoved},
        summary='Sell points in whole packages ({"points": 200}); `paid` is what the guest pays',
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, PointsPurchase)
        guest = self.standing(id)
        result = giving.purchase(self.moving(), guest, given.points, given.method)
        return self.told(guest, "points.bought", result)


class PointsReinstateView(PointsMove):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE

    @extend_schema(
        request=PointsReinstate,
        responses={201: PointsMoved, 202: ApprovalWaiting},
        summary="Bring back what expired of a lot, with a reason",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, PointsReinstate)
        if given.until is not None and given.until < self.today():
            raise Malformed(Flaw("/until", "out_of_range", "日期已过。", "This day has passed."))
        guest, lot = self.standing(id), number(given.lot, "/lot")
        result = adjusting.reinstate(self.moving(), guest, lot, given.until, given.reason.strip())
        return self.told(guest, "points.reinstated", result)


class PointsGapGiftView(PointsMove):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE

    @extend_schema(
        request=GapGift,
        responses={201: PointsMoved},
        summary='Give exactly the points that leave one or two nights to a reward ({"reward": "breakfast", "nights": 2})',
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, GapGift)
        guest = self.standing(id)
        return self.told(
            guest, "points.given", giving.give_gap(self.moving(), guest, given.reward, given.nights)
        )


class CoherenceView(PointsBase):
    needs: ClassVar[Needs] = Ability.SEE_PROGRAMME

    @extend_schema(
        responses={200: CoherenceOut},
        summary="What a point is worth in every way to spend it, side by side",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        published = versions.in_force(self.raw(), self.today())
        ways = coherence.ways(published.programme) if published else []
        ends = coherence.spread(ways)
        return answer(
            {
                "currency": self.property.currency,
                "ways": [told_way(way) for way in ways],
                "spread": {
                    "least": str(ends[0].per_point),
                    "most": str(ends[1].per_point),
                    "least_way": ends[0].code or ends[0].way,
                    "most_way": ends[1].code or ends[1].way,
                }
                if ends
                else None,
                "sold_too_cheap": [way.code or way.way for way in coherence.sold_too_cheap(ways)],
            }
        )


def told_way(way: coherence.Way) -> dict[str, Any]:
    return {
        "way": way.way,
        "code": way.code or None,
        "name": way.name,
        "name_en": way.name_en,
        "points": way.points,
        "worth": money.amount(way.worth_cents) if way.worth_cents is not None else None,
        "per_point": str(way.per_point) if way.per_point is not None else None,
    }
