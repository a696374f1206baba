"""Erasing a chain: its properties with their schemas, and what public tables hold of its guests and people.

Begun in one transaction, after which nobody gets in; finished step by step, again from wherever it was broken off.
Kept are the chain's name, its invoices (books are kept by law) and the audit log, which names no guest.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from audit import recording
from billing import errands
from billing.models import Account, EndingNotice, Errand, StripeEvent
from chains.models import Chain, ChainProgramme, FirstRun, new_person_key
from partners import events
from partners.models import ApiKey
from reports import cells, winning
from reports.models import ProgrammeAge, ProgrammeCell, ProgrammeName
from sharing.models import ChainSegment, Mark, Sharing, Standing, Transfer
from staff.models import Impersonation, Invitation, Membership, StaffMember
from tenants.models import Property
from tenants.provisioning import drop_property

ERASED = "erased"


def begin(chain: Chain, account: Account, notices: Iterable[datetime]) -> None:
    """Shut the chain for good, in the caller's transaction: no session and no key finds it any more."""
    chain.state = ERASED
    chain.save(update_fields=["state"])
    if account.subscription and account.state != "canceled":
        # A paused one could be taken up again at Stripe, and be charged for nothing.
        errands.want(chain.pk, "cancel", {"subscription": account.subscription})
    recording.record(
        recording.SYSTEM,
        "chain.erased",
        chain_id=chain.pk,
        subject=chain.slug,
        properties=list(Property.objects.filter(chain=chain).order_by("slug").values_list("slug", flat=True)),
        notices=[f"{sent:%Y-%m-%d}" for sent in notices],
    )


def unfinished() -> QuerySet[Chain]:
    """Chains whose erasing was begun and not finished."""
    left = (Property, Membership, ApiKey)
    chains = Chain.objects.filter(state=ERASED)
    found = chains.none()
    for model in left:
        found = found | chains.filter(Exists(model._default_manager.filter(chain=OuterRef("pk"))))
    return found.order_by("pk")


def finish(chain: Chain) -> None:
    """Remove everything of it. One property at a time, so that no transaction holds many schemas."""
    for place in list(Property.objects.filter(chain=chain).order_by("pk")):
        with transaction.atomic():
            cells.forget(chain.pk, place.pk)
            winning.forget(place.pk)
            for model in (ProgrammeCell, ProgrammeName, ProgrammeAge, Mark):
                model._default_manager.filter(property_id=place.pk).delete()
            drop_property(place)
    events.forget_chain(chain.pk)
    with transaction.atomic():
        _forget_billing(chain)
        for rows in (Standing, Transfer, Sharing, ChainSegment, ChainProgramme, FirstRun, ApiKey, Invitation):
            rows._default_manager.filter(chain=chain).delete()
        _forget_people(chain)
        # Hashes of persons that are still somewhere (a backup) lead to nobody without their key.
        Chain.objects.filter(pk=chain.pk).update(person_key=new_person_key())


def _forget_billing(chain: Chain) -> None:
    account = Account.objects.filter(chain=chain).first()
    if account is not None and account.customer:
        StripeEvent.objects.filter(customer=account.customer).delete()
    Account.objects.filter(chain=chain).update(details={})
    Errand.objects.filter(chain=chain, next_at=None).delete()
    for notice in EndingNotice.objects.filter(chain=chain):
        # That they were sent is kept; to whom exactly is not.
        notice.sent_to = [masked(address) for address in notice.sent_to]
        notice.save(update_fields=["sent_to"])


def _forget_people(chain: Chain) -> None:
    """Memberships, and the accounts of who works nowhere else."""
    people = list(Membership.objects.filter(chain=chain).values_list("staff_id", flat=True))
    Impersonation.objects.filter(chain=chain).delete()
    Membership.objects.filter(chain=chain).delete()
    elsewhere = Membership.objects.filter(staff=OuterRef("pk"))
    looked = Impersonation.objects.filter(staff=OuterRef("pk"))
    StaffMember.objects.filter(pk__in=people, is_operator=False).exclude(Exists(elsewhere)).exclude(
        Exists(looked)
    ).delete()


def masked(address: str) -> str:
    name, _, host = address.partition("@")
    return f"{name[:1]}***@{host}"
