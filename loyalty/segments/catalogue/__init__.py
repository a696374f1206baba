"""Every field there is, by name."""

from loyalty.segments.catalogue import guests, programme, stays, winning
from loyalty.segments.fields import Field

ALL: tuple[Field, ...] = (*guests.FIELDS, *stays.FIELDS, *programme.FIELDS, *winning.FIELDS)
FIELDS: dict[str, Field] = {field.name: field for field in ALL}

GROUPS: dict[str, tuple[str, str]] = {
    "basic": ("基本资料", "Basic"),
    "stays": ("入住", "Stays"),
    "value": ("消费", "Spend"),
    "programme": ("会员计划", "Programme"),
    "coupons": ("优惠券", "Coupons"),
    "lifecycle": ("生命周期", "Lifecycle"),
    "profile": ("画像", "Profile"),
    "campaigns": ("营销", "Campaigns"),
    "reach": ("触达", "Reach"),
}
