"""Points of one property spent at another: asked, taken at home, given out at the spender, settled by month.

Three steps, each a transaction of its own that can be repeated: the row that asks stands first (public), then the
home's ledger gives the points to its clearing account, then the spender's ledger takes them from its own. Both
ledgers book under one key, so whoever finds a transfer half done (the client again, or the sweeper) carries it to
its end without doing anything twice.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from django.db import transaction

from audit.recording import Actor
from kernel import clock, money
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.guests import persons
from loyalty.ledger import reading
from loyalty.ledger.posting import Debit, House, post
from loyalty.ledger.refusals import InsufficientPoints
from loyalty.programme import versions
from loyalty.programme.points.spending import off_the_bill
from loyalty.programme.points.terms import Bill
from sharing.models import Transfer
from sharing.settings import shared_by
from tenants.context import in_property, in_public, raw_connection
from tenants.models import Property

log = logging.getLogger(__name__)

SWEPT_AFTER = timedelta(seconds=20)


class NotShared(Refused):
    code = "not_eligible"
    status = 422
    zh = "这家连锁没有开通跨门店使用积分。"
    en = "This chain does not let points be spent at other properties."


class NothingThere(Refused):
    code = "not_eligible"
    status = 422
    zh = "这位客人在 {property} 没有可用的积分。"
    en = "This guest has no points at {property}."


class TransferKeyReused(Refused):
    code = "idempotency_key_reused"
    status = 422
    zh = "这个 Idempotency-Key 已用于另一笔积分使用。"
    en = "This Idempotency-Key was used for another transfer."


class RefusedThere(Refused):
    """What the home property's ledger said, told at the spender."""

    code = "insufficient_points"
    status = 422
    zh = "{property} 的积分不足：可用 {balance}，需要 {asked}。"
    en = "Not enough points at {property}: {balance} there, {asked} asked."


@dataclass(frozen=True, slots=True)
class Purse:
    """Points a person holds at another property, and what they are worth there."""

    home: Property
    guest: int
    points: int
    bill: Bill

    def worth_cents(self, points: int) -> int:
        """At the home property's rate, whole cents, rounded down."""
        return points * money.cents(self.bill.money) // self.bill.points


def purses(spender: Property, guest: int) -> list[Purse]:
    """What the guest's person holds at the other properties of the chain. Outside of any property, or inside."""
    with in_public():
        # A sandbox is for trying things out: no real points are spent there.
        if spender.sandbox or not shared_by(spender.chain_id).points:
            return []
        others = Property.objects.filter(chain_id=spender.chain_id, state="open", sandbox=False)
        others = others.exclude(pk=spender.pk).select_related("chain").order_by("slug")
        homes = list(others)
    person = _person(spender, guest)
    found = [_purse(home, person) for home in homes] if person else []
    return [purse for purse in found if purse is not None and purse.points > 0]


def spend(
    spender: Property, guest: int, home: str, points: int, *, bill_cents: int, key: str, actor: Actor
) -> Transfer:
    """Pay `points` of the property `home` at `spender`; to its end, or Refused and nothing moved."""
    known = _known(key)
    if known is None:
        purse = next((each for each in purses(spender, guest) if each.home.slug == home), None)
        if purse is None:
            with in_public():
                if not shared_by(spender.chain_id).points:
                    raise NotShared
            raise NothingThere(property=home)
        # No more points than the bill needs, by the home's terms; what they take off is counted there as well.
        value_cents = off_the_bill(purse.bill, bill_cents, purse.points, points).off_cents
        known = _ask(
            spender,
            guest,
            purse,
            points,
            bill_cents=bill_cents,
            value_cents=value_cents,
            key=key,
            actor=actor,
        )
    if bytes(known.digest) != _digest(spender.pk, guest, home, points, bill_cents):
        raise TransferKeyReused
    return carry_on(known)


def carry_on(transfer: Transfer) -> Transfer:
    """Bring a transfer to its end, from wherever it stopped."""
    if transfer.state == "asked":
        transfer = _take_at_home(transfer)
    if transfer.state == "taken":
        transfer = _give_at_spender(transfer)
    if transfer.state == "refused":
        raise RefusedThere(**(transfer.refusal or {}))
    return transfer


def finish_open() -> dict[str, int]:
    """Carry on what was left half done; for the sweeper."""
    told = {"done": 0, "refused": 0, "failed": 0}
    waiting = Transfer.objects.filter(
        state__in=("asked", "taken"), asked_at__lt=clock.now() - SWEPT_AFTER
    ).order_by("asked_at")
    for transfer in waiting[:500]:
        try:
            carry_on(transfer)
            told["done"] += 1
        except RefusedThere:
            told["refused"] += 1
        except Exception:
            log.exception("Transfer %s could not be carried on", transfer.pk)
            told["failed"] += 1
    return told


def _person(place: Property, guest: int) -> bytes | None:
    with in_property(place):
        raw = Statements(raw_connection())
        row = raw.execute(
            "SELECT person FROM guests_guest WHERE id = %s AND phone IS NOT NULL", (guest,)
        ).fetchone()
        return bytes(row[0]) if row else None


def _purse(home: Property, person: bytes) -> Purse | None:
    with in_property(home):
        raw = Statements(raw_connection())
        published = versions.in_force(raw, clock.today(home.time_zone))
        found = raw.execute(
            "SELECT id FROM guests_guest WHERE person = %s AND merged_into_id IS NULL AND NOT secret ORDER BY id LIMIT 1",
            (person,),
        ).fetchone()
        if found is None or published is None or not published.programme.points.bill.enabled:
            return None
        held = reading.balances(raw, persons.rows_of(raw, found[0]))
        return Purse(home, found[0], held.points, published.programme.points.bill)


def _known(key: str) -> Transfer | None:
    with in_public():
        return Transfer.objects.filter(key=key).first()


def _digest(spender_id: int, guest: int, home: str, points: int, bill_cents: int) -> bytes:
    return hashlib.sha256(msgspec.json.encode([spender_id, guest, home, points, bill_cents])).digest()


def _ask(
    spender: Property,
    guest: int,
    purse: Purse,
    points: int,
    *,
    bill_cents: int,
    value_cents: int,
    key: str,
    actor: Actor,
) -> Transfer:
    with in_public():
        transfer, _ = Transfer.objects.get_or_create(
            key=key,
            defaults={
                "chain_id": spender.chain_id,
                "digest": _digest(spender.pk, guest, purse.home.slug, points, bill_cents),
                "home_id": purse.home.pk,
                "spender_id": spender.pk,
                "home_guest": purse.guest,
                "spender_guest": guest,
                "points": points,
                "value_cents": value_cents,
                "currency": spender.currency,
                "facts": {"bill_cents": bill_cents},
                "actor_kind": actor.kind,
                "actor": actor.id,
                "actor_name": actor.name[:80],
                "state": "asked",
                "asked_at": clock.now(),
            },
        )
    return transfer


def _take_at_home(transfer: Transfer) -> Transfer:
    """The home ledger gives the points, and the row says so, in one transaction."""
    home = _place(transfer.home_id)
    with transaction.atomic():
        held = _locked(transfer)
        if held.state != "asked":
            return held
        with in_property(home):
            raw = Statements(raw_connection())
            rows = persons.rows_of(raw, held.home_guest)
            try:
                with transaction.atomic():
                    post(
                        Statements(raw_connection()),
                        key=f"cross:{held.pk}",
                        kind="spent_elsewhere",
                        moves=[
                            Debit(
                                rows,
                                ("base", "bonus"),
                                held.points,
                                "clearing",
                                clearing_with=held.spender_id,
                            )
                        ],
                        on=clock.today(home.time_zone),
                        actor=_actor(held),
                        facts={"transfer": held.pk, "value_cents": held.value_cents},
                    )
            except InsufficientPoints as refused:
                return _refuse(held, home, refused)
        return _moved(held, state="taken", taken_at=clock.now())


def _give_at_spender(transfer: Transfer) -> Transfer:
    """The spender's ledger takes them from clearing to redemption, and the row is done, in one transaction."""
    spender = _place(transfer.spender_id)
    with transaction.atomic():
        held = _locked(transfer)
        if held.state != "taken":
            return held
        with in_property(spender):
            post(
                Statements(raw_connection()),
                key=f"cross:{held.pk}",
                kind="taken_from_elsewhere",
                moves=[House("clearing", "redemption", "points", held.points, clearing_with=held.home_id)],
                on=clock.today(spender.time_zone),
                actor=_actor(held),
                facts={
                    "transfer": held.pk,
                    "value_cents": held.value_cents,
                    "guest": held.spender_guest,
                    **held.facts,
                },
            )
        return _moved(held, state="done", done_at=clock.now())


def _locked(transfer: Transfer) -> Transfer:
    with in_public():
        return Transfer.objects.select_for_update().get(pk=transfer.pk)


def _moved(transfer: Transfer, **changes: Any) -> Transfer:
    for name, value in changes.items():
        setattr(transfer, name, value)
    with in_public():
        transfer.save(update_fields=list(changes))
    return transfer


def _refuse(transfer: Transfer, home: Property, refused: Refused) -> Transfer:
    facts = {"property": home.name, "balance": refused.facts.get("balance"), "asked": transfer.points}
    return _moved(transfer, state="refused", refusal=facts)


def _actor(transfer: Transfer) -> Actor:
    return Actor(transfer.actor_kind, transfer.actor, transfer.actor_name)


def _place(property_id: int) -> Property:
    with in_public():
        return Property.objects.select_related("chain").get(pk=property_id)
