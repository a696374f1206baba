"""Rules of segments: what is refused, what SQL they make, how they read. Issue 5 part 2; C10, C72, C105–107."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.segments import compiling, days, rules, wording
from loyalty.segments.catalogue import ALL, FIELDS, GROUPS
from loyalty.segments.rules import RuleRefused, Span
from tests.loyalty.segments.fuzzing import MARK, hostile

TODAY = date(2026, 11, 23)
LAST_RATE = "(CASE WHEN g.visits > 0 THEN g.rate_cents END)"
PLACEHOLDER = re.compile(
    r"%\((s[0-9]+|s_today|s_seed|s_limit)\)s::(bigint|date|text|text\[\]|int|int\[\]|float8)"
)


def leaf(field: str, op: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "field", "field": field, "op": op, "value": value, **more}


def sql_of(rule: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    sql, parameters = compiling.condition(rules.converted(rule), TODAY)
    return sql, dict(parameters)


def refused(rule: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(RuleRefused) as caught:
        compiling.compile(rules.converted(rule), TODAY)
    return [(finding.pointer, finding.code) for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("rule", "sql", "parameters"),
    [
        # C10: the four smallest predicates
        (leaf("channel", "is_any_of", ["ota"]),
         "nullif(g.channel, '') IS NOT NULL AND nullif(g.channel, '') = ANY(%(s0)s::text[])", {"s0": ["ota"]}),
        (leaf("visits", "at_least", 3), "g.visits >= %(s0)s::bigint", {"s0": 3}),
        (leaf("last_rate", "more_than", "200.00"),
         ("(CASE WHEN g.visits > 0 THEN g.rate_cents END) IS NOT NULL AND (CASE WHEN g.visits > 0 THEN g.rate_cents END)"
         " > %(s0)s::bigint"), {"s0": 20000}),
        (leaf("last_visit", "older_than", {"months": 3}),
         "g.last_visit_on IS NOT NULL AND g.last_visit_on < %(s0)s::date", {"s0": date(2026, 8, 23)}),
        # what is not known is not NULL: the opposite holds for it
        (leaf("channel", "is_none_of", ["ota"]),
         "NOT (nullif(g.channel, '') IS NOT NULL AND nullif(g.channel, '') = ANY(%(s0)s::text[]))", {"s0": ["ota"]}),
        (leaf("channel", "known", False), "NOT (nullif(g.channel, '') IS NOT NULL)", {}),
        (leaf("email", "is", False), "NOT ((g.email <> ''))", {}),
        (leaf("tags", "has_none", ["未成年"]), "NOT (g.tags::text[] && %(s0)s::text[])", {"s0": ["未成年"]}),
        (leaf("description", "contains", "50%_\\"), None, {"s0": "%50\\%\\_\\\\%"}),
        (leaf("birthday", "in_next_days", 1), None, {"s0": [1123, 1124]}),
    ],
)  # fmt: skip
def test_a_condition_is_constants_and_placeholders(
    rule: dict[str, Any], sql: str | None, parameters: dict[str, Any]
) -> None:
    made = sql_of(rule)
    assert (sql is None or made[0] == sql) and made[1] == parameters


def test_a_figure_over_nothing_is_nought_for_whoever_has_no_row() -> None:
    # C107: coupons used; "at most 2" and "none" mean guests without any coupon too
    assert sql_of(leaf("coupons_used", "at_least", 3))[0].startswith("g.id IN (SELECT")
    for rule in (leaf("coupons_used", "at_most", 2), leaf("coupons_used", "less_than", 3),
                 leaf("coupons_used", "between", [0, 2])):  # fmt: skip
        sql = sql_of(rule)[0]
        assert sql.startswith("NOT (g.id IN (SELECT") and "HAVING NOT (count(*)" in sql
    # is not nought: exactly those who have one
    assert sql_of(leaf("coupons_used", "is_not", 0))[0].startswith("g.id IN (SELECT")
    assert sql_of(leaf("coupons_used", "is_not", 2))[0].startswith("NOT (g.id IN (SELECT")


@pytest.mark.parametrize(
    ("op", "value", "start"),
    [("at_least", 1, "g.id IN ("), ("more_than", 0, "g.id IN ("), ("is_not", 0, "g.id IN ("),
     ("is", 0, "NOT (g.id IN ("), ("at_most", 0, "NOT (g.id IN ("), ("less_than", 1, "NOT (g.id IN (")],
)  # fmt: skip
def test_where_one_is_enough_nothing_is_counted(op: str, value: int, start: str) -> None:
    for field in ("coupons_given", "coupons_used", "cancellations"):
        sql, parameters = sql_of(leaf(field, op, value))
        assert sql.startswith(start) and "count" not in sql and "GROUP BY" not in sql and not parameters


def test_and_or_and_not_are_bracketed() -> None:
    rule = {"kind": "and", "of": [{"kind": "or", "of": [leaf("visits", "is", 1), leaf("visits", "is", 2)]},
                                  {"kind": "not", "of": leaf("nights", "is", 3)}]}  # fmt: skip
    assert sql_of(rule)[0] == (
        "((g.visits = %(s0)s::bigint) OR (g.visits = %(s1)s::bigint)) AND (NOT (g.nights = %(s2)s::bigint))"
    )


def test_figures_over_the_same_neighbours_are_asked_in_one_pass() -> None:
    year, six = {"within": {"months": 12}}, {"within": {"months": 6}}
    rule = {"kind": "and", "of": [leaf("visits_in", "at_least", 2, **year), leaf("spend_in", "at_least", "9.00", **year),
                                  leaf("visits_in", "at_least", 1, **six), leaf("visits_in", "at_most", 9, **year),
                                  leaf("nights_in", "at_most", 8, **year)]}  # fmt: skip
    sql = sql_of(rule)[0]
    assert sql.count("FROM stays_visit") == 3  # with the year, with six months, and who has more than asked
    assert (
        "HAVING ((count(*) >= %(s0)s::bigint) AND (sum(v.room_cents + v.other_cents) >= %(s1)s::bigint))"
        in sql
    )
    assert "HAVING ((NOT (count(*) <= %(s" in sql and ")) OR (NOT (sum(v.nights) <= %(s" in sql


def test_merged_and_secret_guests_are_in_no_segment() -> None:
    rule = rules.converted(leaf("visits", "at_least", 0))
    for made in (compiling.compile, compiling.counting, compiling.sampling, compiling.previewing):
        assert compiling.STANDING in made(rule, TODAY).sql


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (leaf("password", "is", 1), [("/field", "unknown_field")]),
        (leaf("visits", "contains", "x"), [("/op", "unknown_operator")]),
        (leaf("visits", "at_least", "3"), [("/value", "bad_value")]),
        (leaf("visits", "at_least", True), [("/value", "bad_value")]),
        (leaf("visits", "between", [3, 1]), [("/value", "bad_value")]),
        (leaf("last_visit", "before", "2026-02-30"), [("/value", "bad_value")]),
        (leaf("channel", "is_any_of", ["ctrip"]), [("/value", "not_a_choice")]),
        (leaf("source", "is_any_of", ["a\x00"]), [("/value", "bad_value")]),
        (leaf("visits", "is", 1, within={"days": 3}), [("/within", "no_window")]),
        (leaf("visits", "is", 1, of=["ota"]), [("/of", "no_kinds")]),
        ({"kind": "and", "of": [leaf("x", "is", 1), leaf("visits", "is", "1")]},
         [("/of/0/field", "unknown_field"), ("/of/1/value", "bad_value")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(rule: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert refused(rule) == found


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[]", b"null", b'{"kind":"xor","of":[]}', b'{"kind":"and","of":[]}', b'{"kind":"and","of":[],"x":1}',
        b'{"kind":"field","field":"visits","op":"is"}', b'{"kind":"field","field":"visits","op":"is","value":1,"sql":"x"}',
        b'{"kind":"field","field":"visits_in","op":"is","value":1,"within":{"days":1,"months":1}}',
        b'{"kind":"not","of":' * 3000 + b"1" + b"}" * 3000, b" " * 40_000,
        b'{"kind":"not","of":' * 6 + b'{"kind":"field","field":"visits","op":"is","value":1}' + b"}" * 6,
        b'{"kind":"or","of":[' + b",".join([b'{"kind":"field","field":"visits","op":"is","value":1}'] * 26) + b"]}\xff",
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused(body: bytes) -> None:
    with pytest.raises(RuleRefused):
        rules.read(body)


def test_too_many_conditions_are_refused() -> None:
    half = {"kind": "or", "of": [leaf("visits", "is", 1)] * 26}
    with pytest.raises(RuleRefused) as caught:
        rules.converted({"kind": "and", "of": [half, half]})
    assert caught.value.findings[0].code == "too_many"


def test_five_thousand_hostile_rules_are_refused_or_harmless() -> None:
    known = _constants()
    compiled = 0
    for body in hostile(5_000, seed=2026):
        try:
            rule = rules.read(body)
            sql, parameters = compiling.compile(rule, TODAY)
            wording.told(rule, TODAY)
        except RuleRefused:
            continue
        compiled += 1
        assert MARK not in sql
        assert set(re.findall(r"%\(([^)]*)\)s", sql)) == set(parameters)
        bare = PLACEHOLDER.sub("", sql)
        # Every word, sign and quoted text that is left is one of ours.
        assert (
            "%" not in bare and "{" not in bare and "$" not in bare and ";" not in bare and "--" not in bare
        )
        assert set(re.findall(r"'[^']*'|[A-Za-z_][A-Za-z_0-9.]*|[0-9]+", bare)) <= known
    assert compiled > 500  # the fuzz gets through the first checks often enough to mean something


def test_everything_that_can_be_asked_can_be_read_aloud() -> None:
    for told in wording.catalogue():
        assert told["zh"] and told["en"] and told["operators"] and told["group"] in GROUPS
    assert {field.group for field in ALL} == set(GROUPS) and len(FIELDS) == len(ALL)


def test_a_rule_is_read_aloud() -> None:
    rule = rules.converted({"kind": "and", "of": [
        leaf("visits_in", "at_least", 2, within={"months": 12}, of=["ota", "member"]),
        {"kind": "or", "of": [leaf("last_visit", "older_than", {"months": 6}), leaf("tier", "is_any_of", ["gold"])]},
        {"kind": "not", "of": leaf("tags", "has_any", ["未成年"])},
        leaf("spend", "between", ["100.00", "500.00"]), leaf("coupons_ending", "at_least", 1, within={"days": 7}),
    ]})  # fmt: skip
    assert wording.told(rule, TODAY) == {
        "zh": "最近 12 个月内的入住次数（渠道：ota、member）至少 2 次，并且（最近入住距今超过 6 个月，或者会员等级是 gold），并且不满足（标签包含 "
        "未成年 之一），并且累计消费在 100.00 元 到 500.00 元 之间，并且今后 7 天内的将到期优惠券至少 1 张",
        "en": "visits (channel: ota, member) within the last 12 months is at least 2, and (the last visit is more than 6 months ago, "
        "or tier is gold), and not (tags include any of 未成年), and spend to date is between ¥100.00 and ¥500.00, and "
        "coupons about to expire within the next 7 days is at least 1",
    }


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_a_span_of_months_runs_out_on_one_day(today: date, months: int) -> None:
    # H9: calendar months; the first day that is still within is the first whose span reaches today
    span = Span(months=months)
    first = days.since(today, span)
    assert days.after(first, span) >= today > days.after(first - days.ONE, span)


def test_months_end_where_the_month_ends() -> None:
    assert days.after(date(2026, 1, 31), Span(months=1)) == date(2026, 2, 28)
    assert days.after(date(2026, 3, 15), Span(months=1)) == date(2026, 4, 15)
    assert 229 in days.month_days(date(2026, 2, 20), 10) and 229 in days.month_days(date(2028, 2, 20), 10)


def _constants() -> set[str]:
    """Every token that stands in the catalogue, the operators and the compiler."""
    from loyalty.segments.operators import BY_TYPE, KNOWN, WORDS_OWN

    texts = [compiling.MEMBERS, compiling.CAME, "NOT AND OR IS NOT NULL true date bigint text int float8"]
    texts += [
        text for field in ALL for text in (field.x, field.among, field.window, field.of, *(field.kept or ()))
    ]
    texts += [operator.test for group in (*BY_TYPE.values(), WORDS_OWN, (KNOWN,)) for operator in group]
    return {token for text in texts for token in re.findall(r"'[^']*'|[A-Za-z_][A-Za-z_0-9.]*|[0-9]+", text)}
