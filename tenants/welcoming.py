"""A chain that opens itself: chain, owner, trial and first property, all of them or none."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from audit import recording
from audit.recording import Actor
from billing.models import Account
from billing.plans import TRIAL_DAYS, TRIAL_PLAN
from chains.models import Chain, FirstRun
from chains.opening import open_chain
from chains.suggesting import free, slug_of
from kernel import clock
from staff import passwords, signing_up
from staff.models import Membership, SignUp, StaffMember
from staff.roles import Role
from tenants.models import Property
from tenants.provisioning import SlugTaken, open_property


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be opened. Without a slug the property gets one of its chain's and its own name."""

    chain_slug: str
    chain_name: str
    property_name: str
    property_slug: str | None = None
    property_city: str = ""
    chain_time_zone: str | None = None
    property_time_zone: str | None = None


class ChainSlugTaken(SlugTaken):
    """The chain's name in addresses, not the property's."""


@transaction.atomic
def welcome(token: str, wish: Wish, *, password: str, known: StaffMember | None) -> StaffMember:
    """Use the link of a sign-up. `known` is the account that has its e-mail already; its password was checked.

    Nothing is asked of Stripe: a trial needs no card, and begins and ends by our own clock.
    """
    asked = signing_up.take(token)
    # Whoever takes the name in this moment waits, or makes us refuse: a chain that is there is never joined.
    chain, is_new = open_chain(slug=wish.chain_slug, name=wish.chain_name, time_zone=wish.chain_time_zone)
    if not is_new:
        raise ChainSlugTaken(slug=wish.chain_slug)
    Chain.objects.filter(pk=chain.pk).update(locale=asked.locale)
    chain.locale = asked.locale
    owner = _owner(asked, password, known)
    Membership.objects.create(staff=owner, chain=chain, role=Role.OWNER)
    _begin_trial(chain)
    FirstRun.objects.create(chain=chain, created_at=clock.now())
    place, is_new = open_property(
        chain,
        slug=wish.property_slug or property_slug(wish.chain_slug, wish.property_name),
        name=wish.property_name,
        city=wish.property_city,
        time_zone=wish.property_time_zone,
    )
    _record(owner, chain, place)
    return owner


def chain_slug(name: str) -> str:
    """A free slug for a chain of this name."""
    return free(slug_of(name) or "hotel", lambda slug: Chain.objects.filter(slug=slug).exists())


def property_slug(chain: str, name: str) -> str:
    """A free slug for a property of this name at the chain of this slug; properties share one room of names."""
    own = slug_of(name)
    wanted = f"{chain}-{own}" if own and not own.startswith(chain) else own or f"{chain}-1"
    return free(wanted, lambda slug: Property.objects.filter(slug=slug).exists())


def _owner(asked: SignUp, password: str, known: StaffMember | None) -> StaffMember:
    if known is not None and known.has_usable_password():
        return known
    owner = known or StaffMember(email=asked.email, name=asked.name, locale=asked.locale)
    passwords.check(password, owner)
    owner.set_password(password)
    owner.save()
    return owner


def _begin_trial(chain: Chain) -> None:
    now = clock.now()
    Account.objects.create(
        chain=chain,
        state="trialing",
        since=now,
        plan=TRIAL_PLAN,
        trial_ends_at=now + timedelta(days=TRIAL_DAYS),
    )


def _record(owner: StaffMember, chain: Chain, place: Property) -> None:
    actor = Actor("staff", str(owner.pk), owner.name)
    recording.record(actor, "chain.opened", chain_id=chain.pk, subject=chain.slug, by="sign-up")
    recording.record(actor, "staff.added", chain_id=chain.pk, subject=str(owner.pk), role=Role.OWNER.value)
    recording.record(actor, "property.opened", chain_id=chain.pk, property_id=place.pk, subject=place.slug)
