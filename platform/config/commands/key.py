"""huike key create, list, rotate, revoke: what a PMS vendor holds."""

import argparse
from datetime import timedelta
from typing import Any

from django.db import transaction

from audit import recording
from chains.models import Chain
from chains.opening import chain_named
from kernel.errors import Refused
from partners import keys
from partners.models import ApiKey
from tenants.models import Property

HOUR = timedelta(hours=1)


class NoSuchProperty(Refused):
    code = "no_such_property"
    status = 404
    zh = "集团 {chain} 没有名为“{slug}”的门店。"
    en = "Chain {chain} has no property named {slug}."


class NoSuchKey(Refused):
    code = "no_such_key"
    status = 404
    zh = "没有编号为 {id} 的密钥。"
    en = "There is no key with the id {id}."


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("key", help="API keys")
    actions = group.add_subparsers(required=True, metavar="action")
    create = actions.add_parser("create", help="make a key; it is shown this once")
    create.add_argument("--chain", required=True, help="slug of the chain")
    create.add_argument("--name", required=True, help="who holds it, for people")
    create.add_argument(
        "--scope", action="append", required=True, help="'*' or one such as stays:write; may be repeated"
    )
    create.add_argument(
        "--property", action="extend", nargs="+", default=[], help="only this property; may be repeated"
    )
    create.add_argument(
        "--network", action="extend", nargs="+", default=[], help="only from here (CIDR); may be repeated"
    )
    create.set_defaults(run=create_key)
    listing = actions.add_parser("list", help="keys of a chain, without the keys themselves")
    listing.add_argument("--chain", required=True)
    listing.set_defaults(run=list_keys)
    rotate = actions.add_parser(
        "rotate", help="replace a key; the new one is shown once, both work for a while"
    )
    rotate.add_argument("--id", type=int, required=True)
    rotate.add_argument(
        "--overlap-hours",
        type=int,
        choices=range(keys.OVERLAP_MAX // HOUR + 1),
        metavar="0-720",
        default=keys.OVERLAP // HOUR,
        help="for so long the old key works on (default: %(default)s)",
    )
    rotate.set_defaults(run=rotate_key)
    revoke = actions.add_parser("revoke", help="revoke a key at once (again: nothing changes)")
    revoke.add_argument("--id", type=int, required=True)
    revoke.set_defaults(run=revoke_key)
    for action in (create, listing, rotate, revoke):
        action.add_argument("--json", action="store_true")


def create_key(options: argparse.Namespace) -> dict[str, Any]:
    chain = chain_named(options.chain)
    with transaction.atomic():
        key, plain = keys.issue(
            chain,
            name=options.name,
            scopes=options.scope,
            property_ids=property_ids(chain, options.property),
            networks=options.network,
        )
        recording.record(
            recording.COMMAND,
            "key.made",
            chain_id=chain.pk,
            subject=key.prefix,
            name=key.name,
            scopes=key.scopes,
        )
    return {
        "key": plain,
        "id": key.pk,
        "name": key.name,
        "scopes": key.scopes,
        "properties": options.property,
        "networks": key.networks,
    }


def list_keys(options: argparse.Namespace) -> dict[str, Any]:
    chain = chain_named(options.chain)
    columns = [
        *("id", "line", "name", "prefix", "scopes", "networks"),
        *("created_at", "last_used_at", "expires_at", "revoked_at"),
    ]
    return {"keys": list(ApiKey.objects.filter(chain=chain).order_by("-id").values(*columns))}


def revoke_key(options: argparse.Namespace) -> dict[str, Any]:
    key = key_of(options.id)
    with transaction.atomic():
        changed = keys.revoke(key)
        if changed:
            recording.record(
                recording.COMMAND, "key.revoked", chain_id=key.chain_id, subject=key.prefix, name=key.name
            )
            from loyalty.sandbox import opening

            closed = opening.close_unused(key.sandbox_id) if key.sandbox_id else None
            if closed is not None:
                recording.record(
                    recording.COMMAND,
                    "property.closed",
                    chain_id=key.chain_id,
                    property_id=closed.pk,
                    subject=closed.slug,
                )
    return {"id": key.pk, "revoked": changed}


def rotate_key(options: argparse.Namespace) -> dict[str, Any]:
    key = key_of(options.id)
    with transaction.atomic():
        made, plain = keys.rotate(key, timedelta(hours=options.overlap_hours))
        recording.record(
            recording.COMMAND,
            "key.rotated",
            chain_id=key.chain_id,
            subject=key.prefix,
            name=key.name,
            made=made.prefix,
            overlap_hours=options.overlap_hours,
        )
    return {"key": plain, "id": made.pk, "replaces": key.pk, "overlap_hours": options.overlap_hours}


def key_of(number: int) -> ApiKey:
    key = ApiKey.objects.filter(pk=number).first()
    if key is None:
        raise NoSuchKey(id=number)
    return key


def property_ids(chain: Chain, slugs: list[str]) -> list[int]:
    """Slugs -> ids; refused when one is no property of the chain."""
    known = dict(Property.objects.filter(chain=chain).values_list("slug", "pk"))
    for slug in slugs:
        if slug not in known:
            raise NoSuchProperty(chain=chain.slug, slug=slug)
    return [known[slug] for slug in slugs]
