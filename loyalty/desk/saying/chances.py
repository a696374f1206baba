"""Which scripts there are for this guest on this stay, and what each is worth in money. Knows no database.

A complaint always comes first; then what is worth most; then in the order of the table. At most three are said.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from loyalty.desk.saying.holding import Coupon, Holding, Worth
from loyalty.desk.saying.known import Both, Fact, Sum
from loyalty.desk.saying.script_texts import ORDER
from loyalty.desk.saying.staying import Moment, Staying
from loyalty.desk.surprising import returns
from loyalty.programme.benefits.worth import discount_in_words, share_of
from loyalty.programme.coupons import applying
from loyalty.programme.punchcards.wording import UNITS
from loyalty.programme.tiers.wording import missing

MOST = 3
SOON_DAYS = 60  # points that end within so many days are spoken of
BIRTHDAY_DAYS = 3
COMPLAINTS = frozenset({"complaint", "complaint_out"})
PROGRAMME = Both("会员方案", "the programme")
STAY = Both("这次入住", "this stay")
LEDGER = Both("积分账", "the points ledger")
# Nothing that costs the house money is named twice: what is told of by a script of its own is not among `benefits`.
OWN = frozenset({"upgrade", "discount", "points", "gift"})


@dataclass(frozen=True, slots=True)
class Chance:
    """Something that could be said, with all that it says."""

    code: str
    cents: int | None = None
    facts: dict[str, Fact] = field(default_factory=dict)
    detail: Both | None = None


def best(staying: Staying, held: Holding, moment: Moment, today: date) -> list[Chance]:
    """The most valuable first; not cut, as a text may turn out not to be sayable."""
    found = list(_in(staying, held, today) if moment == "check_in" else _out(staying, held, today))
    return sorted(found, key=lambda each: (each.code not in COMPLAINTS, -(each.cents or 0), ORDER[each.code]))


def _in(staying: Staying, held: Holding, today: date) -> Iterator[Chance]:
    yield from _complaint(staying, "complaint", today)
    yield from _worth(staying, held)
    yield from _direct(staying, held)
    yield from _coupon(staying, held, "coupon", staying.rate_cents * staying.nights)
    yield from _ending(held, "points_ending", today, staying.currency)
    yield from _next(held, "next_tier")
    yield from _punch(held, "punch")
    if birthday_near(staying):
        yield Chance("birthday", detail=_on(staying.birthday))
    # Where the first stay makes a member nobody needs to be asked.
    if held.programme is not None and held.programme.joins == "sign_up" and held.tier is None:
        yield Chance("join")
    if not staying.has_phone:
        yield Chance("ask_phone")
    if not staying.has_wechat:
        yield Chance("add_wechat")


def _out(staying: Staying, held: Holding, today: date) -> Iterator[Chance]:
    yield from _complaint(staying, "complaint_out", today)
    if staying.channel == "ota":
        yield _book_direct(staying, held)
    yield from _coupon(staying, held, "coupon_next", None, after=today)
    yield from _ending(held, "points_out", today, staying.currency)
    yield from _next(held, "next_out")
    yield from _punch(held, "punch_out")
    if staying.asked_description is False:
        yield Chance("ask_wishes")
    if not staying.has_phone:
        yield Chance("phone_out")
    if not staying.has_wechat:
        yield Chance("wechat_out")
    open_one = staying.complaint is not None and not staying.complaint.settled
    if staying.channel == "ota" and staying.source and not open_one:
        # Only where the booking came from, and never to who is not content.
        said = Both(staying.source, staying.source)
        yield Chance("review", facts={"source": Fact(said, STAY)})


def _complaint(staying: Staying, code: str, today: date) -> Iterator[Chance]:
    """What the guest is told names nothing that staff wrote down: that stands in the detail, for them alone."""
    found = staying.complaint
    if found is None or (found.settled and code != "complaint"):
        return
    zh, en = f"{found.day:%Y-%m-%d} 投诉：{found.text}", f"Complaint of {found.day:%Y-%m-%d}: {found.text}"
    if found.settled:
        zh, en = (
            f"{zh}。已处理：{found.outcome or '没有写结果'}",
            f"{en}. Settled: {found.outcome or 'no outcome noted'}",
        )
    else:
        zh, en = f"{zh}。还没有处理完", f"{en}. Not settled yet"
    yield Chance(code, detail=Both(zh, en))


def _worth(staying: Staying, held: Holding) -> Iterator[Chance]:
    """What membership gives on this stay (C42), the gift of the month (C37)."""
    if held.tier is None:
        return
    tier = Fact(held.tier, PROGRAMME)
    own: dict[str, Worth] = {}
    rest: list[Worth] = []
    for item in held.worth:
        if item.kind not in OWN:
            rest.append(item)
        elif item.kind not in own and item.cents > 0:
            own[item.kind] = item
    if upgrade := own.get("upgrade"):
        yield _valued("upgrade", staying, upgrade, tier)
    if discount := own.get("discount"):
        facts = {"discount": Fact(fold(held.discount_percent), PROGRAMME)}
        yield _valued("discount", staying, discount, tier, facts)
    if (gift := own.get("gift")) and staying.first_of_month:
        yield _valued("month_gift", staying, gift, tier, {"gift": Fact(gift.name, PROGRAMME)})
    if rest:
        names = Both("、".join(item.name.zh for item in rest), ", ".join(item.name.en for item in rest))
        details = Both("；".join(item.says.zh for item in rest), "; ".join(item.says.en for item in rest))
        whole = Worth("", names, sum(item.cents for item in rest), details)
        yield _valued("benefits", staying, whole, tier, {"benefits": Fact(names, PROGRAMME)})


def _valued(
    code: str, staying: Staying, item: Worth, tier: Fact, facts: dict[str, Fact] | None = None
) -> Chance:
    amount = Fact(Sum(item.cents, staying.currency), Both(item.says.zh, item.says.en))
    return Chance(code, item.cents, {"tier": tier, "amount": amount, **(facts or {})}, item.says)


def fold(percent: int) -> Both:
    """12 -> '8.8折', '12% off'."""
    return Both(f"{discount_in_words(percent)}折", f"{percent}% off")


def _direct(staying: Staying, held: Holding) -> Iterator[Chance]:
    """Where the house owes no discount on this bill: what one would save who books with the house, in money or not at all."""
    if staying.channel == "ota" and not staying.discounted:
        found = _book_direct(staying, held, "direct_in")
        if found.cents:
            yield found


def _book_direct(staying: Staying, held: Holding, code: str = "book_direct") -> Chance:
    """For the next time: the present booking stays where it was made."""
    facts: dict[str, Fact] = {}
    cents = share_of(staying.rate_cents * staying.nights, held.discount_percent)
    if held.tier is not None and cents > 0:
        facts = {
            "tier": Fact(held.tier, PROGRAMME),
            "discount": Fact(fold(held.discount_percent), PROGRAMME),
            "amount": Fact(Sum(cents, staying.currency), STAY),
        }
    return Chance(code, cents or None, facts)


def _coupon(
    staying: Staying, held: Holding, code: str, bill_cents: int | None, after: date | None = None
) -> Iterator[Chance]:
    """The coupon that takes most off this bill; for the next time, the first that outlives today."""
    found: list[tuple[int, Coupon]] = []
    for coupon in held.coupons:
        if after is not None:
            if coupon.expires_on is None or coupon.expires_on > after:
                found.append((0, coupon))
        elif coupon.expires_on is not None and coupon.expires_on < staying.check_in_on:
            continue
        elif coupon.terms and bill_cents and applying.least_bill_cents(coupon.terms) <= bill_cents:
            found.append((applying.apply(bill_cents, [coupon.terms]).off_cents[0], coupon))
    if not found:
        return
    cents, coupon = max(found, key=lambda pair: pair[0])
    source = Both("优惠券", "coupons")
    facts = {"coupon": Fact(coupon.name, source), "coupon_says": Fact(coupon.says, source)}
    if coupon.expires_on is not None:
        facts["coupon_until"] = Fact(coupon.expires_on, source)
    yield Chance(code, cents or None, facts)


def _ending(held: Holding, code: str, today: date, currency: str) -> Iterator[Chance]:
    if held.ending is None or held.ending[0] > today + timedelta(days=SOON_DAYS):
        return
    on, points = held.ending
    cents = held.points_cents(points)
    facts = {"points_ending": Fact(points, LEDGER), "points_end_on": Fact(on, LEDGER)}
    if cents:
        facts["points_worth"] = Fact(Sum(cents, currency), PROGRAMME)
    yield Chance(code, cents or None, facts)


def _next(held: Holding, code: str) -> Iterator[Chance]:
    """Only who is near: the programme says from which share of the way on."""
    if held.next is None or held.programme is None:
        return
    if held.next.share * 100 < held.programme.tiers.standing.near_percent:
        return
    zh, en = missing(held.next.measure, held.next.missing)
    brings = held.next.brings
    facts = {"missing": Fact(Both(zh, en), PROGRAMME), "next_tier": Fact(held.next.name, PROGRAMME)}
    if brings:
        names = Both("、".join(each.zh for each in brings), ", ".join(each.en for each in brings))
        facts["brings"] = Fact(names, PROGRAMME)
    yield Chance(code, None, facts)


def _punch(held: Holding, code: str) -> Iterator[Chance]:
    near = [card for card in held.punches if 0 < card.missing <= 2]
    if not near:
        return
    card = min(near, key=lambda each: each.missing)
    unit, one, many = UNITS[card.counts]
    said = Both(f"{card.missing}{unit}", f"{card.missing} {one if card.missing == 1 else many}")
    facts = {"punch_missing": Fact(said, PROGRAMME), "punch_gift": Fact(card.gift, PROGRAMME)}
    yield Chance(code, None, facts)


def birthday_near(staying: Staying) -> bool:
    """On the stay, or within three days of it."""
    if staying.birthday is None:
        return False
    around = timedelta(days=BIRTHDAY_DAYS)
    return any(returns(staying.birthday, staying.check_in_on - around, staying.check_out_on + around))


def _on(day: date | None) -> Both | None:
    return Both(f"生日 {day.month}月{day.day}日", f"Birthday: {day.day} {day:%B}") if day else None
