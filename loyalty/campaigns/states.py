"""Which act leads from which state to which: pure. This table is the only place that says so.

draft → waiting (for approval) → approved → running ⇄ paused → stopped | finished. Without HQ's approval a draft is
launched as it is. A change brings it back to draft; what has been stopped or is finished stays as it was.
"""

from collections.abc import Collection

from kernel.errors import Refused

STATES = ("draft", "waiting", "approved", "running", "paused", "stopped", "finished")

# act -> {from: to}
ACTS: dict[str, dict[str, str]] = {
    "edit": {"draft": "draft", "waiting": "draft", "approved": "draft", "paused": "draft"},
    "submit": {"draft": "waiting"},
    "approve": {"waiting": "approved"},
    "decline": {"waiting": "draft"},
    "launch": {"draft": "running", "approved": "running"},
    "pause": {"running": "paused"},
    "resume": {"paused": "running"},
    "stop": {"running": "stopped", "paused": "stopped"},
    "finish": {"running": "finished"},
    "archive": {state: state for state in ("draft", "waiting", "approved", "stopped", "finished")},
}  # fmt: skip
# What people can do; finishing is the product's own, declining is the other answer to a request for approval.
SHOWN = ("edit", "submit", "approve", "launch", "pause", "resume", "stop")


class NotInThisState(Refused):
    """The campaign stands elsewhere, maybe since a moment ago."""

    code = "campaign_state"
    zh = "活动当前状态为“{state_zh}”，不能执行此操作。"
    en = "The campaign is {state}: this cannot be done now."

    def __init__(self, state: str) -> None:
        super().__init__(state=state, state_zh=WORDS[state])


WORDS = {
    "draft": "草稿", "waiting": "待审批", "approved": "已审批", "running": "进行中", "paused": "已暂停",
    "stopped": "已停止", "finished": "已结束",
}  # fmt: skip


def after(act: str, state: str, *, needs_approval: bool) -> str:
    """The state that this act leads to. Raises NotInThisState."""
    if act == "launch" and state == "draft" and needs_approval:
        raise NotInThisState(state)
    if act == "submit" and not needs_approval:
        # Nobody has to agree: it is ready at once.
        to = "approved" if state in ACTS["submit"] else None
    else:
        to = ACTS[act].get(state)
    if to is None:
        raise NotInThisState(state)
    return to


def possible(state: str, *, needs_approval: bool, allowed: Collection[str]) -> list[str]:
    """What this caller can do with it now, in the order of the buttons."""
    return [
        act for act in SHOWN if act in allowed and _is_possible(act, state, needs_approval=needs_approval)
    ]


def _is_possible(act: str, state: str, *, needs_approval: bool) -> bool:
    if act == "submit" and not needs_approval:
        return False  # a button that would do nothing
    if state not in ACTS[act]:
        return False
    return not (act == "launch" and state == "draft" and needs_approval)
