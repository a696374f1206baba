"""Which act from which state: the whole table, and what each button needs."""

import pytest

from loyalty.campaigns.states import ACTS, SHOWN, STATES, WORDS, NotInThisState, after, possible

ALL = set(SHOWN)
# state -> {act: state after it}, with approval by headquarters and without. What is not here is refused.
WITH = {
    "draft": {"edit": "draft", "submit": "waiting", "archive": "draft"},
    "waiting": {"edit": "draft", "approve": "approved", "decline": "draft", "archive": "waiting"},
    "approved": {"edit": "draft", "launch": "running", "archive": "approved"},
    "running": {"pause": "paused", "stop": "stopped", "finish": "finished"},
    "paused": {"edit": "draft", "resume": "running", "stop": "stopped"},
    "stopped": {"archive": "stopped"},
    "finished": {"archive": "finished"},
}
WITHOUT = {**WITH, "draft": {"edit": "draft", "submit": "approved", "launch": "running", "archive": "draft"}}


@pytest.mark.parametrize(("table", "needs"), [(WITH, True), (WITHOUT, False)])
@pytest.mark.parametrize("act", sorted(ACTS))
@pytest.mark.parametrize("state", STATES)
def test_every_act_from_every_state(
    state: str, act: str, table: dict[str, dict[str, str]], needs: bool
) -> None:
    if act in table[state]:
        assert after(act, state, needs_approval=needs) == table[state][act]
    else:
        with pytest.raises(NotInThisState):
            after(act, state, needs_approval=needs)


@pytest.mark.parametrize("state", STATES)
def test_the_buttons_are_what_can_be_done(state: str) -> None:
    for table, needs in ((WITH, True), (WITHOUT, False)):
        shown = possible(state, needs_approval=needs, allowed=ALL)
        expected = [act for act in SHOWN if act in table[state] and (needs or act != "submit")]
        assert shown == expected
        assert possible(state, needs_approval=needs, allowed={"stop"}) == [
            each for each in shown if each == "stop"
        ]


def test_every_state_has_a_chinese_word() -> None:
    assert set(WORDS) == set(STATES)
