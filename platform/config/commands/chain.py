"""huike chain create, list, ending: a new customer with its owner; who there is, where each stands, who is leaving."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from audit import recording
from billing.standing import Level
from chains.models import Chain
from chains.opening import open_chain
from kernel.errors import Refused
from staff.models import Membership, StaffMember
from tenants import ending, overseeing


class OwnerNeedsBoth(Refused):
    code = "owner_needs_both"
    zh = "--owner-email 和 --owner-password 必须一起给出。"
    en = "--owner-email and --owner-password go together."


class BadEmail(Refused):
    code = "bad_email"
    zh = "“{email}”不是电子邮件地址。"
    en = "{email!r} is not an e-mail address."


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("chain", help="chains: our customers")
    actions = group.add_subparsers(required=True, metavar="action")
    create = actions.add_parser("create", help="make a chain (again: nothing changes)")
    create.add_argument("--slug", required=True, help="its name in addresses, for example acme")
    create.add_argument("--name", required=True, help="its name for people")
    create.add_argument("--time-zone", help="of its properties, unless they say otherwise (Asia/Shanghai)")
    create.add_argument("--owner-email", help="make this person the chain's owner")
    create.add_argument("--owner-password")
    create.add_argument("--json", action="store_true")
    create.set_defaults(run=create_chain)
    listed = actions.add_parser("list", help="every chain, the newest first: what it pays, what came in")
    listed.add_argument("--level", choices=[level.value for level in Level])
    listed.add_argument("--state", choices=["open", "suspended", "erased"])
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=list_chains)
    leaving = actions.add_parser("ending", help="chains whose data are to be erased, and what they were told")
    leaving.add_argument("--json", action="store_true")
    leaving.set_defaults(run=list_endings)


def create_chain(options: argparse.Namespace) -> dict[str, Any]:
    if bool(options.owner_email) != bool(options.owner_password):
        raise OwnerNeedsBoth()
    with transaction.atomic():
        chain, created = open_chain(slug=options.slug, name=options.name, time_zone=options.time_zone)
        if created:
            recording.record(recording.COMMAND, "chain.opened", chain_id=chain.pk, subject=chain.slug)
        if options.owner_email:
            give_owner(chain, options.owner_email, options.owner_password)
    return {
        "chain": chain.slug,
        "id": chain.pk,
        "name": chain.name,
        "time_zone": chain.time_zone,
        "created": created,
    }


def list_chains(options: argparse.Namespace) -> dict[str, Any]:
    found = overseeing.found(level=options.level, state=options.state, before=None, limit=None)
    return {
        row.chain.slug: {
            "name": row.chain.name,
            "state": row.chain.state,
            "level": row.standing.level.value,
            "reason": row.standing.reason,
            "owner": row.owner.email if row.owner else None,
            "properties": row.properties,
            "stays_30d": row.activity.stays_30d,
            "last_stay_on": row.activity.last_stay_on,
        }
        for row in overseeing.rows(found)
    }


def list_endings(options: argparse.Namespace) -> dict[str, Any]:
    return {
        chain.slug: {
            "name": chain.name,
            "lapsed_at": leaving.lapsed_at,
            "notices": list(leaving.sent),
            "next_at": leaving.next_at,
            "erased_from": leaving.erased_from,
        }
        for chain, leaving in ending.endings()
    }


def give_owner(chain: Chain, email: str, password: str) -> None:
    """Make this person an owner. Somebody who has an account keeps it and its password."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadEmail(email=email) from error
    person = StaffMember.objects.filter(email=email).first()
    if person is None:
        person = StaffMember(email=email, name=email.split("@")[0])
        person.set_password(password)
        person.save()
    membership, made = Membership.objects.get_or_create(staff=person, chain=chain, defaults={"role": "owner"})
    if made:
        recording.record(
            recording.COMMAND,
            "staff.added",
            chain_id=chain.pk,
            subject=str(person.pk),
            role=membership.role,
        )
