"""One login for each role. The password is drawn once for an installation and kept in its data folder."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from chains.models import Chain
from loyalty.demo.houses import FRONT_DESK, HOUSES
from loyalty.drawing.houses import House
from loyalty.drawing.planning import clerks_of
from staff import passwords
from staff.inviting import add_member
from staff.models import StaffMember
from staff.roles import Role
from staff.signing_in import find
from tenants.models import Property

OPERATOR = "operator@huike.example"
FRONT_DESK_LOGIN = "frontdesk@qichuan.example"
MANAGER_LOGIN = "manager@qichuan.example"


@dataclass(frozen=True, slots=True)
class Login:
    role: Role
    login: str
    name: str
    title: str
    at: str = ""  # slug of the one hotel


LOGINS = (
    Login(Role.OWNER, "owner@qichuan.example", "沈栖云", "老板"),
    Login(Role.ANALYST, "analyst@qichuan.example", "顾言", "总部分析"),
    Login(Role.MARKETING, "marketing@qichuan.example", "陆薇", "总部营销"),
    Login(Role.MANAGER, MANAGER_LOGIN, "周岚", "店长", HOUSES[0].slug),
    Login(Role.FRONT_DESK, FRONT_DESK_LOGIN, FRONT_DESK, "前台", HOUSES[0].slug),
    Login(Role.OPERATOR, OPERATOR, "平台管理员", "平台"),
)

# Who else works at the first hotel, without a login of their own: by number of the clerk, or by what they do.
CLERKS = ("02", "03", "04")
OTHERS = (("housekeeping", "孙洁"), ("fnb", "顾明"))


def password() -> str:
    """This installation's password for the demo's logins: made on first use, readable by its owner only."""
    path = settings.HUIKE_HOME / "demo-password"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return str(path.read_text()).strip()
    made = secrets.token_urlsafe(12)
    with os.fdopen(handle, "w") as file:
        file.write(made + "\n")
    return made


@transaction.atomic
def assemble(chain: Chain) -> dict[str, StaffMember]:
    """Make the accounts that are not there; each signs in with this installation's password."""
    chosen = password()
    places = dict(Property.objects.filter(chain=chain).values_list("slug", "pk"))
    made: dict[str, StaffMember] = {}
    for each in LOGINS:
        if each.role is Role.OPERATOR:
            staff = find(each.login) or StaffMember.objects.create(
                email=each.login, name=each.name, is_operator=True
            )
        else:
            staff = add_member(
                chain,
                each.login,
                name=each.name,
                role=each.role,
                password=chosen,
                property_ids=[places[each.at]] if each.at else [],
            )
        # Another data folder over the same database: its password is the one that is printed.
        if not staff.check_password(chosen):
            passwords.change(staff, chosen)
        made[each.login] = staff
    return made


@transaction.atomic
def colleagues(
    chain: Chain, house: House, hotel: Property, accounts: Mapping[str, StaffMember]
) -> dict[str, UUID]:
    """The staff of the first hotel by number or by what they do; of the others nobody has an account."""
    if house.slug != HOUSES[0].slug:
        return {}
    names = {clerk.number[1:]: clerk.name for clerk in clerks_of(house)}
    found = {"01": accounts[FRONT_DESK_LOGIN].pk, "manager": accounts[MANAGER_LOGIN].pk}
    for key, name in [*((number, names[number]) for number in CLERKS), *OTHERS]:
        login = f"{key}@pingjiang.qichuan.example"
        found[key] = add_member(chain, login, name=name, role=Role.FRONT_DESK, property_ids=[hotel.pk]).pk
    return found
