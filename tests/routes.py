"""Every route of the interface, as the resolver has it, and how to call it."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern

from api.v1.urls import urlpatterns

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CONVERTER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Route:
    path: str  # properties/<slug:property>/guests/<int:id>
    view: Any

    @property
    def methods(self) -> list[str]:
        allowed = self.view.http_method_names
        return [name for name in METHODS if name.lower() in allowed and hasattr(self.view, name.lower())]

    @property
    def place(self) -> str:
        """What the first part of the path names: property, chain, or nothing."""
        for kind in ("property", "chain"):
            first = "properties" if kind == "property" else "chains"
            if self.path.startswith(f"{first}/<slug:{kind}>"):
                return kind
        return ""

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """(name, converter) of what the path is filled with."""
        return [(found["name"], found["kind"] or "str") for found in CONVERTER.finditer(self.path)]

    def filled(self, **values: object) -> str:
        """The path below /api/v1 with these values; what is not named gets one that does not exist."""
        missing = {"int": "999999999", "uuid": "00000000-0000-4000-8000-000000000000"}

        def fill(found: re.Match[str]) -> str:
            return str(values.get(found["name"], missing.get(found["kind"] or "str", "no-such-thing")))

        return "/" + CONVERTER.sub(fill, self.path)


@cache
def all_routes() -> tuple[Route, ...]:
    routes = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        routes.append(Route(str(pattern.pattern), pattern.callback.view_class))  # type: ignore[attr-defined]
    return tuple(routes)
