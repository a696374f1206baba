"""The guide is part of the product: /api/docs/guide shows the text of docs/vendors.md, for the server that is asked."""

import re

import pytest
from django.test import Client

from tests.vendors.guide import CHINESE, ENGLISH, programs


@pytest.mark.parametrize(("language", "file"), [("en", ENGLISH), ("zh-CN", CHINESE)])
def test_the_page_has_every_head_and_every_command(db: None, language: str, file: object) -> None:
    page = Client().get("/api/docs/guide", headers={"accept-language": language})
    text = page.content.decode()
    assert page.status_code == 200 and page["Content-Language"] == language
    source = (ENGLISH if language == "en" else CHINESE).read_text(encoding="utf-8")
    assert len(re.findall(r"<pre>", text)) == source.count("```") // 2
    for head in re.findall(r"(?m)^## (.+)$", source):
        assert f">{head}</h2>" in text
    for target in re.findall(r'href="#([^"]+)"', text):
        assert f'id="{target}"' in text
    assert programs(source)[0].text.splitlines()[1].startswith("export KEY")
    assert "**" not in text, "Markdown that is not understood"
    # The commands name the server that was asked.
    assert "export HUIKE=http://testserver\n" in text and "127.0.0.1:8000" not in text


def test_the_page_needs_no_script_and_its_style_is_let_in(db: None) -> None:
    page = Client().get("/api/docs/guide")
    text = page.content.decode()
    assert "<script" not in text and "style=" not in text
    [nonce] = re.findall(r'<style nonce="([^"]+)">', text)
    assert f"'nonce-{nonce}'" in page["Content-Security-Policy"]


def test_each_language_leads_to_the_other_and_the_documents_to_the_guide(db: None) -> None:
    english = Client().get("/api/docs/guide?lang=en").content.decode()
    chinese = Client().get("/api/docs/guide?lang=zh-CN").content.decode()
    assert 'href="/api/docs/guide?lang=zh-CN"' in english
    assert 'href="/api/docs/guide?lang=en"' in chinese
    assert 'href="/api/docs/guide"' in Client().get("/api/docs").content.decode()


def test_a_host_that_is_not_ours_is_not_shown(db: None) -> None:
    assert Client(HTTP_HOST='x"><b>').get("/api/docs/guide").status_code == 400
