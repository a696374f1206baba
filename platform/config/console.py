"""The console: one page for every address that is not the interface's. Its own router does the rest."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

NONCE = "__CSP_NONCE__"
MISSING = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>回客 Huike</title></head>
<body>
<h1>控制台尚未构建 · The console has not been built</h1>
<p>请运行 <code>make up</code>，然后重新启动。接口照常工作：<a href="/api/docs">/api/docs</a></p>
<p>Run <code>make up</code> and start again. The interface works all the same: <a href="/api/docs">/api/docs</a></p>
</body>
</html>
"""


@require_safe
@ensure_csrf_cookie
def console(request: HttpRequest) -> HttpResponse:
    """index.html with this request's nonce; a page that says what to do when it was never built."""
    index = Path(settings.CONSOLE_DIST) / "index.html"
    try:
        page = read(index, index.stat().st_mtime_ns)
    except FileNotFoundError:
        return HttpResponse(MISSING, status=503)
    response = HttpResponse(page.replace(NONCE, str(getattr(request, "csp_nonce", ""))))
    # The nonce is for one answer: the page is asked for each time, its assets (named by content) are kept.
    response["Cache-Control"] = "no-store"
    return response


@lru_cache(maxsize=2)
def read(index: Path, changed_at: int) -> str:
    return index.read_text(encoding="utf-8")
