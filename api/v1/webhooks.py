"""A chain's webhooks: where its events are sent, what was sent, and sending it again."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import ClassVar

from django.db import transaction
from django.db.models import Count
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET
from rest_framework.request import Request

from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer, nothing
from api.v1.webhook_shapes import (
    DeliveryInFull,
    DeliveryOut,
    DeliveryPage,
    DeliveryQuery,
    NewWebhook,
    Replayed,
    SecretRotation,
    WebhookChange,
    WebhookList,
    WebhookMade,
    WebhookOut,
    WebhookReplay,
    WebhookSecret,
    delivery_fields,
    delivery_in_full,
    webhook_fields,
)
from api.views import ChainView, Needs
from billing.standing import Act
from partners import deliveries, endpoints, posting, signing
from partners.models import Attempt, Delivery, Endpoint
from staff.roles import Ability
from tenants.models import Property

# Why a URL will not do: Chinese, English.
URLS = {
    "bad_url": ("这不是有效的网址。", "This is not a usable URL."),
    "not_https": ("只能推送到 https 网址。", "Events are sent over https only."),
    "bad_port": ("端口应为 443，或 1024 以上。", "The port must be 443, or 1024 and above."),
    "not_public": ("这个地址不在公网上。", "This address is not on the open internet."),
}


class WebhooksBase(ChainView):
    needs: ClassVar[Needs] = Ability.MANAGE_WEBHOOKS

    def shown(self, found: Sequence[Endpoint]) -> list[WebhookOut]:
        counted = (
            Delivery.objects.filter(endpoint__in=[each.pk for each in found], next_at__isnull=False)
            .order_by()
            .values_list("endpoint_id")
            .annotate(Count("pk"))
        )
        waiting, slugs = dict(counted), self.slugs()
        return [WebhookOut(**webhook_fields(each, slugs, waiting.get(each.pk, 0))) for each in found]

    def slugs(self) -> dict[int, str]:
        return dict(Property.objects.filter(chain=self.chain).values_list("pk", "slug"))

    def endpoint(self, id: int) -> Endpoint:
        """The endpoint, locked for the transaction, or 404."""
        endpoint = endpoints.locked(self.chain, id)
        if endpoint is None:
            raise NotFound
        return endpoint

    def delivery(self, id: int, delivery: int) -> Delivery:
        found = Delivery.objects.select_related("endpoint", "event").filter(
            pk=delivery, endpoint=id, endpoint__chain=self.chain
        )
        if (one := found.first()) is None:
            raise NotFound
        return one


class WebhooksView(WebhooksBase):
    act: ClassVar[Mapping[str, Act]] = {"get": Act.SAFE}
    shown_once: ClassVar[tuple[str, ...]] = ("secret",)

    @extend_schema(responses={200: WebhookList}, summary="Where the chain's events are sent")
    def get(self, request: Request, chain: str) -> HttpResponse:
        query(request, Paged)  # at most twenty: one page
        found = list(Endpoint.objects.filter(chain=self.chain).order_by("pk"))
        return answer(WebhookList(self.shown(found)))

    @extend_schema(
        request=NewWebhook,
        responses={201: WebhookMade},
        summary="Send events to a URL from now on; its secret is shown once",
    )
    def post(self, request: Request, chain: str) -> HttpResponse:
        given = parse(request, NewWebhook)
        look_at(given.url, given.types)
        wanted = endpoints.Wanted(
            given.url, given.description, given.types, self.property_ids(given.properties)
        )
        with transaction.atomic():
            made = endpoints.make(self.chain, wanted)
            self.record("webhook.made", subject=str(made.pk), url=made.url, types=made.types)
        fields = webhook_fields(made, self.slugs(), 0)
        return answer(WebhookMade(**fields, secret=signing.secret(made.secret)), 201)


class WebhookView(WebhooksBase):
    act: ClassVar[Mapping[str, Act]] = {"delete": Act.SAFE}

    @extend_schema(responses={200: WebhookOut}, summary="One webhook")
    def get(self, request: Request, chain: str, id: int) -> HttpResponse:
        endpoint = Endpoint.objects.filter(chain=self.chain, pk=id).first()
        if endpoint is None:
            raise NotFound
        return answer(self.shown([endpoint])[0])

    @extend_schema(
        request=WebhookChange, responses={200: WebhookOut}, summary="Change a webhook, switch it on or off"
    )
    def patch(self, request: Request, chain: str, id: int) -> HttpResponse:
        given = parse(request, WebhookChange)
        with transaction.atomic():
            endpoint = self.endpoint(id)
            look_at(
                endpoint.url if given.url is UNSET else given.url,
                [] if given.types is UNSET else given.types,
            )
            changed = self.changed(endpoint, given)
            if changed:
                endpoint.save()
                self.record("webhook.changed", subject=str(id), changed=changed, state=endpoint.state)
        return answer(self.shown([endpoint])[0])

    def changed(self, endpoint: Endpoint, given: WebhookChange) -> list[str]:
        """Put what was given onto the endpoint; the names of it."""
        if given.url is not UNSET:
            endpoint.url = given.url
        if given.description is not UNSET:
            endpoint.description = given.description
        if given.types is not UNSET:
            endpoint.types = sorted(set(given.types))
        if given.properties is not UNSET:
            endpoint.property_ids = self.property_ids(given.properties)
        if given.state is not UNSET and given.state != endpoint.state:
            endpoints.switch(endpoint, given.state)
        return [name for name in given.__struct_fields__ if getattr(given, name) is not UNSET]

    @extend_schema(
        request=None, responses={204: None}, summary="Delete a webhook, and the list of what was sent"
    )
    def delete(self, request: Request, chain: str, id: int) -> HttpResponse:
        with transaction.atomic():
            endpoint = self.endpoint(id)
            endpoints.drop(endpoint)
            self.record("webhook.deleted", subject=str(id), url=endpoint.url)
        return nothing()


class WebhookRotateView(WebhooksBase):
    act: ClassVar[Act] = Act.SAFE  # a secret that got out is replaced, paid or not
    shown_once: ClassVar[tuple[str, ...]] = ("secret",)

    @extend_schema(
        request=SecretRotation,
        responses={200: WebhookSecret},
        summary="A new secret; the one before signs too until the overlap is over",
    )
    def post(self, request: Request, chain: str, id: int) -> HttpResponse:
        given = parse(request, SecretRotation)
        with transaction.atomic():
            endpoint = self.endpoint(id)
            secret, until = endpoints.rotate(endpoint, timedelta(hours=given.overlap_hours))
            self.record("webhook.rotated", subject=str(id), overlap_hours=given.overlap_hours)
        return answer(WebhookSecret(secret, until))


class WebhookTestView(WebhooksBase):
    @extend_schema(
        request=None,
        responses={201: DeliveryOut},
        summary="Send a ping within the next second, once; what came of it is in the delivery",
    )
    def post(self, request: Request, chain: str, id: int) -> HttpResponse:
        with transaction.atomic():
            made = deliveries.ping(self.endpoint(id))
        return answer(DeliveryOut(**delivery_fields(made, None)), 201)


class WebhookReplayView(WebhooksBase):
    @extend_schema(
        request=WebhookReplay,
        responses={200: Replayed},
        summary="Send again what failed since a moment, or everything that happened since",
    )
    def post(self, request: Request, chain: str, id: int) -> HttpResponse:
        given = parse(request, WebhookReplay)
        with transaction.atomic():
            count = deliveries.replay_since(self.endpoint(id), given.since, failed_only=given.failed_only)
            self.record("webhook.replayed", subject=str(id), since=given.since.isoformat(), count=count)
        return answer(Replayed(count))


class DeliveriesView(WebhooksBase):
    @extend_schema(
        parameters=parameters(DeliveryQuery),
        responses={200: DeliveryPage},
        summary="What was sent or is to be sent, the newest first",
    )
    def get(self, request: Request, chain: str, id: int) -> HttpResponse:
        asked = query(request, DeliveryQuery)
        if not Endpoint.objects.filter(chain=self.chain, pk=id).exists():
            raise NotFound
        found = Delivery.objects.select_related("event").filter(endpoint=id).order_by("-pk")
        if asked.state is not None:
            found = found.filter(state=asked.state)
        if after := read(asked.cursor, tuple[int]):
            found = found.filter(pk__lt=after[0])
        shown, following = page(list(found[: asked.limit + 1]), asked.limit, lambda each: (each.pk,))
        last = deliveries.last_attempts(shown)
        return answer(
            DeliveryPage(
                [DeliveryOut(**delivery_fields(each, last.get(each.pk))) for each in shown], following
            )
        )


class DeliveryView(WebhooksBase):
    @extend_schema(
        responses={200: DeliveryInFull}, summary="One delivery: what was sent, and every try of it"
    )
    def get(self, request: Request, chain: str, id: int, delivery: int) -> HttpResponse:
        found = self.delivery(id, delivery)
        return answer(delivery_in_full(found, tries_of(found)))


class DeliveryReplayView(WebhooksBase):
    @extend_schema(
        request=None, responses={200: DeliveryInFull}, summary="Send it again now, under the same webhook-id"
    )
    def post(self, request: Request, chain: str, id: int, delivery: int) -> HttpResponse:
        with transaction.atomic():
            self.endpoint(id)
            found = self.delivery(id, delivery)
            deliveries.replay(found)
            self.record("webhook.replayed", subject=str(id), delivery=delivery)
        return answer(delivery_in_full(found, tries_of(found)))


def tries_of(delivery: Delivery) -> list[Attempt]:
    return list(Attempt.objects.filter(delivery=delivery).order_by("pk"))


def look_at(url: str, types: Sequence[str]) -> None:
    """Refuse (400) a URL that events may not go to by how it is written, and types that there are not."""
    flaws = []
    try:
        posting.parts(url, endpoints.rules())
    except posting.BadUrl as error:
        flaws.append(Flaw("/url", error.code, *URLS[error.code]))
    if wrong := endpoints.unknown(types):
        names = "、".join(wrong)
        flaws.append(
            Flaw(
                "/types",
                "not_a_choice",
                f"没有这些事件类型：{names}。",
                f"No such event types: {', '.join(wrong)}.",
            )
        )
    if flaws:
        raise Malformed(*flaws)
