"""huike staff add, password, deactivate: people, when nobody can be asked to click a link."""

import argparse
import sys
from typing import Any

from django.db import transaction

from audit import recording
from chains.opening import chain_named
from config.commands.key import property_ids
from kernel.errors import Refused
from staff import changing, passwords
from staff.inviting import add_member
from staff.models import StaffMember
from staff.roles import OF_A_PROPERTY, Role
from staff.signing_in import find


class NoSuchStaff(Refused):
    code = "no_such_staff"
    status = 404
    zh = "没有登录名为“{login}”的员工。"
    en = "Nobody signs in as {login}."


class PropertyNeeded(Refused):
    code = "properties_missing"
    status = 422
    zh = "角色 {role} 必须用 --property 指定门店。"
    en = "The role {role} needs --property."


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("staff", help="people who sign in")
    actions = group.add_subparsers(required=True, metavar="action")
    add = actions.add_parser("add", help="put somebody at a chain (again: the same role and properties)")
    add.add_argument("--chain", required=True)
    add.add_argument("--login", required=True, help="e-mail or phone")
    add.add_argument("--name", required=True)
    add.add_argument(
        "--role", required=True, choices=[role.value for role in Role if role is not Role.OPERATOR]
    )
    add.add_argument("--property", action="extend", nargs="+", default=[])
    add.set_defaults(run=add_staff)
    password = actions.add_parser("password", help="set a new password; every session ends")
    password.add_argument("--login", required=True)
    password.set_defaults(run=set_password)
    off = actions.add_parser("deactivate", help="end somebody's account and sessions, everywhere, at once")
    off.add_argument("--login", required=True)
    off.set_defaults(run=deactivate)
    operator = actions.add_parser("operator", help="make an operator of the platform")
    operator.add_argument("--login", required=True, help="e-mail")
    operator.add_argument("--name", default="")
    operator.set_defaults(run=make_operator)
    for action in (add, password, operator):
        action.add_argument("--password", help="read from standard input when it is left out")
    for action in (add, password, off, operator):
        action.add_argument("--json", action="store_true")


def add_staff(options: argparse.Namespace) -> dict[str, Any]:
    chain = chain_named(options.chain)
    role = Role(options.role)
    if role in OF_A_PROPERTY and not options.property:
        raise PropertyNeeded(role=role.value)
    with transaction.atomic():
        staff = add_member(
            chain,
            options.login,
            name=options.name,
            role=role,
            password=given_password(options) if find(options.login) is None else None,
            property_ids=property_ids(chain, options.property),
        )
        recording.record(
            recording.COMMAND, "staff.added", chain_id=chain.pk, subject=str(staff.pk), role=role.value
        )
    return {"id": str(staff.pk), "login": options.login, "role": role.value, "properties": options.property}


def set_password(options: argparse.Namespace) -> dict[str, Any]:
    staff = known(options.login)
    passwords.change(staff, given_password(options))
    recording.record(recording.COMMAND, "staff.password_set", subject=str(staff.pk))
    return {"id": str(staff.pk), "changed": True}


def deactivate(options: argparse.Namespace) -> dict[str, Any]:
    staff = known(options.login)
    with transaction.atomic():
        changed = bool(StaffMember.objects.filter(pk=staff.pk, is_active=True).update(is_active=False))
        if changed:
            changing.end_sessions(staff.pk)
            recording.record(recording.COMMAND, "staff.deactivated", subject=str(staff.pk))
    return {"id": str(staff.pk), "changed": changed}


def make_operator(options: argparse.Namespace) -> dict[str, Any]:
    """Give an account the platform's own rights; a new account when there is none."""
    staff = find(options.login)
    with transaction.atomic():
        if staff is None:
            staff = StaffMember(email=options.login.strip().lower(), name=options.name or options.login)
            password = given_password(options)
            passwords.check(password, staff)
            staff.set_password(password)
        changed = not staff.is_operator
        staff.is_operator = True
        staff.save()
        if changed:
            recording.record(recording.COMMAND, "staff.made_operator", subject=str(staff.pk))
    return {"id": str(staff.pk), "changed": changed}


def known(login: str) -> StaffMember:
    staff = find(login)
    if staff is None:
        raise NoSuchStaff(login=login)
    return staff


def given_password(options: argparse.Namespace) -> str:
    """From the command line, else one line of standard input: that stands in no process list."""
    return str(options.password) if options.password else sys.stdin.readline().rstrip("\n")
