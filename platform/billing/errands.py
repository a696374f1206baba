"""What we want of Stripe: written down first, then asked, and asked again until it is done or refused for good."""

import logging
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import transaction

from audit import recording
from billing.heard import Away, SaidNo
from billing.models import Account, Errand, new_key
from billing.turns import turn
from kernel import clock
from kernel.errors import Refused

log = logging.getLogger(__name__)
AT_STRIPE = ("checkout", "quantity", "plan", "cancel", "details")
# A checkout nobody comes back for within a day is let go: so is its page at Stripe.
KEPT_TRYING = {"checkout": timedelta(days=1)}
LONGEST_WAIT_S = 3600.0


def want(chain_id: int, kind: str, wanted: dict[str, Any], *, soon: bool = True) -> Errand:
    """Write down that this is to be done. With `soon` a worker is told once it is committed."""
    now = clock.now()
    made = Errand.objects.create(
        chain_id=chain_id, kind=kind, wanted=wanted, created_at=now, next_at=now, key=new_key()
    )
    if soon:
        ring()
    return made


def ring() -> None:
    """Wake a worker after the commit. Should that fail, the scheduler comes by within ten seconds."""
    transaction.on_commit(lambda: current_app.send_task("billing.work"), robust=True)


def cancel_second(account: Account, subscription: str) -> None:
    """A second subscription of a chain is ended, once; what was paid for it is credited."""
    wanted = {"subscription": subscription}
    if Errand.objects.filter(chain_id=account.pk, kind="cancel", wanted=wanted).exists():
        return
    log.error("Chain %s has a second subscription, %s: it is cancelled", account.pk, subscription)
    recording.record(
        recording.SYSTEM,
        "billing.second_cancelled",
        chain_id=account.pk,
        subject=subscription,
        kept=account.subscription,
    )
    want(account.pk, "cancel", wanted)


def waiting(chain_id: int) -> list[Errand]:
    """What is still to be done at Stripe for this chain, oldest first."""
    found = Errand.objects.filter(chain_id=chain_id, kind__in=AT_STRIPE, next_at__isnull=False)
    return list(found.order_by("id"))


def work(for_seconds: float = 60.0) -> int:
    """Do what is due, oldest first; how many were tried."""
    end, tried = clock.now() + timedelta(seconds=for_seconds), 0
    while clock.now() < end:
        due = Errand.objects.filter(next_at__lte=clock.now()).order_by("id")
        ids = list(due.values_list("pk", flat=True)[:100])
        if not ids:
            break
        for number in ids:
            try:
                do(number)
            except Refused as refusal:
                log.warning("Errand %s was refused: %s", number, refusal)
            except Exception:  # one that cannot be done must not stand before all others
                log.exception("Errand %s failed; it is tried again in an hour", number)
                later = clock.now() + timedelta(seconds=LONGEST_WAIT_S)
                Errand.objects.filter(pk=number).update(next_at=later, error="failed; see the log")
            tried += 1
    return tried


def do(errand_id: int) -> Errand:
    """Try this errand now, when it is not done yet. A rule of ours that forbids it is raised (Refused)."""
    errand = Errand.objects.get(pk=errand_id)
    with turn(errand.chain_id):
        errand.refresh_from_db()
        if errand.next_at is None:
            return errand  # somebody else did it while we waited for our turn
        try:
            result = _act(errand.kind)(errand)
        except Away as away:
            _put_off(errand, away)
        except SaidNo as no:
            _give_up(errand, str(no), no.code)
        except Refused as refusal:
            _give_up(errand, refusal.sentence("en"), refusal.code)
            raise
        else:
            _finish(errand, result)
    return errand


def _act(kind: str) -> Callable[[Errand], dict[str, Any]]:
    from billing import doing  # which reads accounts, and reading writes errands

    return doing.ACTS[kind]


def _finish(errand: Errand, result: dict[str, Any]) -> None:
    errand.result, errand.done_at, errand.next_at, errand.error = result, clock.now(), None, ""
    errand.save()


def _put_off(errand: Errand, away: Away) -> None:
    errand.tries += 1
    if away.answered:
        # That answer is stored under the key and would come again. What it left undone is looked at first.
        errand.key = new_key()
    errand.error = str(away)[:300]
    kept = KEPT_TRYING.get(errand.kind)
    if kept is not None and clock.now() - errand.created_at > kept:
        errand.next_at = None
    else:
        errand.next_at = clock.now() + timedelta(seconds=max(away.after_s, pause_s(errand.tries)))
    errand.save()


def _give_up(errand: Errand, says: str, code: str) -> None:
    errand.tries += 1
    errand.next_at, errand.error, errand.result = None, says[:300], {"refused": code}
    with transaction.atomic():
        errand.save()
        recording.record(
            recording.SYSTEM,
            "billing.refused",
            chain_id=errand.chain_id,
            subject=errand.kind,
            code=code,
            says=says[:200],
        )


def pause_s(tries: int) -> float:
    """5, 10, 20 seconds and so on to an hour, each up to a fifth longer so that not all come back at once."""
    wait: float = min(5.0 * 2 ** min(tries - 1, 12), LONGEST_WAIT_S)
    return wait * random.uniform(1.0, 1.2)  # noqa: S311
