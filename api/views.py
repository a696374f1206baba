"""The views every resource builds on: who calls, at which chain or property, and whether they may."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import idempotency, needing, sandbox_faults, standing, throttling
from api.callers import Caller
from api.models import KeyedRequest
from api.refusals import Forbidden, MethodNotAllowed, NotFound
from audit import recording
from billing.standing import Act
from chains.models import Chain
from staff.access import Grant
from staff.models import StaffMember
from staff.roles import Ability
from tenants.context import in_property, in_public
from tenants.models import Property

Needs = needing.Needs


class Answered(Exception):
    def __init__(self, response: HttpResponse) -> None:
        self.response = response


class OpenView(APIView):
    """For anybody, known or not: counted by address."""

    authentication_classes = []
    permission_classes = []
    # Methods by which a stranger tries a door -> one of throttling.DOORS.
    doors: ClassVar[Mapping[str, str]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        throttling.count(request._request, None, self.doors.get(request.method or ""))
        super().initial(request, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        throttling.tell(request, response)
        return response


class CallerView(APIView):
    """For a caller who is known; what belongs to no chain or property stands directly on this."""

    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    caller: Caller
    keyed: KeyedRequest | None
    needs: ClassVar[Needs | None] = None
    # What a request does as far as the subscription goes, by method where they differ; None: as its ability and
    # method say (api.standing).
    act: ClassVar[Act | Mapping[str, Act] | None] = None
    # Fields that an answer shows once and that are never stored, not even to be replayed.
    shown_once: ClassVar[tuple[str, ...]] = ()
    # As an OpenView's, where strangers are let in.
    doors: ClassVar[Mapping[str, str]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        door = self.doors.get(request.method or "")
        try:
            super().initial(request, *args, **kwargs)
        except Exception:
            throttling.count(request._request, None, door)  # who shows a wrong key is a stranger
            raise
        if not isinstance(request.user, Caller):
            throttling.count(request._request, None, door)
            return  # a view that lets strangers in
        self.caller = request.user
        if self.caller.staff is not None:
            # DRF put the caller there; Django's own sign-in and sign-out look for the person.
            request._request.user = self.caller.staff
        throttling.count(request._request, self.caller, door)
        self.find(request, **kwargs)
        standing.demand(self)
        sandbox_faults.before(self)
        begun = self.claim(request._request)
        if isinstance(begun, HttpResponse):
            raise Answered(begun)
        self.keyed = begun
        self.enter()

    def find(self, request: Request, **kwargs: Any) -> None:
        """Find the place the path names, and judge whether the caller may do this there."""

    def claim(self, request: HttpRequest) -> KeyedRequest | HttpResponse | None:
        """What the request's Idempotency-Key says: nothing was sent, do it, or an answer given before."""
        return idempotency.begin(request, self.caller)

    def enter(self) -> None:
        """Go there, until the answer is made."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.keyed = None
        try:
            # Rendered while the place is still entered, so that no query of it can run anywhere else.
            with ExitStack() as self.held:
                response = super().dispatch(request, *args, **kwargs)
                if isinstance(response, Response):
                    response.render()
        except BaseException:
            if self.keyed is not None:
                idempotency.forget(self.keyed)
            raise
        if self.keyed is not None:
            idempotency.finish(self.keyed, response, self.shown_once)
        response = sandbox_faults.after(self, response)
        throttling.tell(request, response)
        return response

    def handle_exception(self, exc: Exception) -> HttpResponseBase:  # type: ignore[override]
        return exc.response if isinstance(exc, Answered) else super().handle_exception(exc)

    def ability(self) -> Ability:
        """What the method at hand needs. A view that does not say is a mistake, and stays shut."""
        method = (self.request.method or "").lower().replace("head", "get")
        if method not in self.http_method_names or not hasattr(self, method):
            raise MethodNotAllowed(method=self.request.method)
        needed = needing.of(self.needs, method)
        if needed is None:
            raise Forbidden
        return needed

    def record(self, action: str, *, subject: str = "", **facts: Any) -> None:
        """Add a row to the audit log about this chain or property (from inside a property as well)."""
        place = self.place()
        property_id = place.pk if isinstance(place, Property) else None
        chain_id = place.chain_id if isinstance(place, Property) else getattr(place, "pk", None)
        with in_public():
            recording.record(
                self.caller.actor(),
                action,
                chain_id=chain_id,
                property_id=property_id,
                property_slug=place.slug if isinstance(place, Property) else "",
                subject=subject,
                **facts,
            )

    def place(self) -> Property | Chain | None:
        """Where this request acts."""
        return None

    def demand(self, ability: Ability, place: Property | Chain) -> None:
        """Refuse (403) what the caller may not do here."""
        if not self.caller.may(ability, place):
            raise Forbidden(needs=ability.value, **self.caller.lacks(ability))


class ChainView(CallerView):
    """`…/chains/{chain}/…`: self.chain is the caller's own, or the answer was 404."""

    chain: Chain
    grant: Grant

    def find(self, request: Request, **kwargs: Any) -> None:
        chain = chain_of(self.caller, kwargs["chain"])
        grant = self.caller.grant(chain.pk) if chain else None
        if chain is None or grant is None:
            raise NotFound
        self.chain, self.grant = chain, grant
        self.demand(self.ability(), chain)

    def place(self) -> Chain:
        return self.chain

    def properties(self) -> list[Property]:
        """The chain's properties that the caller may see, by slug."""
        found = Property.objects.filter(chain=self.chain).order_by("slug")
        if self.grant.property_ids is not None:
            found = found.filter(pk__in=self.grant.property_ids)
        return list(found)

    def property_ids(self, slugs: list[str]) -> list[int]:
        """Slugs -> ids; 404 when one is not a property of this chain that the caller may see."""
        known = {place.slug: place.pk for place in self.properties()}
        if not known.keys() >= set(slugs):
            raise NotFound
        return sorted({known[slug] for slug in slugs})


class PropertyView(CallerView):
    """`…/properties/{property}/…`: the handler runs inside self.property's schema, and nowhere else."""

    property: Property

    def find(self, request: Request, **kwargs: Any) -> None:
        place = property_of(self.caller, kwargs["property"])
        if place is None:
            raise NotFound
        self.property = place
        self.demand(self.ability(), place)

    def enter(self) -> None:
        self.held.enter_context(in_property(self.property))

    def place(self) -> Property:
        return self.property


class OperatorView(CallerView):
    """`operator/…`: for the platform's own people; for everybody else it is not there."""

    # Who pays what is no question here.
    act: ClassVar[Act | Mapping[str, Act] | None] = Act.SAFE

    def find(self, request: Request, **kwargs: Any) -> None:
        if not self.caller.is_operator:
            raise NotFound

    def operator(self) -> StaffMember:
        staff = self.caller.staff
        if staff is None:
            raise NotFound
        return staff


def chain_of(caller: Caller, slug: str) -> Chain | None:
    if caller.kind == "key":
        return caller.chain if caller.chain is not None and caller.chain.slug == slug else None
    return Chain.objects.select_related("account").filter(slug=slug, state="open").first()


def property_of(caller: Caller, slug: str) -> Property | None:
    """The property, when it exists and is the caller's; the two cases of None look alike from outside."""
    if caller.kind == "key":
        place = caller.property
    else:
        place = (
            Property.objects.select_related("chain__account").filter(slug=slug, chain__state="open").first()
        )
    if place is None or place.state == "closed":
        return None
    grant = caller.grant(place.chain_id)
    return place if grant is not None and grant.covers(place.pk) else None
