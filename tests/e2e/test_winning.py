"""From "who is slipping away" to a message that went, and to what it brought, on a moved clock (C13, C77, C78, C122)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from kernel import clock
from loyalty.guests.models import Guest
from loyalty.messaging.models import Message
from loyalty.nights import following, nightly
from loyalty.sandbox.filling import fill
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tenants.provisioning import open_property
from tests.e2e.conftest import PHONE, Opener
from tests.e2e.stage import Stage
from tests.factories import follow, stay

SANDBOX = "acme-lab"
WENT = ["sent", "delivered"]


@pytest.fixture
def lab(stage: Stage) -> Property:
    """A sandbox with half a year of guests, each judged; one for the whole module."""
    found = Property.objects.filter(slug=SANDBOX).first()
    if found is None:
        found, _ = open_property(stage.chain, slug=SANDBOX, name="试验店", sandbox=True)
        assert fill(found)
        following.follow_all(found)
        with in_property(found):
            nightly.catch_up(found)
    return found


def pass_time(page: Page, how: str) -> None:
    """Move the sandbox's clock by the bar over every page, and wait until it stands."""
    bar = page.get_by_role("region", name="沙箱的时间")
    bar.get_by_role("button", name=how).click()
    expect(bar.get_by_role("button", name=how)).to_be_enabled(timeout=120_000)
    expect(bar).to_contain_text("比真实时间快")


def test_who_slips_away_is_written_to_comes_back_and_is_counted_against_the_holdout(
    open_page: Opener, stage: Stage, lab: Property, watched: list
) -> None:
    page = open_page(f"/p/{SANDBOX}/win-back", Role.MARKETING)
    # Nobody has to touch anything to see who, and why.
    expect(page.get_by_role("heading", name="今天该联系谁")).to_be_visible()
    late = page.get_by_role("button", name=re.compile("^发问候：")).first
    expect(late).to_be_visible()
    expect(page.get_by_text(re.compile(r"逾期 \d+ 天")).first).to_be_visible()
    late.click()
    expect(page.get_by_role("status").filter(has_text="秒后发出").first).to_be_visible()
    # The row answers in the gate's own words; at night it says when it will look again.
    expect(
        page.get_by_role("status").filter(has_text=re.compile("现在就用|免打扰时段")).first
    ).to_be_visible()

    # The product proposes the campaign, and leaves alone who needs nothing.
    page.goto(f"/p/{SANDBOX}/campaigns")
    page.get_by_role("link", name=re.compile("问候逾期的老客人")).or_(
        page.get_by_role("button", name=re.compile("问候逾期的老客人"))
    ).first.click()
    page.get_by_role("button", name="用这个开始").click()
    # It would greet each as he becomes late; this time all who are late already, at once.
    page.get_by_role("radiogroup", name="什么时候发").get_by_text("一次", exact=True).click()
    launch = page.get_by_role("region", name="检查和发布").get_by_role(
        "button", name=re.compile(r"^发给 \d+ 人")
    )
    expect(launch).to_be_enabled()
    launch.click()
    sure = page.get_by_role("dialog")
    expect(sure).to_contain_text("留作对照")
    sure.get_by_role("button", name="发布").click()
    expect(page.get_by_text("进行中").first).to_be_visible()
    address = page.url

    pass_time(page, "过 1 天")
    with in_property(lab):
        went = Message.objects.filter(campaign_id__isnull=False, state__in=WENT)
        reached = list(went.values_list("guest_id", flat=True).order_by("guest_id"))
        assert reached
        came = Guest.objects.filter(pk__in=reached[: len(reached) // 2 + 1]).exclude(phone=None)
        day = clock.today(lab.time_zone) + timedelta(days=1)
        stays = [
            stay(f"BACK{n}", str(day), guest_number=f"BACK{n}", name=guest.name, phone=guest.phone)
            for n, guest in enumerate(came)
        ]
    pass_time(page, "过 1 天")
    pass_time(page, "过 1 天")
    # The clock was moved over the interface: this is the house as it stands now.
    moved = Property.objects.select_related("chain").get(pk=lab.pk)
    with in_property(moved):
        follow(moved, *stays)
    pass_time(page, "过 1 个月")

    page.goto(address.rstrip("/") + "/results")
    expect(page.get_by_text("来住了")).to_be_visible()
    campaign = re.search(r"/campaigns/(\d+)", address)
    assert campaign is not None
    told = stage.door(Role.OWNER).read(f"/properties/{SANDBOX}/campaigns/{campaign[1]}/results").json()
    assert told["final"] is True
    assert told["total"]["contact"]["visited"] >= len(stays)
    assert told["total"]["contact"]["n"] > 0


def test_the_board_holds_on_a_phone_and_in_english(open_page: Opener, lab: Property) -> None:
    page = open_page(f"/p/{SANDBOX}/win-back", Role.OWNER, viewport=PHONE, locale="en-GB")
    expect(page.get_by_role("heading").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_guest_leaves_by_the_link_of_a_letter(open_page: Opener, stage: Stage, lab: Property) -> None:
    """Looking at the page does nothing: link scanners look too. The button does it, at once."""
    from loyalty.messaging import links  # needs the settings

    with in_property(lab):
        message = Message.objects.filter(state__in=WENT).order_by("id").first()
        assert message is not None
        way_out = links.out_of(SANDBOX, message.pk)
    page = open_page("/u/" + way_out.rpartition("/")[2])
    expect(page.get_by_text("试验店").first).to_be_visible()
    door = stage.door(Role.OWNER)
    assert door.read(f"/properties/{SANDBOX}/guests/{message.guest_id}/reach").json()["opt_outs"] == []
    page.get_by_role("button", name=re.compile("退订")).click()
    expect(page.get_by_role("heading", name="已退订")).to_be_visible()
    assert door.read(f"/properties/{SANDBOX}/guests/{message.guest_id}/reach").json()["opt_outs"] != []
