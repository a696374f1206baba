"""What visits say of preferences: proposed from repeated requests, given up when contradicted. Pure, by worked examples."""

import itertools
from datetime import date

from loyalty.guests.asking import Asked, heard
from loyalty.touches.weighing import Held, Visit, weigh

PILLOW = "加一个枕头"


def visits(*asked: str) -> list[Visit]:
    """One a month from January 2026, oldest first, each with its requests."""
    return [Visit(date(2026, n, 5), heard([text] if text else [])) for n, text in enumerate(asked, 1)]


def proposed(
    found: list[Visit], held: list[Held] | None = None, refused: object = None
) -> list[tuple[str, bool]]:
    return [(each.code, each.drops) for each in weigh(found, held or [], refused or {}).proposals]  # type: ignore[arg-type]


def test_three_pillows_in_five_visits_propose_a_pillow_and_two_do_not() -> None:
    """The worked example, and its control: one request less."""
    three = visits(PILLOW, "", "要三个枕头", "高楼层", "an extra pillow please")
    (found,) = weigh(three, [], {}).proposals
    assert (found.code, found.drops, found.seen, found.of) == ("extra_pillow", False, 3, 5)
    assert found.evidence == (
        (date(2026, 5, 5), "an extra pillow please"), (date(2026, 3, 5), "要三个枕头"), (date(2026, 1, 5), PILLOW),
    )  # fmt: skip
    assert proposed(visits(PILLOW, "", "要三个枕头", "高楼层", "")) == []
    # The sixth visit pushes the first out of the last five.
    assert proposed([*three, *visits("", "", "", "", "", "发票")[5:]]) == []


def test_the_order_in_which_stays_become_known_changes_nothing() -> None:
    three = visits(PILLOW, "高楼层", PILLOW, "高楼层", PILLOW)
    answers = {str(weigh(order, [], {})) for order in itertools.permutations(three)}
    assert len(answers) == 1


def test_a_guest_of_two_or_three_visits_must_have_asked_on_two() -> None:
    assert proposed(visits(PILLOW, PILLOW)) == [("extra_pillow", False)]
    assert proposed(visits(PILLOW, "", PILLOW)) == [("extra_pillow", False)]
    assert proposed(visits(PILLOW)) == []
    assert proposed(visits(PILLOW, "", PILLOW, "")) == []  # two of four are not enough


def test_what_is_kept_is_not_proposed_and_what_was_refused_needs_two_more_visits() -> None:
    five = visits(PILLOW, PILLOW, PILLOW)
    assert proposed(five, [Held("extra_pillow", "staff", date(2026, 4, 1))]) == []
    refused = {("extra_pillow", False): frozenset(visit.day for visit in five)}
    assert proposed(five, [], refused) == []
    assert proposed(visits(PILLOW, PILLOW, PILLOW, PILLOW), [], refused) == []
    assert proposed(visits(PILLOW, PILLOW, PILLOW, PILLOW, PILLOW), [], refused) == [("extra_pillow", False)]


def test_the_opposite_asked_once_proposes_to_drop_and_twice_makes_it_doubtful() -> None:
    held = [Held("high_floor", "staff", date(2026, 1, 20))]
    once = weigh(visits("高楼层", "低楼层"), held, {})
    assert [(each.code, each.drops, each.seen) for each in once.proposals] == [("high_floor", True, 1)]
    assert once.expired_on == {} and once.seen_on == {"high_floor": date(2026, 1, 5)}
    twice = weigh(visits("高楼层", "低楼层", "要低楼层"), held, {})
    assert twice.expired_on == {"high_floor": date(2026, 3, 5)}
    # Asked for again it stands, and says when.
    again = weigh(visits("高楼层", "低楼层", "要低楼层", "高楼层"), held, {})
    assert (
        again.expired_on == {} and again.proposals == [] and again.seen_on == {"high_floor": date(2026, 4, 5)}
    )
    # Control: what was asked before it was noted does not speak against it.
    assert proposed(visits("低楼层", "低楼层"), [Held("high_floor", "staff", date(2026, 2, 20))]) == [
        ("low_floor", False)
    ]


def test_what_requests_spoke_for_is_dropped_after_five_silent_visits_and_what_staff_noted_is_not() -> None:
    silent = visits(PILLOW, "", "", "", "", "")
    assert proposed(silent, [Held("extra_pillow", "requests", date(2026, 1, 6))]) == [("extra_pillow", True)]
    assert proposed(silent, [Held("extra_pillow", "staff", date(2026, 1, 6))]) == []
    assert proposed(silent[:-1], [Held("extra_pillow", "requests", date(2026, 1, 6))]) == []


def test_smoking_and_not_smoking_are_told_apart_and_an_allergy_is_never_heard() -> None:
    assert heard(["无烟房，高层"]) == Asked(
        {"high_floor": "无烟房，高层", "non_smoking": "无烟房，高层"},
        {"low_floor": "无烟房，高层", "smoking": "无烟房，高层"},
    )
    assert set(heard(["smoking room"]).for_) == {"smoking"} and set(heard(["non-smoking"]).for_) == {
        "non_smoking"
    }
    assert (
        heard(["不要高楼层"]) == Asked({}, {"high_floor": "不要高楼层"})
        and heard(["羽绒过敏", "换个枕头"]).for_ == {}
    )
    assert (
        heard(["不需要加枕头，不喜欢高楼层"]).for_ == {} == heard(["怕高层", "don't need extra pillows"]).for_
    )
    assert set(heard(["不要临街的安静房间"]).for_) == {"quiet"}
    assert set(heard(["靠窗，谢谢"], ["靠窗"]).for_) == {"靠窗"}
