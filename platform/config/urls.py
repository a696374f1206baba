"""Every route of the product, on one page with api.v1.urls."""

from django.urls import include, path, re_path

from api.errors import no_such_route
from api.v1.documents import readable
from api.v1.guide import guide
from config.console import console

urlpatterns = [
    path("api/v1/", include("api.v1.urls")),
    path("api/docs", readable),
    path("api/docs/guide", guide),
    re_path(r"^api(/|$)", no_such_route),
    # A file of an older build that is gone must not come back as the page.
    re_path(r"^(assets|static)/", no_such_route),
    re_path(r"", console),
]

handler400 = "api.errors.bad_request"
handler403 = "api.errors.not_allowed"
handler404 = "api.errors.no_such_route"
handler500 = "api.errors.broken"
