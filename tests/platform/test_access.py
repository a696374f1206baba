"""The one table of roles and the one judge."""

import pytest

from partners import scopes
from staff.access import Grant, may
from staff.roles import ABILITIES, GIVES, OF_A_PROPERTY, WHOLE_CHAIN, Ability, Role
from tests.who_may import ROLES


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("ability", list(Ability))
def test_the_table_of_roles_is_the_one_people_agreed_on(role: Role, ability: Ability) -> None:
    assert (ability in ABILITIES[role]) == (ability.value in ROLES[role.value])


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("ability", list(Ability))
def test_the_judge_follows_the_table_at_the_listed_property_and_nowhere_else(
    role: Role, ability: Ability
) -> None:
    held = ability in ABILITIES[role]
    listed = Grant(1, role, ABILITIES[role], frozenset({7}))
    everywhere = Grant(1, role, ABILITIES[role], None)
    assert may(listed, ability, property_id=7) == held
    assert may(listed, ability, property_id=8) is False
    assert may(everywhere, ability, property_id=8) == held
    assert may(everywhere, ability) == held
    assert may(listed, ability) == (held and ability not in WHOLE_CHAIN)
    assert may(None, ability, property_id=7) is False


def test_the_front_desk_reads_single_phones_and_takes_no_data_away() -> None:
    assert Ability.SEE_FULL_PHONE in ABILITIES[Role.FRONT_DESK]
    assert not ABILITIES[Role.FRONT_DESK] & {
        Ability.EXPORT_DATA,
        Ability.SEE_REPORTS_CHAIN,
        Ability.SEE_REPORTS_PROPERTY,
    }


def test_the_operator_of_the_platform_sees_no_guest() -> None:
    assert not ABILITIES[Role.OPERATOR] & {Ability.SEE_GUESTS, Ability.SEE_FULL_PHONE, Ability.EXPORT_DATA}


def test_nobody_gives_a_role_that_may_more_than_his_own_or_makes_operators() -> None:
    for giver, roles in GIVES.items():
        assert Role.OPERATOR not in roles
        assert Ability.MANAGE_STAFF in ABILITIES[giver]
    assert all(ABILITIES[role] <= ABILITIES[Role.MANAGER] for role in GIVES[Role.MANAGER])
    assert {Role.MANAGER, Role.FRONT_DESK} == OF_A_PROPERTY


@pytest.mark.parametrize("scope", list(scopes.SCOPES))
def test_every_scope_allows_something_and_less_than_everything(scope: str) -> None:
    assert scopes.SCOPES[scope]
    assert scopes.abilities([scope]) < scopes.abilities(["*"])


def test_a_key_sees_phones_with_guests_pii_only() -> None:
    for scope in scopes.SCOPES:
        assert (Ability.SEE_FULL_PHONE in scopes.abilities([scope])) == (scope == "guests:pii")
