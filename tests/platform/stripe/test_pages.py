"""What the pages say, in both languages, and what they do not let through (tests/e2e drives them in Chromium)."""

import pytest

from tests.platform.stripe.conftest import Shop


@pytest.mark.parametrize(
    ("accept", "locale", "word"),
    [("zh-CN,zh;q=0.9", None, "卡号"), ("en-US,en;q=0.9,zh;q=0.5", None, "Card number"), ("en", "zh", "卡号"), ("zh-CN", "en", "Card number"), ("", None, "Card number")],
)  # fmt: skip
def test_the_page_speaks_the_sessions_language_or_the_browsers(
    shop: Shop, accept: str, locale: str | None, word: str
) -> None:
    more = {"locale": locale} if locale else {}
    session = shop.checkout(**more)
    status, page, _ = shop.stand_in.press(
        session.url, language=accept, action="pay", number="1", expiry="12/34"
    )
    assert status == 402 and word in page and "<script" not in page


def test_what_a_person_types_is_shown_as_text(shop: Shop) -> None:
    session = shop.checkout()
    page = shop.stand_in.press(session.url, action="pay", number="1", name='"><script>alert(1)</script>')[1]
    assert "<script" not in page and "&lt;script" in page


def test_every_word_has_both_languages() -> None:
    from config.local.stripe.pages.words import WORDS

    assert all(zh and en and zh != en for zh, en in WORDS.values())


def test_somebody_elses_invoice_cannot_be_paid_in_the_portal(shop: Shop) -> None:
    other = shop.subscribe(shop.customer())
    portal = shop.v1.billing_portal.sessions.create({"customer": shop.customer(), "return_url": "http://x/"})
    assert shop.stand_in.press(portal.url, action="cancel", subscription=other.id)[0] == 400
    assert not shop.v1.subscriptions.retrieve(other.id).cancel_at_period_end
