"""Compiled rules on a property's own tables: every field, random trees against a slow reading, hostile ones. C10, C72."""

import itertools
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connection

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.lifecycle import assessing
from loyalty.segments import compiling, counting, keeping, rules, suggesting
from loyalty.segments.catalogue import ALL
from loyalty.segments.fields import Field
from loyalty.segments.keeping import CodeTaken, Frozen, NoSuchSegment
from loyalty.segments.operators import Few, Operator
from loyalty.segments.rules import Rule, RuleRefused, Span, Words
from tenants.context import as_owner, in_property, raw_connection
from tenants.models import Property
from tests.loyalty.segments import drawn, oracle
from tests.loyalty.segments.fuzzing import hostile

TODAY = date(2026, 11, 23)
VALUES: dict[str, Any] = {
    "count": 2, "money": "300.00", "share": 0.3, "day": "2026-01-31", "word": ["ota"], "text": "枕头%_",
    "in_months": [2, 11], "this_month": True, "in_next_days": 30,
}  # fmt: skip


@pytest.fixture
def raw(acme_1: Property) -> Iterator[Statements]:
    with in_property(acme_1):
        drawn.fill(Statements(raw_connection()))
        # What the tables of other tests were like must not decide how these are read: of a second it made a minute.
        with as_owner(acme_1.schema_name), connection.cursor() as cursor:
            for table in ("guests_guest", "stays_visit", "stays_stay", "lifecycle_state", "guests_consent"):
                cursor.execute(f"ANALYZE {table}")
        yield Statements(raw_connection())


def leaf(field: str, op: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "field", "field": field, "op": op, "value": value, **more}


def ids(raw: Statements, rule: Rule) -> set[int]:
    sql, parameters = compiling.compile(rule, TODAY)
    return {guest for (guest,) in raw.execute(sql, parameters, prepare=False).fetchall()}


def a_value(field: Field, operator: Operator) -> Any:
    if operator.takes is bool:
        return True
    if operator.takes is Span:
        return {"days": 90}
    if operator.name == "between":
        return [VALUES[field.type]] * 2
    if operator.takes is Words or operator.takes is Few:
        return [next(iter(field.choices))] if field.choices else ["a", "b"]
    return VALUES.get(operator.name, VALUES.get(field.type))


def kinds(field: Field) -> list[dict[str, Any]]:
    """A field plainly, within a time, and of some kinds."""
    found: list[dict[str, Any]] = [{}]
    if field.window:
        found.append({"within": {"months": 12}})
    if field.of:
        found.append({"of": ["a"], **({"within": {"days": 30}} if field.window else {})})
    return found


def test_every_field_can_be_asked_by_every_operator_and_its_not_is_everybody_else(raw: Statements) -> None:
    everybody = raw.value(counting.EVERYBODY)
    asked = [
        (field, operator, more) for field in ALL for operator in field.operators for more in kinds(field)
    ]
    for field, operator, more in asked:
        rule = rules.converted(leaf(field.name, operator.name, a_value(field, operator), **more))
        sql, parameters = compiling.counting(rule, TODAY, prefix="a")
        # The opposite in the same statement: two-valued, whatever is unknown of whom.
        other, others = compiling.counting(rules.Not(of=rule), TODAY, prefix="b")
        found = raw.execute(f"SELECT ({sql}), ({other})", {**parameters, **others}, prepare=False).fetchone()
        assert found is not None and sum(found) == everybody, (field.name, operator.name, more, found)
    assert len(asked) > 700


def test_random_rules_choose_whom_a_slow_reading_chooses(raw: Statements) -> None:
    known, draw, sizes = oracle.facts(raw), random.Random(5), set()
    for _ in range(80):
        rule = rules.converted(oracle.tree(draw, 4))
        wanted = {guest for guest in known.guests if oracle.holds(rule, guest, known, TODAY)}
        assert ids(raw, rule) == wanted, rule
        sizes.add(len(wanted))
    assert len(sizes) > 30  # the rules differ


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [("visits_in", "at_least", 3), ("visits_in", "is", 0), ("nights_in", "at_most", 4), ("spend_in", "at_least", "1000.00"),
     ("average_rate", "at_least", "205.00"), ("average_rate", "less_than", "212.00"), ("ota_share", "at_most", 0.25),
     ("weekend_share", "at_least", 0.5)],
)  # fmt: skip
def test_what_is_kept_of_all_visits_chooses_whom_reading_them_chooses(
    raw: Statements, acme_1: Property, field: str, op: str, value: Any
) -> None:
    raw.execute("UPDATE stays_visit SET rate_cents = 20000 + id % 7 * 500")
    assessing.night(raw, acme_1, TODAY)
    kept, read = (
        rules.converted(leaf(field, op, value, **more)) for more in ({}, {"within": {"months": 120}})
    )
    assert "stays_visit" in compiling.compile(read, TODAY).sql
    assert "stays_visit" not in compiling.compile(kept, TODAY).sql
    assert 0 < len(ids(raw, kept)) < len(drawn_guests(raw)) and ids(raw, kept) == ids(raw, read)


def drawn_guests(raw: Statements) -> set[int]:
    return {guest for (guest,) in raw.execute("SELECT id FROM guests_guest").fetchall()}


def test_days_booked_ahead_are_kept_as_the_stays_say(raw: Statements, acme_1: Property) -> None:
    raw.execute(
        "UPDATE stays_stay SET booked_at = CASE WHEN guest_id % 4 > 0 THEN check_in - id % 9 * interval '7 hours' END"
    )
    assessing.night(raw, acme_1, TODAY)
    told = raw.execute("""
        SELECT a.guest_id, a.lead_days_avg, b.days FROM lifecycle_state a LEFT JOIN (
               SELECT guest_id, avg(extract(epoch FROM check_in - booked_at) / 86400)::float8 AS days FROM stays_stay
                WHERE counted GROUP BY 1) b ON b.guest_id = a.guest_id""").fetchall()
    assert {guest: round(kept, 6) if kept is not None else None for guest, kept, _ in told} == {
        guest: round(days, 6) if days is not None else None for guest, _, days in told
    }
    assert len({days for _, _, days in told}) > 5 and None in {days for _, _, days in told}


COUNTED = ("is", "is_not", "at_least", "at_most", "more_than", "less_than", "between")


def test_a_high_count_of_visits_is_looked_for_among_who_came_so_often(raw: Statements) -> None:
    known = oracle.facts(raw)
    for op, number in itertools.product(COUNTED, range(0, 7, 3)):
        value = [number, number + 1] if op == "between" else number
        rule = rules.converted(leaf("visits_in", op, value, within={"months": 18}))
        wanted = {guest for guest in known.guests if oracle.holds(rule, guest, known, TODAY)}
        assert ids(raw, rule) == wanted, rule


def test_hostile_rules_that_compile_change_nothing_and_end_soon(raw: Statements) -> None:
    before = raw.value("SELECT count(*) FROM guests_guest")
    ran = 0
    for body in hostile(2_500, seed=77):
        try:
            rule = rules.read(body)
            counting.count(rule, TODAY)
        except RuleRefused:
            continue
        ran += 1
    assert ran > 150 and raw.value("SELECT count(*) FROM guests_guest") == before


def test_a_preview_writes_nothing_and_leaves_the_transaction_as_it_was(raw: Statements) -> None:
    held = raw.value("SELECT current_setting('statement_timeout')")
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), counting.patiently() as inside:
        inside.execute("DELETE FROM guests_guest")
    with pytest.raises(counting.SegmentTooSlow), counting.patiently(20) as inside:
        inside.execute("SELECT pg_sleep(5)")
    counting.count(rules.converted(leaf("visits", "at_least", 1)), TODAY)
    assert raw.value("SELECT current_setting('statement_timeout')") == held
    raw.execute("UPDATE guests_guest SET notes = 'x'")  # and it can be written to again


def test_a_preview_counts_and_shows_some_with_masked_phones(raw: Statements) -> None:
    rule = rules.converted(leaf("visits", "at_least", 3))
    seen = counting.preview(rule, TODAY, limit=5)
    assert seen.count == len(ids(raw, rule)) and seen.of == raw.value(counting.EVERYBODY)
    assert len(seen.sample) == 5 and counting.preview(rule, TODAY, limit=5).sample == seen.sample
    assert all(each.phone is None or "****" in each.phone for each in seen.sample)
    assert {int(each.id) for each in seen.sample} <= ids(raw, rule)


def test_every_suggestion_is_a_rule_and_runs(raw: Statements) -> None:
    for each in suggesting.SUGGESTIONS:
        counting.count(keeping.rule_of(raw, each.rule, TODAY), TODAY)
    assert len(suggesting.SUGGESTIONS) >= 12
    assert len({each.code for each in suggesting.SUGGESTIONS}) == len(suggesting.SUGGESTIONS)


def test_a_frozen_segment_keeps_whom_it_had_and_a_dynamic_one_does_not(raw: Statements) -> None:
    rule = leaf("visits", "at_least", 3)
    made = keeping.make(raw, code="regulars", name="常客", note="", rule=rule, today=TODAY, by=SYSTEM)
    before = ids(raw, keeping.rule_of(raw, "regulars", TODAY))
    frozen = keeping.freeze(raw, made, TODAY)
    assert frozen.count_last == len(before) and before
    raw.execute("UPDATE guests_guest SET visits = 0 WHERE visits = 3")
    assert ids(raw, keeping.rule_of(raw, made.id, TODAY)) == before
    with pytest.raises(Frozen):
        keeping.change(raw, frozen, TODAY, rule=rule)
    keeping.thaw(raw, frozen)
    assert ids(raw, keeping.rule_of(raw, "regulars", TODAY)) < before


def test_a_list_follows_a_guest_who_was_merged(raw: Statements) -> None:
    rule = leaf("visits", "is", 5)
    keeping.freeze(
        raw, keeping.make(raw, code="five", name="五次", note="", rule=rule, today=TODAY, by=SYSTEM), TODAY
    )
    listed = ids(raw, keeping.rule_of(raw, "five", TODAY))
    first, other = min(listed), raw.value("SELECT min(id) FROM guests_guest WHERE visits = 1 AND NOT secret")
    raw.execute("UPDATE guests_guest SET merged_into_id = %s WHERE id = %s", (other, first))
    assert ids(raw, keeping.rule_of(raw, "five", TODAY)) == listed - {first} | {other}


def test_what_is_put_away_still_answers_to_its_code(raw: Statements) -> None:
    made = keeping.make(
        raw, code="away", name="x", note="", rule=leaf("visits", "is", 1), today=TODAY, by=SYSTEM
    )
    keeping.archive(raw, made, away=True)
    assert keeping.listed(raw) == [] and [each.code for each in keeping.listed(raw, archived=True)] == [
        "away"
    ]
    assert keeping.get(raw, "away").archived_at is not None
    with pytest.raises(CodeTaken):
        keeping.make(
            raw, code="away", name="y", note="", rule=leaf("visits", "is", 1), today=TODAY, by=SYSTEM
        )
    with pytest.raises(NoSuchSegment):
        keeping.get(raw, "never")


def test_who_is_late_by_some_days_is_nobody_who_is_not_due(raw: Statements) -> None:
    late = ids(raw, rules.converted(leaf("late_by", "at_most", 30)))
    due = {
        guest
        for (guest,) in raw.execute(
            "SELECT guest_id FROM lifecycle_state WHERE due_on < %s", (TODAY,)
        ).fetchall()
    }
    assert (
        late == {guest for guest in due if guest in ids(raw, rules.converted(leaf("visits", "at_least", 0)))}
        and late
    )


def test_what_staff_set_goes_before_what_is_suggested(raw: Statements) -> None:
    # C49: the suggestion holds only where nobody said anything
    price, loyal = (
        ids(raw, rules.converted(leaf("motive", "is_any_of", [word]))) for word in ("price", "loyal")
    )
    said = {
        g for (g,) in raw.execute("SELECT guest_id FROM guests_profile WHERE motive = 'loyal'").fetchall()
    }
    suggested = {
        g
        for (g,) in raw.execute(
            "SELECT guest_id FROM lifecycle_state WHERE motive_suggested <> ''"
        ).fetchall()
    }
    assert price and loyal and not price & loyal
    assert price <= suggested - said
