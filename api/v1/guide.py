"""/api/docs/guide: the guide for PMS vendors, from the same text as docs/vendors.md.

As it stands there, but for the address: every command names the server the reader asks.
"""

import re
from functools import cache
from html import escape
from itertools import pairwise

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from api.errors import locale_of

TEXTS = {"en": "vendors.md", "zh-CN": "vendors.zh-CN.md"}
# How the text names a server, and itself in the other language.
EXAMPLE = "http://127.0.0.1:8000"
LINKS = {name: f"/api/docs/guide?lang={language}" for language, name in TEXTS.items()}
HEADS = {"h2", "h3"}


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """In the language of ?lang=, or of the browser: plain HTML without scripts."""
    asked = request.GET.get("lang", "")
    language = asked if asked in TEXTS else locale_of(request.headers.get("Accept-Language", ""))
    title, heads, text = made(language)
    here = escape(request.build_absolute_uri("/").rstrip("/"))
    response = render(
        request,
        "api/guide.html",
        {
            "language": language,
            "title": title,
            "heads": heads,
            # Our own text, rendered without HTML of its own in it.
            "text": mark_safe(text.replace(EXAMPLE, here)),  # noqa: S308
            "nonce": str(getattr(request, "csp_nonce", "")),
        },
    )
    response["Content-Language"] = language
    response["Vary"] = "Accept-Language"
    return response


@cache
def made(language: str) -> tuple[str, list[tuple[str, str]], SafeString]:
    """Title, the second-level heads with their anchors, and the text as HTML."""
    source = (settings.BASE_DIR / "docs" / TEXTS[language]).read_text(encoding="utf-8")
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(source)
    title, heads = "", []
    for opening, inner in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        if opening.tag == "h1":
            title = inner.content
        elif opening.tag in HEADS:
            opening.attrSet("id", anchor(inner.content))
            heads += [(anchor(inner.content), inner.content)] if opening.tag == "h2" else []
    for token in tokens:
        for part in token.children or ():
            if part.type == "link_open" and str(part.attrGet("href")) in LINKS:
                part.attrSet("href", LINKS[str(part.attrGet("href"))])
    return title, heads, SafeString(parser.renderer.render(tokens, parser.options, {}))


def anchor(head: str) -> str:
    """'A first stay in five minutes' -> 'a-first-stay-in-five-minutes'; Chinese stays as it is."""
    return re.sub(r"\W+", "-", head.lower()).strip("-")
