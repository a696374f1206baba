"""What passed at a drawn hotel's touch points in the last weeks: meals, complaints and what came of them, praise, reviews.

Written by the product's own ways, week by week at its own time; the same stay has always the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from kernel import clock
from kernel.statements import Statements
from loyalty.desk import notes
from loyalty.desk.models import ScriptUse, Task
from loyalty.desk.surprising import STANDARD
from loyalty.drawing import service
from loyalty.drawing.planning import SEED
from loyalty.guests import interactions, persons
from loyalty.products import consuming
from loyalty.products.consuming import Item
from loyalty.touches import writing
from loyalty.touches.finding import Whom
from loyalty.touches.writing import By, Touch
from tenants.context import raw_connection
from tenants.models import Property

DAYS = 60
UNDER_WAY = timedelta(days=2)
SAID_DAYS = 14  # for which it is known what was said at the desk
PAST = By("演示数据", through="api")

# What guests had, as the till has it: (product, how many, what, how often in a hundred stays).
MEALS = (("breakfast", 1, 14), ("breakfast", 2, 7), ("noodles", 1, 6), ("afternoon-tea", 1, 3), ("biluochun", 1, 4), ("minibar-water", 2, 5), ("laundry", 1, 2), ("bike", 2, 3))  # fmt: skip
COMPLAINTS = (
    ("隔壁很吵，半夜一点还在说话，没睡好", "已致歉，下次安排尽头的房间"),
    ("空调不制冷，半夜热醒", "当晚换房，工程部已修好"),
    ("卫生间有头发，床单上也有", "重新打扫，送了果盘"),
    ("热水忽冷忽热", "调了混水阀，已回访"),
    ("房间有烟味", "换到无烟层"),
    ("早餐品种太少，面也凉了", "早餐券已退，餐饮部记下了"),
    ("说好的高楼层没有给", "升级到庭院房"),
    ("前台态度不好，问两次都没抬头", "店长已打电话道歉"),
)  # fmt: skip
PRAISE = (
    "前台记得我要两个枕头，很贴心",
    "阿姨打扫得干净，谢谢",
    "提前开了空调，进门就凉快",
    "早餐的面很好吃",
    "帮忙叫了车，赶上了高铁",
)
REVIEWS = (
    (5, "位置好，前台热情，还会再来"), (5, "临水的房间很安静，早餐不错"), (4, "性价比高，就是停车位少"),
    (4, "房间小一点，服务好"), (5, "第三次住了，每次都记得我"), (3, "隔音一般，其他都好"), (2, "热水等了十分钟"),
)  # fmt: skip
SERVED = ("送浴巾两条", "换了荞麦枕", "加了一床被子", "修好了床头灯", "送了充电线")
LEFT = (("8210 客人明早六点退房，提前备好发票", "早班"), ("雨伞借出 3 把，记在本子上，记得收", "中班"))


class Stayed(NamedTuple):
    """A counted stay of these weeks, with the visit it belongs to."""

    id: int
    number: str
    guest: int
    check_in: datetime
    check_out: datetime
    room_no: str
    source: str
    channel: str
    ordinal: int
    clerk: str


def past(hotel: Property, clerks: Mapping[str, str], people: Mapping[str, UUID], now: datetime) -> None:
    """The last weeks until `now`. `clerks`: number -> name; `people`: accounts by number or by what they do."""
    today = clock.local_day(now, hotel.time_zone)
    stays = [Stayed(*row) for row in _raw().execute(STAYED, (today - timedelta(days=DAYS), today)).fetchall()]
    for start in range(DAYS, -1, -7):
        first, last = today - timedelta(days=start), today - timedelta(days=start - 6)
        week = [each for each in stays if first <= clock.local_day(each.check_out, hotel.time_zone) <= last]
        then = min(now, datetime.combine(last, time(23), clock.zone(hotel.time_zone)))
        with clock.ahead(then - clock.now()):
            _week(hotel, week, then, now)
    _surprised(stays, clerks, people, now)
    _said([each for each in stays if now - each.check_in < timedelta(days=SAID_DAYS)], clerks, people, hotel)
    _left(hotel, today, people, list(clerks.values())[1])


def _week(hotel: Property, stays: Sequence[Stayed], then: datetime, now: datetime) -> None:
    raw = _raw()
    told = [(touch, outcome) for stay in stays for touch, outcome in _of_stay(stay) if touch.at <= then]
    results = writing.write(raw, hotel, [touch for touch, _ in told], PAST)
    for (_, outcome), result in zip(told, results, strict=True):
        made = result.interaction
        # What is older than some days has been seen to; of the newest most is still under way.
        if outcome and made is not None and made.kind == "complaint" and now - made.made_at > UNDER_WAY:
            rows = persons.rows_of(raw, made.guest)
            interactions.change(
                raw, rows, made.id, settled=True, outcome=outcome, by_name=made.owner_name or PAST.name
            )


def _of_stay(stay: Stayed) -> Iterator[tuple[Touch, str]]:
    """What passed on this stay, and what came of it."""
    luck = Random(f"{SEED}-{stay.number}-touches")

    def touch(kind: str, at: str, hours: float, text: str, **more: Any) -> Touch:
        moment = stay.check_in + timedelta(hours=hours)
        return Touch(
            f"{stay.number}-{kind}-{at}", at, kind, Whom(id=stay.guest), moment, text, stay.number, **more
        )

    for code, quantity, often in MEALS:
        if luck.random() * 100 < often:
            item = Item(product=code, quantity=quantity, on_folio=luck.random() < 0.5, folio="fnb")
            name = next(each.name for each in service.PRODUCTS if each.code == code)
            place = (
                "leisure"
                if code == "bike"
                else "housekeeping"
                if code in ("minibar-water", "laundry")
                else "fnb"
            )
            yield (
                touch(
                    "consumption",
                    place,
                    luck.uniform(2, 16),
                    f"{name} × {quantity}",
                    source="收银",
                    items=[item],
                ),
                "",
            )
    if luck.random() < 0.06:
        yield touch("service", "housekeeping", luck.uniform(1, 8), luck.choice(SERVED), source="客房"), ""
    if luck.random() < 0.035:
        text, outcome = luck.choice(COMPLAINTS)
        settled = outcome if luck.random() < 0.97 else ""
        yield touch("complaint", "desk", luck.uniform(3, 14), text, source="前台"), settled
    if luck.random() < 0.035:
        yield touch("praise", "check_out", luck.uniform(15, 18), luck.choice(PRAISE), source="前台"), ""
    if stay.channel == "ota" and luck.random() < 0.12:
        rating, text = luck.choice(REVIEWS)
        days = (stay.check_out - stay.check_in).total_seconds() / 3600 + luck.uniform(8, 40)
        yield touch("review", "review", days, text, source=stay.source, rating=float(rating)), "已回复并致歉"


def _surprised(
    stays: Sequence[Stayed], clerks: Mapping[str, str], people: Mapping[str, UUID], now: datetime
) -> None:
    """The regulars of the last month found their fruit and milk, or somebody forgot it."""
    raw, rule = _raw(), STANDARD[0]
    names = list(clerks.values())
    for stay in stays:
        if stay.ordinal < (rule.n or 0) or not timedelta(days=1) < now - stay.check_in < timedelta(days=30):
            continue
        luck = Random(f"{SEED}-{stay.number}-surprise")
        done, at, name = luck.random() < 0.88, stay.check_in - timedelta(hours=1), luck.choice(names)
        by = people.get("housekeeping")
        gifts = [{"product": gift.product, "quantity": gift.quantity} for gift in service.GIFTS[rule.code]]
        task, made = Task.objects.get_or_create(
            stay=stay.id, kind="surprise", code=rule.code,
            defaults={
                "guest_id": stay.guest, "day": stay.check_in.date(), "until": stay.check_out.date(),
                "department": rule.department, "says": rule.does, "says_en": rule.does_en, "announced": False,
                "why": f"第 {stay.ordinal} 次入住", "why_en": f"visit {stay.ordinal}", "products": gifts,
                "cost_cents": 1200, "state": "done" if done else "skipped", "note": "" if done else "客人改了时间",
                "made_at": at, "settled_at": at, "settled_by": by, "settled_name": "孙洁" if by else name,
            },
        )  # fmt: skip
        if made and done:
            consuming.give(raw, stay.guest, stay.id, gifts, f"task:{task.id}", name)


def _said(
    stays: Sequence[Stayed], clerks: Mapping[str, str], people: Mapping[str, UUID], hotel: Property
) -> None:
    """Whether the desk said what it was given to say: some do, some forget it."""
    numbers = list(clerks)
    uses = []
    for stay in stays:
        luck = Random(f"{SEED}-{stay.number}-said")
        number = stay.clerk if stay.clerk in clerks else luck.choice(numbers)
        habit = (0.9, 0.8, 0.7, 0.75, 0.4, 0.5)[int(number[1:]) % 6]
        saves = "direct_in" if stay.channel == "ota" else "discount"
        codes = [saves, "next_tier"] if stay.ordinal > 1 else ["join", "add_wechat"]
        for code in codes[: 1 + (luck.random() < 0.5)]:
            uses.append(
                ScriptUse(
                    guest_id=stay.guest, stay=stay.id, day=clock.local_day(stay.check_in, hotel.time_zone),
                    moment="check_in", code=code, used=luck.random() < habit, at=stay.check_in,
                    by=people.get(number[1:]), by_name=clerks[number],
                )
            )  # fmt: skip
    ScriptUse.objects.bulk_create(uses, ignore_conflicts=True)


def _left(hotel: Property, today: date, people: Mapping[str, UUID], clerk: str) -> None:
    """What the last shift wrote down for the next."""
    by = notes.By(people.get("02"), clerk)
    for text, shift in LEFT:
        notes.make(_raw(), today, shift, text, None, by)


def _raw() -> Statements:
    return Statements(raw_connection())


STAYED = """
SELECT s.id, s.external_id, coalesce(g.merged_into_id, g.id), s.check_in, s.check_out, s.room_no, s.source, s.channel,
       coalesce(v.ordinal, 1), s.clerk
  FROM stays_stay s JOIN guests_guest g ON g.id = s.guest_id LEFT JOIN stays_visit v ON v.id = s.visit_id
 WHERE s.counted AND NOT g.secret AND s.check_out_on BETWEEN %s AND %s + 3 ORDER BY s.check_in, s.id
"""
