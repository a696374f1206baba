"""Every page in English. (A file of its own: the run deals files out to its workers.)"""

import json

from playwright.sync_api import Response, expect

from staff.roles import Role
from tests.e2e.conftest import Opener
from tests.e2e.pages import CJK, PAGES, TEXTS, keys_of
from tests.e2e.watching import quiet, speak_english


def test_who_was_never_here_reads_the_browsers_language_until_he_is_known(open_page: Opener) -> None:
    stranger = open_page("/login", locale="en-GB")
    expect(stranger.get_by_role("heading", name="Sign in")).to_be_visible()
    known = open_page("/c/acme", Role.OWNER, locale="en-GB")
    expect(known.get_by_role("button", name="账号")).to_be_visible()


def test_in_english_no_chinese_is_left_but_names(open_page: Opener, li_si: int) -> None:
    """What the API told is a name, a word of the hotel's own, or the guest's: the rest must be English."""
    page = open_page("/c/acme", Role.OWNER)
    speak_english(page)
    told: list[str] = []

    def remember(answer: Response) -> None:
        if (
            "/api/" in answer.url
            # A reply is in the guest's language, as is what it answers.
            and (answer.request.method == "GET" or answer.url.endswith("/reply-suggestions"))
            and "json" in answer.headers.get("content-type", "")
        ):
            told.append(answer.text())

    raw, problems = keys_of("en"), []
    page.on("requestfinished", lambda request: remember(request.response()))
    for path in PAGES:
        told.clear()
        page.goto(path.format(li_si=li_si))
        quiet(page)
        texts = page.evaluate(TEXTS)
        known = json.dumps([json.loads(each) for each in told], ensure_ascii=False) + "回客中文李四有房间吗"
        for text in texts:
            if text in raw or any(run not in known for run in CJK.findall(text)):
                problems.append(f"{path}: {text}")
    assert not problems, "\n".join(problems)
