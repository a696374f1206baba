"""What a tier brings that another does not: pure."""

from typing import Any

from loyalty.programme.document import Programme


def brings(programme: Programme, before: int, after: int) -> list[dict[str, Any]]:
    """The benefits of the tier of rank `after` that the other lacks, or has fewer of."""
    levels = programme.tiers.levels
    had = {each.benefit: each.allowance for each in levels[before].benefits}
    known = {benefit.code: benefit for benefit in programme.benefits}
    found = []
    for each in levels[after].benefits:
        benefit = known.get(each.benefit)
        same = each.benefit in had and (
            had[each.benefit] is None
            or (each.allowance is not None and each.allowance <= (had[each.benefit] or 0))
        )
        if benefit is not None and not same:
            found.append({"code": benefit.code, "name": benefit.name, "name_en": benefit.name_en})
    return found
