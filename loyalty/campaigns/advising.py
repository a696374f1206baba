"""What a result says to do next: leave a group out, take more of it, or wait; by the interval, never by the figure. Pure."""

from dataclasses import dataclass
from typing import Literal

from kernel import money
from loyalty.campaigns.uplift import ARM_MIN, Uplift

# With fewer visits than this in both arms together the interval rests on hardly anybody.
VISITED_MIN = 10
# An effect that is surely smaller than this share of guests is none worth a message.
WORTH_A_MESSAGE = 0.01

Code = Literal["exclude", "widen", "wait"]


@dataclass(frozen=True, slots=True)
class Advice:
    code: Code
    zh: str
    en: str


def advise(
    found: Uplift, *, final: bool, name_zh: str = "这一组", name_en: str = "this group"
) -> Advice | None:
    """None where there was nobody to judge.

    Left out is who surely brings less than he costs, or surely does not come because of it; taken in is who surely
    brings more. While neither is sure, or some still have days left to come, it says wait.
    """
    if not found.contact.n:
        return None
    if found.small or found.rate is None or found.revenue_cents is None:
        least = min(found.contact.n, found.holdout.n)
        return Advice(
            "wait",
            f"人数太少，先不下结论：{name_zh}较小的一组只有 {least} 人，至少要 {ARM_MIN} 人。",
            f"Too few to tell: the smaller side of {name_en} has {least} guests, {ARM_MIN} are needed.",
        )
    came = found.contact.visited + found.holdout.visited
    if final and came < VISITED_MIN:
        return Advice(
            "wait",
            f"来的人太少，先不下结论：两组一共只有 {came} 人来过。",
            f"Too few visits to tell: {came} guests of both arms together.",
        )
    if not final:
        return Advice("wait", "观察期还没结束，结果会变。", "The window is not over: figures will change.")
    cost, low, high = found.cost_cents, found.revenue_cents.low, found.revenue_cents.high
    if high < cost:
        return Advice(
            "exclude",
            f"建议停发：{name_zh}多带来的收入至多 {_money(high)}，不够成本 {_money(cost)}。",
            f"Leave out {name_en}: it brings {_money(high)} more at best, and costs {_money(cost)}.",
        )
    if found.rate.high < WORTH_A_MESSAGE:
        return Advice(
            "exclude",
            f"建议停发：对{name_zh}几乎没有作用，多来的人最多 {found.rate.high * 100:.1f} 个百分点。",
            f"Leave out {name_en}: hardly any effect, {found.rate.high * 100:.1f} pp more at best.",
        )
    if low > cost and found.rate.low > 0:
        return Advice(
            "widen",
            f"建议扩大：{name_zh}多带来的收入至少 {_money(low)}，高于成本 {_money(cost)}。",
            f"Take in more of {name_en}: it brings at least {_money(low)} more, and costs {_money(cost)}.",
        )
    if found.rate.low > 0:
        return Advice(
            "wait",
            f"{name_zh}来的人确实多了，多收的钱还说不准（{_money(low)} 到 {_money(high)}）：再做一次才看得清。",
            f"More of {name_en} came; what it brought is not sure yet ({_money(low)} to {_money(high)}): once more will tell.",
        )
    return Advice(
        "wait",
        f"{name_zh}还分不清有没有用：多来的人在 {_pp(found.rate.low)} 到 {_pp(found.rate.high)} 个百分点之间，再做一次才看得清。",
        f"Not clear yet for {name_en}: {_pp(found.rate.low)} to {_pp(found.rate.high)} pp more guests; once more will tell.",
    )


def _money(cents: float) -> str:
    """Whole units, as overviews show them."""
    whole = money.whole(round(cents))
    return f"−¥{-whole:,}" if whole < 0 else f"¥{whole:,}"


def _pp(share: float) -> str:
    return f"{share * 100:+.1f}".replace("-", "−")
