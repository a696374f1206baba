"""Sources and their channels: what every property starts with."""

import pytest

from loyalty.stays.sources import Mapped, channel_of, default, uncounted

STARTING = {
    "ota": "携程 去哪儿 美团 飞猪 同程 艺龙 途家 抖音 小红书 中介 Booking Agoda Expedia Airbnb",
    "member": "会员 官网 小程序 公众号 微信 企微 储值卡",
    "corporate": "协议单位 协议 公司 团队 旅行社 中介协议",
    "walk_in": "散客 上门 前台 电话",
}


@pytest.mark.parametrize(
    ("channel", "name"), [(c, n) for c, names in STARTING.items() for n in names.split()]
)
def test_a_property_knows_these_from_the_start(channel: str, name: str) -> None:
    assert (default(name).channel, default(name).mapped) == (channel, True)


@pytest.mark.parametrize(
    ("written", "channel"),
    [("CTRIP", "ota"), ("Trip.com", "ota"), ("大众点评", "ota"), ("AliAPP", "ota"), ("eLong", "ota"), ("缤客", "ota"),
     ("VipGold", "member"), ("挂账单位", "corporate"), ("上门散客", "walk_in"), ("Walk-in", "walk_in"), ("WAK", "walk_in"),
     (" booking ", "ota"), ("ＢＯＯＫＩＮＧ", "ota")],
)  # fmt: skip
def test_other_names_of_a_source_are_known(written: str, channel: str) -> None:
    assert channel_of(written, {}) == channel


def test_an_unknown_source_counts_as_walk_in_until_it_is_mapped() -> None:
    assert (default("中央推荐入住").channel, default("中央推荐入住").mapped) == ("walk_in", False)
    assert channel_of("中央推荐入住", {"中央推荐入住": Mapped("member", "中", True)}) == "member"


@pytest.mark.parametrize("word", ["免费房", "自用房", "House Use"])
def test_rooms_nobody_pays_for_are_not_counted(word: str) -> None:
    assert uncounted("", word) and not uncounted("散客", "")


@pytest.mark.parametrize(
    ("name", "short"),
    [("携程", "携"), ("美团", "美"), ("飞猪", "飞"), ("散客", "散"), ("Booking", "B"), ("恒力", "恒")],
)
def test_each_source_has_one_character(name: str, short: str) -> None:
    assert default(name).short == short
