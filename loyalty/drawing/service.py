"""What a drawn hotel has decided of its service: departments, owners, products and costs, surprises, what it says of itself."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from kernel import clock
from kernel.statements import Statements
from loyalty.desk import surprise_rules
from loyalty.desk.saying import house as house_facts
from loyalty.desk.saying import rooms
from loyalty.desk.saying.known import Both
from loyalty.desk.surprising import STANDARD, Gift
from loyalty.desk.surprising import Rule as Surprise
from loyalty.owners import departments
from loyalty.owners import rules as owner_rules
from loyalty.owners.deciding import Rule
from loyalty.products import costs, keeping
from loyalty.products.costs import Change
from loyalty.products.keeping import ProductIn
from loyalty.programme import versions
from tenants.context import raw_connection
from tenants.models import Property

BY = "演示数据"

PRODUCTS = (
    ProductIn("breakfast", "早餐", 3800, "Breakfast", "service", "餐饮", "位", cost_cents=1250),
    ProductIn("afternoon-tea", "下午茶", 6800, "Afternoon tea", "service", "餐饮", "份", cost_cents=2300),
    ProductIn("noodles", "苏式汤面", 2800, "Noodle soup", "product", "餐饮", "碗", cost_cents=900),
    ProductIn("biluochun", "碧螺春一盏", 3600, "A pot of Biluochun", "product", "餐饮", "壶", cost_cents=1100),
    ProductIn("minibar-water", "苏打水", 800, "Soda water", "product", "房间", "瓶", cost_cents=260, stock=240),
    ProductIn("laundry", "洗衣", 4500, "Laundry", "service", "房间", "袋", cost_cents=1500),
    ProductIn("bike", "单车半日", 3000, "A bicycle for half a day", "service", "休闲", "辆", cost_cents=400),
    ProductIn("fruit-plate", "果盘", 2600, "Fruit plate", "product", "惊喜", "份", cost_cents=850),
    ProductIn("sleep-milk", "睡眠牛奶", 1200, "Sleep milk", "product", "惊喜", "杯", cost_cents=350),
    ProductIn("small-cake", "小蛋糕", 3800, "A small cake", "product", "惊喜", "个", cost_cents=1400),
)  # fmt: skip
ROOM_NAMES = {
    "大床房": "Queen Room",
    "双床房": "Twin Room",
    "庭院大床房": "Courtyard Queen Room",
    "家庭房": "Family Room",
}
# What a room of this type costs for a night, in cents: linen, cleaning, water, energy.
ROOMS = {"大床房": 4600, "双床房": 5200, "庭院大床房": 5800, "家庭房": 7000}
COST_BP: Mapping[str, int | None] = {
    "fnb": 3600,
    "other": 5000,
}  # of what the PMS tells as restaurant and other revenue
# What each source takes of the room revenue. Of one nobody has asked yet: the console names it.
COMMISSIONS = {
    "携程": 0.15, "美团": 0.12, "飞猪": 0.12, "同程": 0.13, "Booking": 0.15, "去哪儿": 0.15,
    "协议单位": 0.0, "公司": 0.0, "旅行社": 0.08, "团队": 0.05,
}  # fmt: skip
# Surprise -> what is given of the products. These two are switched on.
GIFTS = {"eighth_visit": [Gift("fruit-plate"), Gift("sleep-milk")], "birthday": [Gift("small-cake")], "after_complaint": [Gift("fruit-plate")]}  # fmt: skip
FACTS = {
    "breakfast_hours": Both("7:00–9:30，周末到 10:00", "7:00 to 9:30, to 10:00 at weekends"),
    "breakfast_price": Both("38 元一位", "38 yuan each"),
    "breakfast_place": Both("一楼临水餐厅", "the restaurant by the canal on the ground floor"),
    "breakfast_food": Both("苏式汤面、白粥小菜、鸡蛋、咖啡", "Suzhou noodles, congee, eggs, coffee"),
    "parking": Both("楼后有 24 个车位，先到先停", "24 spaces behind the house, first come, first served"),
    "parking_price": Both("住客免费", "free for our guests"),
    "wifi": Both("密码在房卡套上", "the password is on the key card sleeve"),
    "check_in_from": Both("下午两点起", "from 2 pm"),
    "check_out_until": Both("中午十二点前", "by noon"),
    "invoice": Both("当天可开电子普票和专票", "electronic invoices the same day"),
    "luggage": Both("前台免费寄存", "kept at the desk, free"),
    "laundry": Both("三楼有自助洗烘，免费", "washers and dryers on the 3rd floor, free"),
    "documents": Both("身份证、护照或电子身份证都可以", "an ID card or a passport"),
    "corporate_title": Both("总", ""),
}
# Department -> who of the drawn staff works in it, by number of the clerk or by role.
WORK = {
    "front_desk": ("01", "02", "03", "04"),
    "housekeeping": ("housekeeping",),
    "fnb": ("fnb",),
    "engineering": ("housekeeping",),
    "management": ("manager",),
}


def furnish(hotel: Property, people: Mapping[str, UUID]) -> None:
    """Put it all there, for a hotel that has none of it. `people`: the drawn staff by number or by what they do."""
    raw, now = Statements(raw_connection()), clock.now()
    published = versions.in_force(raw, clock.today(hotel.time_zone))
    tiers = [tier.code for tier in published.programme.tiers.levels] if published else []
    known = departments.listed(raw)
    departments.put(
        raw,
        hotel,
        [
            departments.Department(
                each.code,
                each.name,
                each.name_en,
                tuple(people[who] for who in WORK.get(each.code, ()) if who in people),
            )
            for each in known
        ],
    )
    owner_rules.put(raw, hotel, rules_of(tiers))
    for product in PRODUCTS:
        keeping.put(raw, product, BY)
    commissions = {source: round(share * 10_000) for source, share in COMMISSIONS.items()}
    costs.change(raw, hotel, Change(rooms=ROOMS, shares=COST_BP, commissions=commissions), BY)
    for rule in STANDARD:
        surprise_rules.put(raw, switched_on(rule), BY)
    house_facts.put(raw, FACTS, by_name=BY, now=now)
    rooms.put(raw, ROOM_NAMES, by_name=BY, now=now)


def rules_of(tiers: Sequence[str]) -> list[Rule]:
    """The best tier is looked after by the manager, everybody else by whom they met; who is left, by the desk."""
    best = [Rule("tier", "department", value=tiers[-1], department="management")] if tiers else []
    return [*best, Rule("checked_in", "themselves"), Rule("everybody", "department", department="front_desk")]


def switched_on(rule: Surprise) -> Surprise:
    """A standard surprise as this hotel does it; one without a gift stays as it is offered."""
    gifts = GIFTS.get(rule.code, [])
    return msgspec.structs.replace(rule, active=bool(gifts), products=gifts)
