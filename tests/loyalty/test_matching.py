"""Who is who (C113, one view of a guest): keys by strength, conflicts told, staff's word first, never the order."""

import random

from hypothesis import given
from hypothesis import strategies as st

from loyalty.guests.matching import Partition, Record, cluster


def record(node: str, name: str, *keys: str, newest: int = 0) -> Record:
    return Record(node, name, keys, (newest, node))


def groups(partition: Partition) -> set[frozenset[object]]:
    return {frozenset(group) for group in partition.groups}


def test_one_phone_is_one_person_whatever_the_numbers_and_names() -> None:
    found = cluster([record("a", "李四", "1:+86138", "5:G1"), record("b", "李先生", "1:+86138", "5:G1B")])
    assert groups(found) == {frozenset("ab")} and not found.conflicts


def test_a_number_leads_to_the_person_when_a_phone_is_missing() -> None:
    found = cluster([record("a", "李四", "1:+86138", "5:G1"), record("b", "李四", "5:G1")])
    assert groups(found) == {frozenset("ab")}


def test_a_new_phone_under_the_same_number_and_name_is_the_same_person() -> None:
    found = cluster([record("a", "李四", "1:+86138", "5:G1"), record("b", "李 四", "1:+86139", "5:G1")])
    assert groups(found) == {frozenset("ab")}


def test_a_number_given_to_somebody_else_joins_nobody_and_is_told() -> None:
    found = cluster([record("a", "李四", "1:+86138", "5:G1"), record("b", "王五", "1:+86139", "5:G1")])
    assert groups(found) == {frozenset("a"), frozenset("b")}
    assert [key for _, _, key in found.conflicts] == ["5:G1"]


def test_an_email_shared_by_a_family_joins_nobody() -> None:
    found = cluster([record("a", "李四", "1:+86138", "6:f@x"), record("b", "李小", "1:+86139", "6:f@x")])
    assert len(found.groups) == 2 and len(found.conflicts) == 1


def test_staff_unite_and_tell_apart_against_any_key() -> None:
    same = cluster([record("a", "李四", "1:1"), record("b", "王五", "1:2")], same=[("a", "b")])
    assert groups(same) == {frozenset("ab")}
    apart = cluster([record("a", "李四", "1:1"), record("b", "李四", "1:1")], apart=[("a", "b")])
    assert groups(apart) == {frozenset("a"), frozenset("b")} and not apart.conflicts


def test_who_has_no_key_is_alone() -> None:
    assert len(cluster([record("a", "李四"), record("b", "李四")]).groups) == 2


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["李四", "王五", "赵六"]),
            st.sampled_from([None, "1:1", "1:2", "1:3"]),
            st.sampled_from([None, "5:A", "5:B", "5:C"]),
            st.sampled_from([None, "6:x", "6:y"]),
            st.integers(0, 3),
        ),
        max_size=9,
    ),
    st.integers(0, 10**6),
)
def test_the_answer_depends_on_the_records_not_on_their_order(
    specs: list[tuple[str, str | None, str | None, str | None, int]], seed: int
) -> None:
    records = [
        Record(f"n{index}", name, tuple(key for key in keys if key), (newest, f"n{index}"))
        for index, (name, *keys, newest) in enumerate(specs)
    ]
    shuffled = list(records)
    random.Random(seed).shuffle(shuffled)
    one, other = cluster(records), cluster(shuffled)
    assert groups(one) == groups(other)
    assert {key for _, _, key in one.conflicts} == {key for _, _, key in other.conflicts}
    # One phone is never two people.
    of = {node: index for index, group in enumerate(one.groups) for node in group}
    for a in records:
        for b in records:
            if set(a.keys) & set(b.keys) & {"1:1", "1:2", "1:3"}:
                assert of[a.node] == of[b.node]
