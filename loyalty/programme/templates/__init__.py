"""Programmes to start from, one for each kind of house. They pass every check as they are."""

from dataclasses import dataclass

from loyalty.programme.document import Programme
from loyalty.programme.templates.economy import ECONOMY
from loyalty.programme.templates.midscale import MIDSCALE
from loyalty.programme.templates.resort import RESORT


@dataclass(frozen=True, slots=True)
class Template:
    code: str
    name: str
    name_en: str
    says: str
    says_en: str
    programme: Programme


TEMPLATES = (
    Template(
        "economy",
        "经济型",
        "Economy",
        "三个等级，按间夜和次数升级；早餐、延迟退房、住8送1。",
        "Three tiers by nights and visits; breakfast, late check-out, eight visits and one free.",
        ECONOMY,
    ),
    Template(
        "midscale",
        "中端",
        "Mid-scale",
        "四个等级，按间夜、次数、消费升级或购买；积分抵扣与兑换、储值、大转盘、等级匹配。",
        "Four tiers by nights, visits, spend or money; points in every way, stored value, a wheel, status match.",
        MIDSCALE,
    ),
    Template(
        "resort",
        "度假",
        "Resort",
        "四个等级，按全年间夜和消费升级；积分三年后年底到期，可转赠、家庭共享。",
        "Four tiers by the year's nights and spend; points last to the end of the third year, and families share.",
        RESORT,
    ),
)


def named(code: str) -> Template | None:
    return next((template for template in TEMPLATES if template.code == code), None)
