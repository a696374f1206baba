"""Asking to open a chain: who gets a letter, and how many."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.core import mail
from django.db import connection

from chains import suggesting
from chains.models import Chain
from kernel import clock
from staff import links, signing_up
from staff.models import SignUp, StaffMember
from staff.roles import Role
from staff.tidying import tidy
from tests import doors


def ask(email: str = "chen@qichuan.test", *, address: str = "198.51.100.7", name: str = "陈立") -> bool:
    return signing_up.send_link(email, name=name, chain_name="栖川酒店", locale="zh-CN", address=address)


@pytest.fixture
def posted(django_capture_on_commit_callbacks: Callable[..., object]) -> Callable[..., bool]:
    """As ask(), with the letter posted as after a commit."""

    def asked(*args: str, **named: str) -> bool:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            return ask(*args, **named)

    return asked


def test_a_stranger_gets_a_link_and_only_its_digest_is_kept(
    db: None, posted: Callable[..., bool], mailoutbox: list[mail.EmailMessage]
) -> None:
    assert posted(" Chen@Qichuan.TEST ")
    [letter] = mailoutbox
    assert letter.to == ["chen@qichuan.test"]
    token = str(letter.body).partition("/sign-up/")[2].split()[0]
    row = SignUp.objects.get()
    assert bytes(row.digest) == links.digest(token)
    assert signing_up.opened(token) == row


def test_nothing_a_stranger_wrote_stands_in_the_letter(
    db: None, posted: Callable[..., bool], mailoutbox: list[mail.EmailMessage]
) -> None:
    """Otherwise our form would post anybody's advertisement under our name."""
    assert posted(name="点击 evil.test 领奖")
    assert "evil.test" not in str(mailoutbox[0].body) + mailoutbox[0].subject
    assert "栖川" not in str(mailoutbox[0].body) + mailoutbox[0].subject


def test_whose_address_is_known_is_told_so_by_mail_alone(
    acme: Chain, posted: Callable[..., bool], mailoutbox: list[mail.EmailMessage]
) -> None:
    owner = doors.member(acme, Role.OWNER)
    assert posted(str(owner.email))
    assert mailoutbox[0].subject == "您已有回客账号"
    assert "/login" in str(mailoutbox[0].body) and "/sign-up/" in str(mailoutbox[0].body)


def test_an_account_that_was_ended_is_not_told_of(
    acme: Chain, posted: Callable[..., bool], mailoutbox: list[mail.EmailMessage]
) -> None:
    owner = doors.member(acme, Role.OWNER)
    StaffMember.objects.filter(pk=owner.pk).update(is_active=False)
    assert posted(str(owner.email))
    assert mailoutbox[0].subject == "开通回客：请确认邮箱"


def test_a_mailbox_gets_one_letter_a_minute_and_five_a_day(db: None) -> None:
    start = clock.now()
    with time_machine.travel(start, tick=False) as clockwork:
        assert ask() is True
        assert ask() is False
        clockwork.shift(timedelta(seconds=61))
        assert [ask(address=f"203.0.113.{n}") for n in range(1)] == [True]
        for _ in range(3):
            clockwork.shift(timedelta(minutes=2))
            assert ask() is True
        clockwork.shift(timedelta(minutes=2))
        assert ask() is False, "the sixth of the day"
        assert ask("other@qichuan.test") is True
        clockwork.move_to(start + timedelta(days=1, minutes=20))
        assert ask() is True


def test_a_network_gets_twenty_letters_a_day_whatever_mailboxes_it_names(db: None) -> None:
    with time_machine.travel(clock.now(), tick=False) as clockwork:
        sent = [ask(f"u{n}@mail.test", address="2001:db8:1:2::" + format(n + 1, "x")) for n in range(25)]
        assert sent.count(True) == 20
        assert ask("u99@mail.test", address="2001:db8:1:3::1") is True, "the neighbour's network"
        clockwork.shift(timedelta(days=1, minutes=1))
        assert ask("u98@mail.test", address="2001:db8:1:2::1") is True


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("no address", "no address"),
    ],
)
def test_a_network_is_what_one_customer_of_a_provider_has(address: str, network: str) -> None:
    assert signing_up.network_of(address) == network


def burst(size: int = 6) -> int:
    """So many requests for one mailbox at once; how many letters were due."""
    together = Barrier(size)

    def one(_: int) -> bool:
        together.wait()
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(size) as pool:
        return sum(pool.map(one, range(size)))


def test_a_burst_is_no_way_past_the_numbers(committed: None) -> None:
    assert burst() == 1
    assert SignUp.objects.count() == 1


def test_control_without_taking_turns_a_burst_gets_through(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody_counted = Barrier(6)

    def due(email: str, network: str) -> bool:
        found = not SignUp.objects.filter(email=email).exists()
        everybody_counted.wait(timeout=20)  # the worst interleaving: all count before one writes
        return found

    monkeypatch.setattr(signing_up, "_take_turns", lambda *names: None)
    monkeypatch.setattr(signing_up, "_letter_is_due", due)
    assert burst() == 6


def test_a_link_lives_two_days_and_is_used_once_with_all_its_like(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = iter(["first", "second", "third"])
    monkeypatch.setattr(links, "new_token", lambda: next(tokens))
    with time_machine.travel(clock.now(), tick=False) as clockwork:
        for _ in range(2):
            ask()
            clockwork.shift(timedelta(minutes=2))
        signing_up.take("first")
        for token in ("first", "second"):
            with pytest.raises(links.DeadLink):
                signing_up.opened(token)
        ask()
        clockwork.shift(timedelta(days=2, minutes=1))
        with pytest.raises(links.DeadLink):
            signing_up.take("third")


def test_the_night_forgets_whence_people_asked_and_later_that_they_asked(db: None) -> None:
    ask()
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert tidy()["networks"] == 1
        assert SignUp.objects.get().network == ""
    with time_machine.travel(clock.now() + timedelta(days=100)):
        assert tidy()["sign_ups"] == 1


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("栖川酒店集团", "qichuan"),
        ("上海栖川酒店管理有限公司", "shanghaiqichuan"),
        ("平江店", "pingjiang"),
        ("The Harbour Hotel Group", "the-harbour"),
        ("7天连锁酒店", "tian"),
        ("酒店", "jiudian"),
        ("123", ""),
        ("😀", ""),
        ("A" * 80, "a" * 36),
    ],
)
def test_a_slug_is_suggested_from_the_name(name: str, slug: str) -> None:
    assert suggesting.slug_of(name) == slug


def test_a_suggestion_that_is_taken_or_reserved_gets_a_number() -> None:
    assert suggesting.free("acme", {"acme", "acme-2"}.__contains__) == "acme-3"
    assert suggesting.free("api", lambda slug: False) == "api-2"
    assert len(suggesting.free("x" * 60, {"x" * 36}.__contains__)) <= 40
