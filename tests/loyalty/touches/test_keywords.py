"""What makes a text a complaint: words that are meant, and not those that are denied or only asked about. C116."""

import pytest

from loyalty.touches.keywords import Rule, complaint, find
from loyalty.touches.standard import STANDARD

HEARD = {
    "隔壁太吵了，一晚上没睡好": "noise",
    "床上有头发，卫生间很脏": "cleanliness",
    "一股烟味": "cleanliness",
    "房间不太干净": "cleanliness",
    "没换床单": "cleanliness",
    "洗澡水不热": "equipment",
    "没有热水！": "equipment",
    "空调不制冷": "equipment",
    "卫生间漏水": "equipment",
    "wifi太慢": "equipment",
    "前台态度很差": "service",
    "早餐太难吃": "breakfast",
    "多收了我50块": "billing",
    "押金到现在没退": "billing",
    "说好的高楼层，结果给了二楼": "promise",
    "我要投诉": "complaint",
    "给我退款": "complaint",
    "The room was dirty and there was hair in the bed": "cleanliness",
    "No hot water in the shower": "equipment",
    "The AC did not work": "equipment",
    "I was overcharged": "billing",
    "So loud we couldn't sleep": "noise",
}
NOT_HEARD = [
    "房间不吵，挺好的", "一点都不吵", "会不会很吵？", "这个房间吵吗", "房间吵不吵", "要一间安静点的，我怕吵", "别吵到别人", "房间不脏", "没有异味",
    "天气不热不冷", "没问题", "热水几点有", "有没有热水", "有热水吗", "空调不用开", "早餐几点", "早餐一般几点开始", "水压怎么样", "有蚊子吗", "可以退款吗",
    "我不会投诉的", "没什么不满意的", "心脏不好，要低楼层", "有房间吗？", "多少钱", "能开发票吗", "退房后能寄存行李吗", "很干净，下次还来",
    "It was not dirty at all", "Is it noisy?", "quiet room please, I don't like noise", "no problem, thanks",
]  # fmt: skip


@pytest.mark.parametrize(("text", "topic"), HEARD.items())
def test_c116_a_complaint_is_heard_with_its_topic(text: str, topic: str) -> None:
    found = complaint(text, STANDARD)
    assert found is not None and found.rule.code == topic, found


@pytest.mark.parametrize("text", NOT_HEARD)
def test_what_is_denied_asked_or_asked_for_is_no_complaint(text: str) -> None:
    assert complaint(text, STANDARD) is None


def test_praise_is_heard_as_praise_and_the_topic_with_most_words_comes_first() -> None:
    assert [each.rule.code for each in find("服务态度好，房间很干净", STANDARD)] == ["praise"]
    found = find("又脏又有异味，空调坏了", STANDARD)
    assert [each.rule.code for each in found] == ["cleanliness", "equipment"] and found[0].words == (
        "脏",
        "异味",
    )


def test_a_word_within_another_is_no_second_one() -> None:
    # 臭味 says 臭 too; what is broken and does not cool is said in two words.
    found = find("空调坏了不制冷，走廊有臭味", STANDARD)
    assert [each.rule.code for each in found] == ["equipment", "cleanliness"]
    assert set(found[1].words) == {"臭味", "臭"}


def test_a_house_has_words_of_its_own_and_can_switch_a_rule_off() -> None:
    own = Rule("pool", "complaint", "泳池", "Pool", ("泳池…冷",), ("泳池不冷",), standard=False)
    assert complaint("泳池的水太冷了", [own]) and not complaint("泳池不冷", [own])
    # Both parts in one sentence, in this order.
    assert not complaint("泳池很好。早上有点冷", [own]) and not complaint("天冷，泳池开吗", [own])
    off = Rule("pool", "complaint", "泳池", "Pool", ("泳池",), active=False)
    assert find("泳池", [off]) == []
