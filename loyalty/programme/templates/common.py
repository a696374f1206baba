"""What the templates share: benefits with the prices of the field, coupons, a catalogue and a wheel."""

from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.coupons.terms import CouponKind, Step
from loyalty.programme.points.terms import EarnRule
from loyalty.programme.rewards.terms import Game, Prize, Reward
from loyalty.programme.tiers.terms import SecondChance, TierPrice

BREAKFAST = Benefit(
    code="breakfast",
    name="免费早餐",
    name_en="Free breakfast",
    price="38.00",
    cost="12.00",
    kind="breakfast",
    says="双人入住含双早",
)
LATE = Benefit(
    code="late",
    name="延迟退房至14点",
    name_en="Late check-out until 14:00",
    price="50.00",
    cost="5.00",
    kind="late_checkout",
)
UPGRADE = Benefit(
    code="upgrade",
    name="免费升级房型",
    name_en="Room upgrade",
    price="200.00",
    cost="30.00",
    kind="upgrade",
    says="每月1次，视房态安排",
)
HOLD = Benefit(
    code="hold",
    name="订房保留至20点",
    name_en="Room held until 20:00",
    price="20.00",
    cost="2.00",
    kind="booking_hold",
)
TEA = Benefit(
    code="tea", name="下午茶", name_en="Afternoon tea", price="48.00", cost="15.00", kind="afternoon_tea"
)
FRUIT = Benefit(
    code="fruit",
    name="迎宾水果",
    name_en="Welcome fruit",
    price="20.00",
    cost="8.00",
    kind="gift",
    period="stay",
)
LINE = Benefit(
    code="line",
    name="专属客服",
    name_en="A line of one's own",
    price="10.00",
    cost="1.00",
    kind="line",
    period="ever",
)

LADDER = [
    TierPrice(from_tier="base", to_tier="silver", price="49.00"),
    TierPrice(from_tier="silver", to_tier="gold", price="170.00"),
    TierPrice(from_tier="base", to_tier="gold", price="219.00"),
]
SECOND_CHANCES = [
    SecondChance(visits=2, within_months=1, gives_months=3),
    SecondChance(visits=5, within_months=1, gives_months=12),
]

OFF = CouponKind(
    code="off",
    name="满减券",
    name_en="Money off the bill",
    kind="threshold",
    steps=[Step(over="40.00", off="4.00"), Step(over="150.00", off="8.00")],
    valid_days=60,
    says="满40减4，满150减8",
)
NIGHT = CouponKind(
    code="night",
    name="免费房券",
    name_en="Free night",
    kind="free_night",
    amount="300.00",
    cost="90.00",
    valid_days=180,
    says="抵用300元以内的客房一晚",
)
COFFEE = CouponKind(
    code="coffee",
    name="咖啡券",
    name_en="A coffee",
    kind="fixed",
    amount="32.00",
    cost="6.00",
    valid_days=30,
    says="大堂吧任选一杯",
)
ROOM_UP = CouponKind(
    code="room-up",
    name="房型升级券",
    name_en="Room upgrade",
    kind="upgrade",
    room_type="豪华大床房",
    cost="30.00",
    valid_days=90,
)

PER_YUAN = EarnRule(code="spend", per="money", points=1, on="all")
REVIEW = EarnRule(
    code="review", per="action", action="review", kind="bonus", points=100, cap=200, cap_period="month"
)
BIRTHDAY = EarnRule(
    code="birthday", per="action", action="birthday", kind="bonus", points=200, cap=200, cap_period="year"
)
PROFILE = EarnRule(
    code="profile", per="action", action="profile", kind="bonus", points=100, cap=100, cap_period="ever"
)

MEAL = Reward(
    code="meal",
    name="早餐一份",
    name_en="One breakfast",
    kind="service",
    points=1000,
    money="10.00",
    price="38.00",
    cost="12.00",
)
FREE_NIGHT = Reward(
    code="free-night",
    name="免费住一晚",
    name_en="A free night",
    kind="night",
    points=6000,
    price="300.00",
    coupon="night",
)
UMBRELLA = Reward(
    code="umbrella",
    name="晴雨伞",
    name_en="Umbrella",
    kind="physical",
    points=2000,
    price="79.00",
    cost="35.00",
    stock=50,
    per_guest=1,
    period="year",
)
VIDEO = Reward(
    code="video",
    name="视频会员月卡",
    name_en="A month of films",
    kind="virtual",
    points=600,
    price="25.00",
    cost="15.00",
    per_guest=1,
    confirmed=False,
)
TICKET = Reward(
    code="ticket", name="大转盘抽奖一次", name_en="A turn of the wheel", kind="draw", points=100, price="5.00",
    game="wheel", confirmed=False,
)  # fmt: skip

WHEEL = Game(
    code="wheel",
    name="幸运大转盘",
    name_en="Wheel of fortune",
    points=100,
    budget="2000.00",
    prizes=[
        Prize(code="points50", name="50积分", name_en="50 points", per_10000=3500, gives="points", points=50),
        Prize(
            code="points200", name="200积分", name_en="200 points", per_10000=800, gives="points", points=200
        ),
        Prize(code="off", name="满减券", name_en="Money off", per_10000=1500, gives="coupon", coupon="off"),
        Prize(
            code="meal",
            name="早餐一份",
            name_en="One breakfast",
            per_10000=300,
            gives="thing",
            cost="12.00",
            stock=100,
        ),
        Prize(
            code="night",
            name="免费房券",
            name_en="Free night",
            per_10000=10,
            gives="coupon",
            coupon="night",
            stock=5,
            cost="90.00",
        ),
    ],
)
