"""What is proposed, so that one touch completes a remark."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from loyalty.guests.tagging import SENSITIVE
from loyalty.remarks.completion import Kept, judge
from loyalty.remarks.nickname import Fields, full, length
from loyalty.remarks.proposals import Known, propose

FIELDS = Fields("陈静", 3, "携程", "8206", 236, date(2026, 11, 21))
CHEN = Known(full(FIELDS), FIELDS, "携", "ota", ["银卡会员"], ["安静楼层", "高楼层"], "", False)


def test_the_proposal_is_what_the_picture_of_the_worklist_shows() -> None:
    proposal = propose(CHEN)
    assert proposal.nickname == "陈静3/携程/8206/236/20261121"
    assert proposal.fitted == ("陈静3/携/8206/236/1121", 19, ("century", "source", "year"), True)
    assert proposal.chosen[:3] == ["银卡会员", "怕吵", "高楼层"]
    assert ("有宝宝", False) in proposal.tags
    assert proposal.description == "陈静3/携程/8206/236/20261121\n安静楼层；高楼层"


def test_without_requests_it_is_said_that_nothing_is_to_note() -> None:
    proposal = propose(replace(CHEN, requests=[]))
    assert proposal.none_noted and proposal.words == "客人无特殊要求"


def test_c8_what_was_described_before_stays_and_new_requests_join_it_once() -> None:
    proposal = propose(
        replace(CHEN, description="要求提前开空调", requests=["加一个枕头", "加一个枕头", "提前开空调"])
    )
    assert proposal.words == "要求提前开空调；加一个枕头"
    assert not proposal.none_noted


def test_c8_habits_requests_and_trouble_stand_in_this_order_and_what_is_known_is_said_once() -> None:
    known = replace(
        CHEN, habits=["加枕头", "每晚两瓶水"], requests=["加一个枕头", "提前开空调"], problems=["11月2日：空调不热"], held={"extra_pillow"}
    )  # fmt: skip
    assert propose(known).words == "加枕头；每晚两瓶水；提前开空调；11月2日：空调不热"
    # Written so, it is proposed so again, and nothing twice.
    assert propose(replace(known, description=propose(known).description)).words == propose(known).words


def test_c8_within_what_wecom_takes_every_kind_has_its_place() -> None:
    known = replace(
        CHEN,
        habits=["习" * 50, "惯" * 50],
        requests=["要" * 30, "求" * 30],
        problems=["11月2日：" + "难" * 20],
    )
    proposal = propose(known)
    assert length(proposal.description) <= 150
    assert proposal.words == f"{'习' * 50}；{'要' * 30}；11月2日：{'难' * 20}"
    # One that is too long alone is cut rather than left out.
    assert propose(replace(CHEN, requests=[], problems=["难" * 200])).words.endswith("难…")


def test_a_guest_of_the_second_visit_is_no_first_stay_any_more() -> None:
    first = propose(replace(CHEN, fields=replace(FIELDS, count=1), tags=[]))
    assert "首住" in first.chosen
    again = propose(replace(CHEN, tags=["首住"]))
    assert "首住" not in again.chosen and "回头客" in again.chosen


def test_c6_a_sensitive_word_is_kept_where_it_is_and_never_proposed() -> None:
    assert "未成年" in propose(replace(CHEN, tags=["未成年"])).chosen
    assert not SENSITIVE & {word for word, _ in propose(replace(CHEN, tags=[])).tags}


@given(
    st.sampled_from(["ota", "member", "corporate", "walk_in", ""]),
    st.lists(st.text(max_size=200), max_size=6),
    st.text(max_size=400),
    st.integers(1, 99),
)
def test_one_touch_always_completes_and_always_fits(
    channel: str, requests: list[str], before: str, count: int
) -> None:
    fields = replace(FIELDS, count=count)
    proposal = propose(Known(full(fields), fields, "携", channel, [], requests, before, False))
    assert length(proposal.description) <= 150
    kept = Kept(proposal.nickname, proposal.chosen, "", proposal.words, proposal.none_noted)
    assert judge(kept, fields, "携", "+8613800138000").complete
