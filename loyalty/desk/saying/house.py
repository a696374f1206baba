"""Facts of the house that replies may say, each in Chinese and English; what nobody wrote down is not said."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.desk.saying.known import Both, Fact

LONGEST = 200
SOURCE = Both("门店信息", "facts of the house")


class HouseFact(NamedTuple):
    """Something a house can say of itself. `hint`: how it is best written."""

    code: str
    zh: str
    en: str
    hint_zh: str
    hint_en: str


HOUSE = (
    HouseFact("breakfast_hours", "早餐时间", "breakfast hours", "7:00–9:30，周末到 10:00", "7:00 to 9:30"),
    HouseFact("breakfast_price", "早餐价格", "breakfast price", "38 元一位，儿童半价", "38 yuan each"),
    HouseFact("breakfast_place", "早餐地点", "where breakfast is", "二楼餐厅", "the restaurant on the 2nd floor"),
    HouseFact("breakfast_food", "早餐有什么", "what breakfast is", "粥、面、鸡蛋、咖啡", "congee, noodles, eggs, coffee"),
    HouseFact("parking", "停车", "parking", "楼后有 40 个车位，先到先停", "40 spaces behind the house"),
    HouseFact("parking_price", "停车收费", "parking price", "住客免费", "free for our guests"),
    HouseFact("charging", "充电桩", "charging", "停车场有 4 个快充桩", "4 fast chargers in the car park"),
    HouseFact("wifi", "无线网络", "wifi", "名称 Huike，密码在房卡套上", "Huike; the password is on the key card"),
    HouseFact("check_in_from", "入住时间", "check-in from", "下午两点起", "from 2 pm"),
    HouseFact("check_out_until", "退房时间", "check-out until", "中午十二点前", "by noon"),
    HouseFact("late_check_out", "延迟退房", "late check-out", "有空房可到两点，之后收半天房费", "until 2 pm if free"),
    HouseFact("invoice", "发票", "invoices", "当天可开电子普票和专票", "electronic invoices the same day"),
    HouseFact("pets", "宠物", "pets", "小型犬可以，押金 200 元", "small dogs are welcome"),
    HouseFact("deposit", "押金", "deposit", "押金 200 元，退房原路退回", "200 yuan, refunded at check-out"),
    HouseFact("address", "地址", "address", "姑苏区平江路 100 号", "100 Pingjiang Road"),
    HouseFact("metro", "地铁", "metro", "1 号线相门站 3 口，走 6 分钟", "Line 1, Xiangmen, exit 3, 6 minutes"),
    HouseFact("pickup", "接送", "pick-up", "高铁站接站 60 元，请提前一天说", "from the station, a day ahead"),
    HouseFact("laundry", "洗衣", "laundry", "三楼有自助洗烘，免费", "washers on the 3rd floor, free"),
    HouseFact("luggage", "寄存行李", "luggage", "前台免费寄存，当天取", "kept at the desk, free"),
    HouseFact("extra_bed", "加床", "extra bed", "加床 80 元一晚", "an extra bed is 80 yuan a night"),
    HouseFact("crib", "婴儿床", "crib", "有 3 张，免费，请提前说", "3 of them, free, please tell us ahead"),
    HouseFact("pillows", "枕头", "pillows", "有荞麦枕、乳胶枕", "buckwheat and latex pillows"),
    HouseFact("cancel_rule", "取消规则", "cancelling", "入住前一天 18 点前免费取消", "free until 6 pm the day before"),
    HouseFact("documents", "入住证件", "documents", "身份证、护照或电子身份证都可以", "an ID card or a passport"),
    HouseFact("top_up", "储值优惠", "top-up offer", "充 1000 送 100", "pay 1,000, get 100 more"),
    HouseFact("phone", "前台电话", "phone", "0512-6700 0000", "+86 512 6700 0000"),
    HouseFact("corporate_title", "协议客人的称呼", "title of corporate guests", "总", "Mr"),
)  # fmt: skip
CODES = frozenset(fact.code for fact in HOUSE)


class NoSuchFact(Refused):
    code = "no_such_house_fact"
    status = 422
    zh = "没有这一项门店信息：{fact}。"
    en = "There is no such fact of the house: {fact}."


def read(raw: Statements) -> dict[str, Both]:
    """What this house says of itself, by code."""
    return {code: Both(zh, en) for code, zh, en in raw.execute(READ).fetchall()}


def facts(said: Mapping[str, Both]) -> dict[str, Fact]:
    """The same as facts that a template may say."""
    return {code: Fact(both, SOURCE) for code, both in said.items() if code in CODES}


def put(raw: Statements, said: Mapping[str, Both], *, by_name: str, now: datetime) -> list[str]:
    """Write these down; the others stay. What is empty in both languages is forgotten. Returns what changed."""
    for code in said:
        if code not in CODES:
            raise NoSuchFact(fact=code)
    held = read(raw)
    changed = [code for code, both in said.items() if held.get(code, Both("", "")) != both]
    for code in changed:
        both = said[code]
        if both.zh or both.en:
            raw.execute(PUT, (code, both.zh, both.en, now, by_name[:80]))
        else:
            raw.execute(DROP, (code,))
    return changed


READ = "SELECT code, zh, en FROM desk_housefact"
PUT = """
INSERT INTO desk_housefact (code, zh, en, changed_at, changed_by_name) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (code) DO UPDATE SET zh = EXCLUDED.zh, en = EXCLUDED.en, changed_at = EXCLUDED.changed_at,
    changed_by_name = EXCLUDED.changed_by_name
"""
DROP = "DELETE FROM desk_housefact WHERE code = %s"
