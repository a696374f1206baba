"""huike key create, list, revoke: what a PMS vendor holds."""

import argparse
from typing import Any

from django.db import transaction

from audit import recording
from chains.models import Chain
from chains.opening import chain_named
from kernel.errors import Refused
from partners import keys
from partners.models import ApiKey
from tenants.models import Property


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
    create.set_defaults(run=create_key)
    listing = actions.add_parser("list", help="keys of a chain, without the keys themselves")
    listing.add_argument("--chain", required=True)
    listing.set_defaults(run=list_keys)
    revoke = actions.add_parser("revoke", help="revoke a key at once (again: nothing changes)")
    revoke.add_argument("--id", type=int, required=True)
    revoke.set_defaults(run=revoke_key)
    for action in (create, listing, revoke):
        action.add_argument("--json", action="store_true")


def create_key(options: argparse.Namespace) -> dict[str, Any]:
    chain = chain_named(options.chain)
    with transaction.atomic():
        key, plain = keys.issue(
            chain,
            name=options.name,
            scopes=options.scope,
            property_ids=property_ids(chain, options.property),
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
    }


def list_keys(options: argparse.Namespace) -> dict[str, Any]:
    chain = chain_named(options.chain)
    columns = ("id", "name", "prefix", "scopes", "created_at", "last_used_at", "expires_at", "revoked_at")
    return {"keys": list(ApiKey.objects.filter(chain=chain).order_by("-id").values(*columns))}


def revoke_key(options: argparse.Namespace) -> dict[str, Any]:
    key = ApiKey.objects.filter(pk=options.id).first()
    if key is None:
        raise NoSuchKey(id=options.id)
    with transaction.atomic():
        changed = keys.revoke(key)
        if changed:
            recording.record(
                recording.COMMAND, "key.revoked", chain_id=key.chain_id, subject=key.prefix, name=key.name
            )
    return {"id": key.pk, "revoked": changed}


def property_ids(chain: Chain, slugs: list[str]) -> list[int]:
    """Slugs -> ids; refused when one is no property of the chain."""
    known = dict(Property.objects.filter(chain=chain).values_list("slug", "pk"))
    for slug in slugs:
        if slug not in known:
            raise NoSuchProperty(chain=chain.slug, slug=slug)
    return [known[slug] for slug in slugs]
