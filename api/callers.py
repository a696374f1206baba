"""Who calls: a key or a member of staff, and what they hold at which chain."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

import psycopg
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from api.refusals import CsrfFailed, Suspended, Unauthenticated
from audit.recording import Actor
from billing.models import Account
from chains.models import Chain
from kernel import clock
from partners import keys, scopes
from partners.models import ApiKey
from staff import impersonating
from staff.access import Grant, grants_of, may, operator_grant
from staff.impersonating import Eyes
from staff.models import StaffMember
from staff.roles import Ability
from staff.signing_in import address
from tenants.models import Property

SEEN_NOTED_EVERY = timedelta(minutes=5)
# Where a browser's session keeps which impersonation it looks through.
IMPERSONATION = "impersonation"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
FILES = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Caller:
    kind: str  # key | staff
    id: str
    name: str
    grants: Mapping[int, Grant]  # by chain
    staff: StaffMember | None = None
    is_operator: bool = False
    # Set while an operator looks through this person's eyes: `id` is the operator's then, `name` says both.
    eyes: Eyes | None = None
    # What the key's own query already found: its chain, and the property of the path when it is of that chain.
    chain: Chain | None = field(default=None, repr=False)
    property: Property | None = field(default=None, repr=False)

    is_authenticated = True  # DRF asks

    def grant(self, chain_id: int) -> Grant | None:
        if self.is_operator:
            return self.grants.get(chain_id) or operator_grant(chain_id)
        return self.grants.get(chain_id)

    def may(self, ability: Ability, place: Property | Chain) -> bool:
        """May the caller do this at that property, or on that chain as a whole?"""
        if isinstance(place, Property):
            return may(self.grant(place.chain_id), ability, property_id=place.pk)
        return may(self.grant(place.pk), ability)

    def lacks(self, ability: Ability) -> dict[str, list[str]]:
        """What a key that may not do this would have to be given: one of these scopes."""
        if self.kind != "key" or any(ability in grant.abilities for grant in self.grants.values()):
            return {}  # what is missing is not a scope
        return {"scopes": scopes.giving(ability)}

    def actor(self) -> Actor:
        """As the audit log names the caller."""
        return Actor(self.kind, self.id, self.name)


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer hk_live_…` or `hk_test_…`. A header that is sent must be right: nothing else is tried then."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _, plain = header.partition(" ")
        if scheme.lower() != "bearer" or len(plain) != keys.LENGTH or not plain.isascii():
            raise Unauthenticated
        slug = (request.parser_context or {}).get("kwargs", {}).get("property")
        caller = caller_of_key(plain, slug, address(request._request))
        if caller is None:
            raise Unauthenticated
        return caller, None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="huike"'


class ConsoleAuthentication(BaseAuthentication):
    """The console's session cookie; what changes something needs the CSRF token as well."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        staff = request._request.user
        if not isinstance(staff, StaffMember):
            return None
        caller = looking(request, staff) or caller_of_staff(staff)
        if not caller.grants and not caller.is_operator:
            return None  # of no chain any more
        enforce_csrf(request)
        if staff.last_seen_at is None or clock.now() - staff.last_seen_at > SEEN_NOTED_EVERY:
            StaffMember.objects.filter(pk=staff.pk).update(last_seen_at=clock.now())
        return caller, None


def caller_of_staff(staff: StaffMember) -> Caller:
    return Caller("staff", str(staff.pk), staff.name, grants_of(staff), staff, staff.is_operator)


def looking(request: Request, operator: StaffMember) -> Caller | None:
    """The operator as the person through whose eyes he looks, reading only; None when he looks through his own.

    One that is over refuses everything but the views that say where one is: the next click must not be done as
    somebody else than the page shows.
    """
    number = request._request.session.get(IMPERSONATION)
    if number is None:
        return None
    always = getattr((request.parser_context or {}).get("view"), "while_impersonating", ())
    eyes = impersonating.eyes(number, operator)
    if eyes is None:
        impersonating.end_number(number, operator)
        if request.method not in always:
            raise impersonating.Over
        del request._request.session[IMPERSONATION]
        return None
    takes_away = request._request.path.endswith(FILES)
    if (request.method not in READING or takes_away) and request.method not in always:
        raise impersonating.ReadsOnly
    return caller_looking(eyes)


def caller_looking(eyes: Eyes) -> Caller:
    actor, grant = eyes.actor(), eyes.grant
    return Caller(actor.kind, actor.id, actor.name, {grant.chain_id: grant}, eyes.held.staff, eyes=eyes)


def enforce_csrf(request: Request) -> None:
    """Refuse a changing request whose token does not match the cookie. DRF switches Django's own check off."""
    check = _CsrfCheck(_never)
    check.process_request(request._request)
    if check.process_view(request._request, _never, (), {}) is not None:
        raise CsrfFailed


def _never(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError("the check is asked; nothing is passed on")


class _CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: Any, reason: str) -> str:
        return reason


# What billing.standing and the limits read of the account; the rest of it is on the billing page only.
ACCOUNT_FIELDS = ("chain_id", "state", "since", "plan", "trial_ends_at", "subscription")
KEY_FIELDS = ("id", "name", "scopes", "property_ids", "chain_id", "last_used_at", "networks")


def caller_of_key(plain: str, property_slug: str | None, came_from: str) -> Caller | None:
    """Key, chain, its account and the property of the path in one query: this runs before every request of a PMS.

    Refused where the key may not be used from that address.
    """
    connection.ensure_connection()
    connection.apply()  # type: ignore[attr-defined]  # tenants.database
    with connection.wrap_database_errors:
        # Past Django's cursor, which binds on our side: a prepared statement is parsed and planned once.
        cursor = psycopg.Cursor(connection.connection)
        row = cursor.execute(_key_query(), [property_slug, keys.digest(plain)], prepare=True).fetchone()
    if row is None:
        return None
    here = len(KEY_FIELDS)
    there = here + len(_columns(Chain))
    beyond = there + len(ACCOUNT_FIELDS)
    key_id, name, held, property_ids, chain_id, last_used_at, networks = row[:here]
    if networks:
        keys.demand_address(networks, came_from)
    keys.note_use(key_id, last_used_at)
    chain = Chain.from_db("default", _columns(Chain), row[here:there])
    if chain.state != "open":
        raise Suspended
    account = (
        Account.from_db("default", ACCOUNT_FIELDS, row[there:beyond]) if row[there] is not None else None
    )
    chain._state.fields_cache["account"] = account  # so that nobody asks again
    found = Property.from_db("default", _columns(Property), row[beyond:]) if row[beyond] is not None else None
    if found is not None:
        found.chain = chain
    grant = Grant(chain_id, "", scopes.abilities(held), frozenset(property_ids) or None)
    return Caller("key", str(key_id), name, {chain_id: grant}, chain=chain, property=found)


@cache
def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@cache
def _key_query() -> str:
    # The names come from our own models; what the caller sent stands in the parameters.
    key, chain, account, place = (model._meta.db_table for model in (ApiKey, Chain, Account, Property))
    columns = [f"k.{name}" for name in KEY_FIELDS]
    columns += [f"c.{field.column}" for field in Chain._meta.concrete_fields]
    columns += [f"a.{name}" for name in ACCOUNT_FIELDS]
    columns += [f"p.{field.column}" for field in Property._meta.concrete_fields]
    return f"""
        SELECT {", ".join(columns)}
        FROM public.{key} k
        JOIN public.{chain} c ON c.id = k.chain_id
        LEFT JOIN public.{account} a ON a.chain_id = k.chain_id
        LEFT JOIN public.{place} p ON p.slug = %s AND p.chain_id = k.chain_id
        WHERE k.digest = %s AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
          AND c.state IN ('open', 'suspended')
    """  # noqa: S608
