"""/livez and /readyz, answered before everything: an unknown host or a missing session must not fail a probe."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse

from tenants import migrating
from tenants.database import connection

RETRY_S = 2
REDIS_TIMEOUT_S = 2


class ProbesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/livez":
            return _answer({"live": True}, well=True)
        if request.path_info == "/readyz":
            return self.readiness()
        return self.get_response(request)

    def readiness(self) -> HttpResponse:
        """Whether a request would be served: database, Redis, and a public schema this code knows."""
        found = {"database": self.database(), "redis": redis_answers()}
        well = found == {"database": "ok", "redis": "ok"}
        return _answer({"ready": well, **found}, well=well)

    def database(self) -> str:
        try:
            connection.set_schema_to_public()
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            # Migrations are not taken back while a server runs: once there, always there.
            self.migrated = self.migrated or not migrating.pending_in_public()
        except Error:
            return "unreachable"
        return "ok" if self.migrated else "migrations pending"


def redis_answers() -> str:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=REDIS_TIMEOUT_S, socket_connect_timeout=REDIS_TIMEOUT_S
    )
    try:
        client.ping()
    except redis.RedisError:
        return "unreachable"
    finally:
        client.close()
    return "ok"


def _answer(body: dict[str, object], *, well: bool) -> HttpResponse:
    headers = {"Cache-Control": "no-store"} | ({} if well else {"Retry-After": str(RETRY_S)})
    return JsonResponse(body, status=200 if well else 503, headers=headers)
