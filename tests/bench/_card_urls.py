"""The product's routes with two more, for the benchmark of the guest card: how it is usually written, and nothing."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.views import Needs, PropertyView
from config import urls as product
from loyalty.guests.models import Guest, Identity
from loyalty.remarks.models import Remark, Task
from loyalty.stays.models import Stay, Visit
from staff.roles import Ability


class StaySerializer(serializers.ModelSerializer):
    class Meta:
        model = Stay
        fields = ("external_id", "status", "fnb_cents", "other_cents", "requests", "check_in", "check_out")


class TaskSerializer(serializers.ModelSerializer):
    class Meta:
        model = Task
        fields = (
            "nickname_done",
            "tags_done",
            "phone_done",
            "description_done",
            "completed_at",
            "due_at",
            "wrong",
        )


class VisitSerializer(serializers.ModelSerializer):
    stays_of = StaySerializer(many=True, source="stay_set")
    task = TaskSerializer()

    class Meta:
        model = Visit
        fields = (
            "id", "ordinal", "check_in_on", "check_out_on", "nights", "source", "channel", "room_no", "room_type",
            "rate_cents", "room_cents", "prev_on", "stays", "stays_of", "task",
        )  # fmt: skip


class IdentitySerializer(serializers.ModelSerializer):
    class Meta:
        model = Identity
        fields = ("kind", "value")


class RemarkSerializer(serializers.ModelSerializer):
    class Meta:
        model = Remark
        fields = ("nickname", "tags", "description", "none_noted", "writer", "written_at")


class GuestSerializer(serializers.ModelSerializer):
    identities = IdentitySerializer(many=True, source="identity_set")
    visit_history = VisitSerializer(many=True, source="visit_set")
    remark = RemarkSerializer(allow_null=True, default=None)

    class Meta:
        model = Guest
        fields = (
            "id", "name", "phone", "birthday", "gender", "email", "language", "notes", "secret", "by_hand", "tags",
            "nickname", "visits", "nights", "spend_cents", "first_visit_on", "last_visit_on", "channel", "source",
            "room_no", "rate_cents", "remark_complete", "contested", "changed_at", "identities", "visit_history",
            "remark",
        )  # fmt: skip


class SerializerView(PropertyView):
    """The same caller, the same property, the same rows, prefetched as one should."""

    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    renderer_classes: ClassVar = [JSONRenderer]

    def get(self, request: Request, property: str, id: int) -> Response:
        guests = Guest.objects.select_related("remark").prefetch_related(
            "identity_set", "visit_set__stay_set", "visit_set__task"
        )
        return Response(GuestSerializer(guests.get(pk=id)).data)


BODY = b'{"guest":"' + b"x" * 2_500 + b'"}'


def bare(request: HttpRequest, **_: Any) -> HttpResponse:
    """No caller, no property, no database: what the server and the middleware allow at most."""
    return HttpResponse(BODY, content_type="application/json")


urlpatterns = [
    path("peer/drf/<slug:property>/<int:id>", SerializerView.as_view()),
    path("peer/bare/<slug:property>/<int:id>", bare),
    *product.urlpatterns,
]
