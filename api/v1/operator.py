"""The operator's console: chains, what they pay and use, and how the platform feels."""

from importlib.metadata import version
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET
from rest_framework.request import Request

from api.documents import parameters
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer
from api.v1.impersonation import impersonation_out
from api.v1.operator_shapes import (
    ChainsAsked,
    FigureLevels,
    FigureMoney,
    FiguresOut,
    HealthOut,
    HealthQueue,
    HealthSchemas,
    OperatorBilling,
    OperatorChain,
    OperatorChainChange,
    OperatorChainPage,
    OperatorChainWhole,
    OperatorErrand,
    OperatorKey,
    OperatorOwner,
    OperatorProperty,
    OperatorStaff,
    OperatorUsage,
    OperatorUsed,
    OperatorWaiting,
)
from api.views import OperatorView
from audit import recording
from audit.models import Outbox
from billing import arranging
from billing.limits import limits_for
from billing.models import Errand, StripeEvent
from billing.plans import CURRENCY
from billing.standing import account_of, standing_of
from chains.models import Chain
from kernel import clock, money
from kernel.errors import Refused
from partners.models import ApiKey, Delivery
from staff.models import Impersonation, Membership
from staff.tasks import soon, tell_of_state
from tenants import feeling, overseeing, usage, versions
from tenants.models import Property

LISTED = 200  # of people and keys: a support page, no export
LAST = 20


class Erased(Refused):
    code = "chain_erased"
    status = 409
    zh = "该连锁的数据已按期删除，不能再更改。"
    en = "This chain's data was erased; nothing of it can be changed."


class OperatorChainsView(OperatorView):
    @extend_schema(
        parameters=parameters(ChainsAsked),
        responses={200: OperatorChainPage},
        summary="Every chain, the newest first",
    )
    def get(self, request: Request) -> HttpResponse:
        asked = query(request, ChainsAsked)
        after = read(asked.cursor, tuple[int])
        found = overseeing.found(
            text=asked.q.strip(),
            level=asked.level,
            state=asked.state,
            before=after[0] if after else None,
            limit=asked.limit + 1,
        )
        shown, following = page(found, asked.limit, lambda one: (one[0].pk,))
        rows = [OperatorChain(**row_fields(row)) for row in overseeing.rows(shown)]
        return answer(OperatorChainPage(rows, following))


class OperatorChainView(OperatorView):
    @extend_schema(responses={200: OperatorChainWhole}, summary="One chain, whole")
    def get(self, request: Request, chain: str) -> HttpResponse:
        return answer(whole(chain_named(chain)))

    @extend_schema(
        request=OperatorChainChange,
        responses={200: OperatorChainWhole},
        summary="Suspend a chain, or open it again",
    )
    def patch(self, request: Request, chain: str) -> HttpResponse:
        """Its staff and keys are shut out at once (403 `chain-suspended`); nothing is deleted; its owners are told."""
        given = parse(request, OperatorChainChange)
        with transaction.atomic():
            found = chain_named(chain, lock=True)
            if found.state == "erased":
                raise Erased
            if found.state != given.state:
                found.state = given.state
                found.save(update_fields=["state"])
                action = "chain.suspended" if given.state == "suspended" else "chain.reopened"
                self.note(found, action, reason=given.reason)
                transaction.on_commit(lambda: soon(tell_of_state, found.pk, given.reason))
        return answer(whole(found))

    def note(self, chain: Chain, action: str, **facts: Any) -> None:
        recording.record(self.caller.actor(), action, chain_id=chain.pk, subject=chain.slug, **facts)


class OperatorBillingView(OperatorChainView):
    http_method_names = ["post"]

    @extend_schema(
        request=OperatorBilling,
        responses={200: OperatorChainWhole},
        summary="Settle by hand: a contract outside Stripe, or a longer trial",
    )
    def post(self, request: Request, chain: str) -> HttpResponse:
        given = parse(request, OperatorBilling)
        if (given.arranged is UNSET) == (given.trial_ends_at is UNSET):
            raise Malformed(
                Flaw(
                    "",
                    "one_of_two",
                    "arranged 和 trial_ends_at 请二选一。",
                    "Send either arranged or trial_ends_at.",
                )
            )
        with transaction.atomic():
            found = chain_named(chain, lock=True)
            if found.state == "erased":
                raise Erased
            if given.trial_ends_at is UNSET:
                arranging.arrange(found)
                self.note(found, "billing.arranged", reason=given.reason)
            else:
                arranging.lengthen_trial(found, given.trial_ends_at)
                until = given.trial_ends_at.isoformat()
                self.note(found, "billing.trial_lengthened", reason=given.reason, until=until)
        return answer(whole(chain_named(chain)))


class OperatorHealthView(OperatorView):
    @extend_schema(responses={200: HealthOut}, summary="What is reachable, what lags, what waits")
    def get(self, request: Request) -> HttpResponse:
        ready, lagging = feeling.schemas()
        return answer(
            HealthOut(
                database="ok" if feeling.database_answers() else "unreachable",
                redis="ok" if feeling.redis_answers() else "unreachable",
                schemas=HealthSchemas(ready, lagging),
                spares=feeling.spares(),
                queues=[HealthQueue(one.code, one.waiting, one.oldest_s) for one in feeling.queues()],
                version=version("huike"),
            )
        )


class OperatorFiguresView(OperatorView):
    @extend_schema(responses={200: FiguresOut}, summary="The platform in a few numbers")
    def get(self, request: Request) -> HttpResponse:
        found = overseeing.figures()
        return answer(
            FiguresOut(
                chains=FigureLevels(
                    **{level: found.levels.get(level, 0) for level in FigureLevels.__struct_fields__[:-1]},
                    suspended=found.suspended,
                ),
                properties=found.properties,
                mrr=[FigureMoney(currency, money.amount(sum_)) for currency, sum_ in found.mrr_cents.items()],
                sign_ups_30d=found.sign_ups_30d,
                sign_ups_asked_30d=found.sign_ups_asked_30d,
                trials_ending=found.trials_ending_7d,
            )
        )


def chain_named(slug: str, *, lock: bool = False) -> Chain:
    """The chain, whatever its state: operators see those that are shut too."""
    chains = Chain.objects.select_for_update() if lock else Chain.objects.all()
    found = chains.filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def row_fields(row: overseeing.Row) -> dict[str, Any]:
    account, cents = row.account, overseeing.amount_cents(row.account)
    return {
        "slug": row.chain.slug,
        "name": row.chain.name,
        "owner": OperatorOwner(row.owner.name, row.owner.email) if row.owner else None,
        "state": row.chain.state,
        "level": row.standing.level,
        "reason": row.standing.reason,
        "plan": (account.plan or None) if account else None,
        "interval": (account.interval or None) if account else None,
        "quantity": account.quantity if account else 0,
        "properties": row.properties,
        "contacts": row.activity.contacts,
        "stays_30d": row.activity.stays_30d,
        "last_stay_on": row.activity.last_stay_on,
        "amount": None if cents is None else money.amount(cents),
        "currency": CURRENCY,
        "trial_ends_at": account.trial_ends_at if account else None,
        "created_at": row.chain.created_at,
    }


def whole(chain: Chain) -> OperatorChainWhole:
    account = account_of(chain)
    [row] = overseeing.rows([(chain, account, standing_of(account, clock.now()))])
    places = list(Property.objects.filter(chain=chain).order_by("slug"))
    used, limits = usage.usage(chain), limits_for(account)
    errands = Errand.objects.filter(chain=chain, next_at__isnull=False).order_by("-pk")
    past = Impersonation.objects.filter(chain=chain).select_related("operator", "staff", "chain")
    return OperatorChainWhole(
        **row_fields(row),
        houses=houses(places),
        staff=people(chain, places),
        keys=[key_out(key) for key in ApiKey.objects.filter(chain=chain).order_by("-pk")[:LISTED]],
        usage=OperatorUsage(
            properties=OperatorUsed(used.properties, limits.properties),
            contacts=OperatorUsed(used.contacts, limits.contacts),
            messages=OperatorUsed(used.messages, limits.messages),
            seats=OperatorUsed(used.seats, limits.seats),
        ),
        errands=[
            OperatorErrand(one.kind, one.created_at, one.tries, one.next_at, one.error) for one in errands
        ],
        waiting=OperatorWaiting(
            outbox=Outbox.objects.filter(entry__chain_id=chain.pk).count(),
            deliveries=Delivery.objects.filter(endpoint__chain=chain, next_at__isnull=False).count(),
            stripe_events=stripe_events(account.customer if account else None),
        ),
        impersonations=[impersonation_out(one) for one in past.order_by("-pk")[:LAST]],
    )


def stripe_events(customer: str | None) -> int:
    return StripeEvent.objects.filter(customer=customer, next_at__isnull=False).count() if customer else 0


def houses(places: list[Property]) -> list[OperatorProperty]:
    came = overseeing.activity([place.pk for place in places])
    return [
        OperatorProperty(
            place.slug,
            place.name,
            place.state,
            place.sandbox,
            place.schema_version,
            versions.lags(place.schema_version),
            came[place.pk].contacts,
            came[place.pk].stays_30d,
            came[place.pk].last_stay_on,
        )
        for place in places
    ]


def people(chain: Chain, places: list[Property]) -> list[OperatorStaff]:
    slugs = {place.pk: place.slug for place in places}
    held = Membership.objects.filter(chain=chain, is_active=True, staff__is_active=True)
    return [
        OperatorStaff(
            id=str(one.staff_id),
            name=one.staff.name,
            role=one.role,
            properties=[slugs[place] for place in one.property_ids if place in slugs],
            last_seen_at=one.staff.last_seen_at,
            impersonable=chain.state == "open" and not one.staff.is_operator,
        )
        for one in held.select_related("staff").order_by("staff__name", "pk")[:LISTED]
    ]


def key_out(key: ApiKey) -> OperatorKey:
    return OperatorKey(
        key.pk,
        key.name,
        key.prefix,
        key.scopes,
        key.created_at,
        key.last_used_at,
        key.expires_at,
        key.revoked_at,
    )
