"""Five hundred histories, told twice and thrice, in any order, with a tenth of it lost (F03, F04): what is written
down is what Stripe holds, and everything that followed from it happened once."""

import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from audit.models import Entry
from billing import errands, gateway, inbox, prices, reading, reconciling
from billing.models import Account, Errand, Invoice, StripeEvent
from chains.models import Chain
from kernel import clock
from staff.models import Membership, StaffMember
from tests.platform.billing.book import START, Book, believed, remembered

SEQUENCES, STEPS, WORKERS = 500, 9, 3


@pytest.fixture
def books(committed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Book]]:
    """A chain on trial for each book, one owner for all; the gateway reads the books."""
    made = {f"cus_{number}": Book(f"cus_{number}", seed=number) for number in range(SEQUENCES)}
    chains = Chain.objects.bulk_create(
        [Chain(slug=f"seq-{number}", name=f"S{number}") for number in range(SEQUENCES)]
    )
    Account.objects.bulk_create(
        [
            Account(chain=chain, state="trialing", since=START, trial_ends_at=clock.now(), plan="chain", customer=name)
            for chain, name in zip(chains, made, strict=True)
        ]
    )  # fmt: skip
    owner = StaffMember.objects.create(email="owner@seq.test", name="Owner")
    Membership.objects.bulk_create([Membership(staff=owner, chain=chain, role="owner") for chain in chains])

    def cancel(key: str, subscription: str) -> None:
        made["_".join(subscription.split("_")[1:3])].cancel(subscription)

    monkeypatch.setattr(gateway, "seen", lambda customer: made[customer].seen())
    monkeypatch.setattr(gateway, "subscriptions", lambda customer: made[customer].seen().subs)
    monkeypatch.setattr(gateway, "cancel", cancel)
    monkeypatch.setattr(gateway, "happened_since", lambda since: remembered(made))
    monkeypatch.setattr(gateway, "ready", lambda: True)
    monkeypatch.setattr(prices, "complete", lambda: True)
    monkeypatch.setattr(errands, "ring", lambda: None)
    yield made


def _in_threads(*works: Callable[[], object]) -> None:
    """Run them at once, each with a connection of its own; what one raises is raised."""
    raised: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # told to whoever waits
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def _muddled(events: list[bytes], rng: random.Random) -> list[bytes]:
    """Each event lost (a tenth), or told one to three times; all in any order."""
    told = [body for body in events if rng.random() >= 0.1 for _ in range(rng.randint(1, 3))]
    rng.shuffle(told)
    return told


def _tell_all(books: list[Book], rng: random.Random, deliveries: dict[str, list[bytes]]) -> None:
    """Half of the books are told of while they still move, the others when all is over."""
    for number, book in enumerate(books):
        for _ in range(STEPS):
            book.step()
            if number % 2:
                for body in _muddled(book.events[-4:], rng):
                    inbox.receive(body)
        deliveries[book.customer] = _muddled(book.events, rng)
        for body in deliveries[book.customer]:
            inbox.receive(body)


def _until_told(over: threading.Event) -> None:
    while True:
        last = over.is_set()
        inbox.work()
        errands.work()
        if last:
            return


def _run(books: dict[str, Book], *, seed: int) -> dict[str, list[bytes]]:
    """Two tell, three apply, at once; what each book was told at the end."""
    deliveries: dict[str, list[bytes]] = {}
    over, all_books = threading.Event(), list(books.values())
    tellers = threading.Barrier(2, action=over.set)

    def tell(part: int) -> None:
        try:
            _tell_all(all_books[part::2], random.Random(seed + part), deliveries)
        finally:
            tellers.wait()

    _in_threads(lambda: tell(0), lambda: tell(1), *[lambda: _until_told(over)] * WORKERS)
    return deliveries


def _as_stripe_has_it(account: Account, book: Book) -> bool:
    seen = book.seen()
    sub = reading.chosen(account.subscription, START - timedelta(days=1), seen.subs)
    held: Any = [
        (each.invoice, each.state, each.total_cents, each.due_cents)
        for each in Invoice.objects.filter(chain_id=account.pk).order_by("invoice")
    ]
    truth: Any = sorted((each.id, each.state, each.total_cents, each.due_cents) for each in seen.invoices)
    if sub is None:
        return (account.state, account.subscription) == ("trialing", None) and held == truth
    return held == truth and (
        (account.state, account.subscription, account.plan, account.quantity, account.cancels_at_end)
        == (sub.status, sub.id, sub.plan, sub.quantity, sub.cancels_at_end and sub.lives)
    )  # fmt: skip


def test_five_hundred_muddled_histories_end_as_stripe_has_them(books: dict[str, Book]) -> None:
    deliveries = _run(books, seed=3)
    accounts = {account.customer: account for account in Account.objects.filter(customer__isnull=False)}
    heard = [name for name, bodies in deliveries.items() if books[name].events[-1] in bodies]

    # Who heard of the last change is right already, whatever else was lost; the others are after the reconcile.
    assert len(heard) > SEQUENCES * 0.8
    wrong = [name for name in heard if not _as_stripe_has_it(accounts[name], books[name])]
    assert wrong == []
    reconciling.reconcile(everything=True)
    errands.work()
    accounts = {account.customer: account for account in Account.objects.filter(customer__isnull=False)}
    assert [name for name, book in books.items() if not _as_stripe_has_it(accounts[name], book)] == []

    events = sum(len(book.events) for book in books.values())
    assert events > SEQUENCES * 9
    assert StripeEvent.objects.count() == events, "each event is kept once, the lost ones too"
    assert not StripeEvent.objects.filter(next_at__isnull=False).exists()
    assert not Errand.objects.filter(next_at__isnull=False).exists()

    # The control believes what it is told, in the order it is told.
    diverged = [
        name
        for name, bodies in deliveries.items()
        if accounts[name].subscription
        and believed(bodies) != {"state": accounts[name].state, "quantity": accounts[name].quantity}
    ]
    assert len(diverged) > SEQUENCES / 4, "the muddle would not show whether events are believed"
    _everything_once(accounts)

    # All of it once more, and nothing happens any more.
    before = (Entry.objects.count(), Errand.objects.count(), len(mail.outbox))
    again = list(books.values())[::5]
    for book in again:
        for body in book.events:
            assert not inbox.receive(body)
    inbox.work()
    reconciling.reconcile(everything=True)
    errands.work()
    assert (Entry.objects.count(), Errand.objects.count(), len(mail.outbox)) == before


def _everything_once(accounts: dict[str | None, Account]) -> None:
    """The audit log tells of each account an unbroken chain of states, and each letter was sent once."""
    mails = 0
    for account in accounts.values():
        state = "trialing"
        for entry in Entry.objects.filter(chain_id=account.pk, action="billing.state_changed").order_by("id"):
            assert entry.facts["from"] == state, account.customer
            assert entry.facts["to"] != state
            state = entry.facts["to"]
            mails += state == "past_due"
        assert state == account.state
        subscribed = Entry.objects.filter(chain_id=account.pk, action="billing.subscribed")
        subjects = [entry.subject for entry in subscribed]
        assert len(subjects) == len(set(subjects))
    letters = Errand.objects.filter(kind="letter", done_at__isnull=False)
    assert letters.count() == mails == len(mail.outbox)
    assert mails > 20


def _one_reads_while_it_changes(book: Book, monkeypatch: pytest.MonkeyPatch) -> Account:
    """The first reader has his answer from Stripe, then it changes, a second one reads, and the first one writes."""
    chain_id = Account.objects.get(customer=book.customer).pk
    asked, go_on = threading.Event(), threading.Event()
    first = threading.local()

    def seen(customer: str) -> Any:
        answer = book.seen()
        if getattr(first, "here", False):
            asked.set()
            go_on.wait(timeout=5)
        return answer

    monkeypatch.setattr(gateway, "seen", seen)

    def slow() -> None:
        first.here = True
        reading.read(chain_id)

    def quick() -> None:
        asked.wait(timeout=5)
        book._pay(next(sub for sub in book.subs.values() if sub.lives))
        letting = threading.Timer(0.3, go_on.set)  # the second waits for its turn, if turns are taken
        letting.start()
        reading.read(chain_id)
        go_on.set()
        letting.join()

    _in_threads(slow, quick)
    return Account.objects.get(pk=chain_id)


def _past_due(book: Book) -> Book:
    book._subscribe()
    sub = next(iter(book.subs.values()))
    book._put(replace(sub, status="past_due"), "customer.subscription.updated")
    return book


@pytest.mark.parametrize(("turns", "state"), [(True, "active"), (False, "past_due")])
def test_an_older_view_never_overwrites_a_newer_one(
    books: dict[str, Book], monkeypatch: pytest.MonkeyPatch, turns: bool, state: str
) -> None:
    if not turns:  # the control
        monkeypatch.setattr(reading, "turn", lambda chain_id: nullcontext())
    book = _past_due(books["cus_1"])
    assert _one_reads_while_it_changes(book, monkeypatch).state == state


def test_an_event_of_nobody_we_know_is_looked_at_twice_and_let_be(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "ring", lambda: None)
    body = json.dumps({"id": "evt_x", "type": "invoice.paid", "data": {"object": {"customer": "cus_x"}}})
    assert inbox.receive(body.encode())
    inbox.work()
    kept = StripeEvent.objects.get()
    assert (kept.tries, kept.next_at is not None) == (1, True)
    StripeEvent.objects.update(next_at=clock.now())
    inbox.work()
    kept.refresh_from_db()
    assert (kept.next_at, kept.applied_at) == (None, None)
