"""Tiers: a ladder that rises, prices that agree, rules that can be met, a fall that is announced in time."""

from kernel.money import amount, cents
from loyalty.programme.checking.findings import Findings
from loyalty.programme.document import Programme
from loyalty.programme.tiers.terms import Rule, Standing, Tier, TierPrice

# Visits have a night between them: more than this in a month cannot be.
VISITS_A_MONTH = 16
NIGHTS_A_MONTH = 310  # ten rooms, every night
BENEFITS_SHOWN = 6
DISCOUNT_HIGH = 40


def check(programme: Programme, found: Findings) -> None:
    levels = programme.tiers.levels
    _base(levels[0], found)
    for n, tier in enumerate(levels):
        _rules(programme, n, tier, found)
        _benefits(n, tier, found)
        if n and not _can_be_reached(programme, tier):
            found.doubt(
                f"/tiers/levels/{n}",
                "by_hand_only",
                f"{tier.name}没有任何升级途径，只能由员工手动授予。",
                f"No rule, price or match leads to {tier.name_en}: it can only be granted by hand.",
            )
    _rising(levels, found)
    _prices(programme, found)
    _standing(programme.tiers.standing, found)
    _matching(programme, found)


def check_gone(programme: Programme, before: Programme, found: Findings) -> None:
    """Tiers that are in force and not in the document: who holds one is told where he goes."""
    levels = programme.tiers.levels
    for rank, tier in enumerate(before.tiers.levels):
        if programme.tier(tier.code) is None:
            heir = levels[min(rank, len(levels) - 1)]
            found.doubt(
                "/tiers/levels",
                "tier_gone",
                f"{tier.name}不在新方案里：现在的{tier.name}将成为{heir.name}。",
                f"{tier.name_en} is not in this programme: its members become {heir.name_en}.",
            )


def _base(base: Tier, found: Findings) -> None:
    for name in ("qualify", "keep"):
        if getattr(base, name):
            found.wrong(
                f"/tiers/levels/0/{name}",
                "base_is_free",
                "最低等级人人都有，不需要升级或保级条件。",
                "Everybody has the lowest tier: it has no rules.",
            )
    if base.points_price is not None:
        found.wrong(
            "/tiers/levels/0/points_price",
            "base_is_free",
            "最低等级不能用积分购买。",
            "The lowest tier has no price.",
        )


def _rules(programme: Programme, n: int, tier: Tier, found: Findings) -> None:
    earns_base = programme.points.enabled and any(rule.kind == "base" for rule in programme.points.earn)
    for name in ("qualify", "keep"):
        rules: list[Rule] = getattr(tier, name)
        for k, rule in enumerate(rules):
            pointer = f"/tiers/levels/{n}/{name}/{k}"
            months = rule.months or (programme.tiers.standing.valid_months if name == "keep" else None)
            most = {"visits": VISITS_A_MONTH, "nights": NIGHTS_A_MONTH}.get(rule.measure)
            if months is not None and most is not None and rule.at_least > most * months:
                found.wrong(
                    f"{pointer}/at_least",
                    "impossible",
                    f"{months} 个月内不可能达到 {rule.at_least}，最多 {most * months}。",
                    f"{rule.at_least} within {months} months cannot be done; {most * months} is the most.",
                )
            if rule.measure == "base_points" and not earns_base:
                found.wrong(
                    f"{pointer}/measure",
                    "no_base_points",
                    "没有任何规则发放基础积分，这个条件永远达不到。",
                    "No rule gives base points, so this can never be met.",
                )
            if rule in rules[:k]:
                found.doubt(pointer, "rule_twice", "这个条件写了两次。", "This rule stands here twice.")
    for k, rule in enumerate(tier.keep):
        same = [q.at_least for q in tier.qualify if (q.measure, q.months) == (rule.measure, rule.months)]
        if same and rule.at_least > min(same):
            found.doubt(
                f"/tiers/levels/{n}/keep/{k}/at_least",
                "keeping_is_harder",
                f"{tier.name}的保级条件比升级条件还高。",
                f"To keep {tier.name_en} is harder than to reach it.",
            )


def _benefits(n: int, tier: Tier, found: Findings) -> None:
    codes = [given.benefit for given in tier.benefits]
    for k, code in enumerate(codes):
        if code in codes[:k]:
            found.wrong(
                f"/tiers/levels/{n}/benefits/{k}/benefit",
                "benefit_twice",
                f"{tier.name}里这项权益写了两次。",
                f"{tier.name_en} has this benefit twice.",
            )
    if len(codes) > BENEFITS_SHOWN:
        found.doubt(
            f"/tiers/levels/{n}/benefits",
            "many_benefits",
            f"{tier.name}有 {len(codes)} 项权益，客人记不住；突出其中最值钱的几项。",
            f"{tier.name_en} has {len(codes)} benefits: more than a guest remembers. Lead with the few that count.",
        )
    if tier.discount_percent > DISCOUNT_HIGH:
        found.doubt(
            f"/tiers/levels/{n}/discount_percent",
            "high_discount",
            f"{tier.name}的房价优惠是 {tier.discount_percent}%，请确认不是折数。",
            f"{tier.name_en} takes {tier.discount_percent}% off the room. 12 means 8.8折.",
        )


def _can_be_reached(programme: Programme, tier: Tier) -> bool:
    matching = programme.tiers.matching
    return bool(
        tier.qualify
        or tier.points_price is not None
        or any(price.to_tier == tier.code for price in programme.tiers.prices)
        or (matching.enabled and any(row.tier == tier.code for row in matching.table))
    )


def _rising(levels: list[Tier], found: Findings) -> None:
    """What a higher tier asks and gives is not less than what those below it do."""
    for n, upper in enumerate(levels):
        for lower in levels[:n]:
            for k, rule in enumerate(upper.qualify):
                for below in lower.qualify:
                    same = (rule.measure, rule.months) == (below.measure, below.months)
                    if same and rule.at_least <= below.at_least:
                        found.doubt(
                            f"/tiers/levels/{n}/qualify/{k}/at_least",
                            "not_rising",
                            f"{upper.name}的门槛（{rule.at_least}）不高于{lower.name}（{below.at_least}）。",
                            f"{upper.name_en} asks {rule.at_least}, no more than {lower.name_en} ({below.at_least}).",
                        )
        if n:
            _not_less(levels[n - 1], upper, n, found)


def _not_less(lower: Tier, upper: Tier, n: int, found: Findings) -> None:
    for name, zh, en in (
        ("bonus_percent", "奖励积分比例", "bonus share"),
        ("discount_percent", "房价优惠", "discount"),
        ("points_price", "积分价格", "price in points"),
    ):
        below, above = getattr(lower, name), getattr(upper, name)
        if below is not None and above is not None and above < below:
            found.doubt(
                f"/tiers/levels/{n}/{name}",
                "not_rising",
                f"{upper.name}的{zh}（{above}）低于{lower.name}（{below}）。",
                f"The {en} of {upper.name_en} ({above}) is below that of {lower.name_en} ({below}).",
            )


def _prices(programme: Programme, found: Findings) -> None:
    prices = programme.tiers.prices
    known: dict[tuple[str, str], int] = {}
    for n, price in enumerate(prices):
        pair = price.from_tier, price.to_tier
        if pair in known:
            found.wrong(
                f"/tiers/prices/{n}", "price_twice", "这个价格写了两次。", "This price stands here twice."
            )
        known.setdefault(pair, cents(price.price))
        low, high = programme.rank(price.from_tier), programme.rank(price.to_tier)
        if -1 not in (low, high) and low >= high:
            found.wrong(
                f"/tiers/prices/{n}/to_tier",
                "price_not_upwards",
                "只能从低等级买到高等级。",
                "A price leads from a lower tier to a higher one.",
            )
        if cents(price.price) == 0:
            found.wrong(f"/tiers/prices/{n}/price", "price_zero", "价格须大于 0。", "A price is more than 0.")
    if not programme.tiers.prices_free:
        for n, price in enumerate(prices):
            _sum_of_steps(programme, n, price, known, found)


def _sum_of_steps(
    programme: Programme, n: int, price: TierPrice, known: dict[tuple[str, str], int], found: Findings
) -> None:
    """C41: the direct price equals the sum of the steps, by whatever tier the guest goes."""
    for between in programme.tiers.levels:
        first = known.get((price.from_tier, between.code))
        second = known.get((between.code, price.to_tier))
        if first is None or second is None or first + second == cents(price.price):
            continue
        steps = f"{amount(first)} + {amount(second)} = {amount(first + second)}"
        found.wrong(
            f"/tiers/prices/{n}/price",
            "not_the_sum",
            f"直接购买的价格 {price.price} 应等于经{between.name}分步购买之和：{steps}。",
            f"The direct price {price.price} should be that of its steps by {between.name_en}: {steps}.",
        )


def _standing(standing: Standing, found: Findings) -> None:
    if standing.notice_months >= standing.valid_months:
        found.wrong(
            "/tiers/standing/notice_months",
            "notice_too_early",
            "提前通知的月数须少于等级有效期。",
            "A notice comes within the validity of the status, not before it began.",
        )
    for n, (fewer, more) in enumerate(
        zip(standing.second_chances, standing.second_chances[1:], strict=False), 1
    ):
        if more.visits <= fewer.visits or more.gives_months <= fewer.gives_months:
            found.wrong(
                f"/tiers/standing/second_chances/{n}",
                "not_rising",
                "软着陆的各档：入住次数和延长的月数都须逐档增加。",
                "Each second chance asks more visits than the one before it, and gives more months.",
            )
    for n, chance in enumerate(standing.second_chances):
        if chance.visits > VISITS_A_MONTH * chance.within_months:
            found.wrong(
                f"/tiers/standing/second_chances/{n}/visits",
                "impossible",
                f"{chance.within_months} 个月内不可能入住 {chance.visits} 次。",
                f"{chance.visits} visits within {chance.within_months} months cannot be done.",
            )


def _matching(programme: Programme, found: Findings) -> None:
    matching = programme.tiers.matching
    if matching.enabled and not matching.table:
        found.wrong(
            "/tiers/matching/table",
            "empty",
            "等级匹配已开启，但没有对照表。",
            "Matching is on, and its table is empty.",
        )
    pairs = [(row.partner, row.partner_tier) for row in matching.table]
    for n, row in enumerate(matching.table):
        if pairs[n] in pairs[:n]:
            found.wrong(
                f"/tiers/matching/table/{n}",
                "match_twice",
                f"{row.partner}的{row.partner_tier}写了两次。",
                f"{row.partner_tier} of {row.partner} stands here twice.",
            )
        if programme.rank(row.tier) == 0:
            found.wrong(
                f"/tiers/matching/table/{n}/tier",
                "match_to_base",
                "匹配到最低等级没有意义。",
                "A match with the lowest tier gives nothing.",
            )
    if matching.enabled and matching.keep_visits > VISITS_A_MONTH * matching.trial_months:
        found.wrong(
            "/tiers/matching/keep_visits",
            "impossible",
            "试用期内不可能入住这么多次。",
            "So many visits cannot be made within the trial.",
        )
