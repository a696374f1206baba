"""Somebody asks to open a chain: a link goes to the mailbox, and who holds the link goes on.

Asking answers everybody alike, and the letters are counted in the database: a form that anybody can fill in must
not become a way to fill somebody's mailbox.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from chains.naming import check_name
from kernel import clock
from staff import letters, links
from staff.models import SignUp
from staff.signing_in import find, network_of, spelled

LIFE = timedelta(days=2)
PAUSE = timedelta(minutes=1)
DAY = timedelta(days=1)
PER_EMAIL = 5  # letters a day to one mailbox
PER_NETWORK = 20  # and from one network, whatever mailboxes it names


def send_link(email: str, *, name: str, chain_name: str, locale: str, address: str) -> bool:
    """Send a link to open a chain; False when there were letters enough. Runs in a worker.

    Whose e-mail has an account gets another letter, that says so: only the mailbox's owner learns it.
    """
    email, network, now = spelled(email), network_of(address), clock.now()
    with transaction.atomic():
        # Counting and writing are one act for each of the two: a burst of requests is no way past the numbers.
        _take_turns(f"sign-up from {network}", f"sign-up of {email}")
        if not _letter_is_due(email, network):
            return False
        token = links.new_token()
        SignUp.objects.create(
            email=email,
            name=check_name(name),
            chain_name=check_name(chain_name),
            locale=locale,
            network=network,
            digest=links.digest(token),
            created_at=now,
            expires_at=now + LIFE,
        )
        known = find(email)
        has_account = known is not None and known.is_active
        # Not a word of what the form said stands in the letter: a stranger may have written it.
        transaction.on_commit(lambda: letters.send_sign_up(email, token, locale=locale, known=has_account))
    return True


def _letter_is_due(email: str, network: str) -> bool:
    now = clock.now()
    today = SignUp.objects.filter(created_at__gt=now - DAY)
    if today.filter(email=email, created_at__gt=now - PAUSE).exists():
        return False
    if today.filter(email=email).count() >= PER_EMAIL:
        return False
    return today.filter(network=network).count() < PER_NETWORK


def _take_turns(*names: str) -> None:
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def opened(token: str) -> SignUp:
    """The wish behind a link; DeadLink when it is used, too old or never was."""
    found = _live(token).first()
    if found is None:
        raise links.DeadLink
    return found


def take(token: str) -> SignUp:
    """Use the link, once, in the caller's transaction; the other links of this mailbox end with it."""
    found = _live(token).select_for_update().first()
    if found is None:
        raise links.DeadLink
    SignUp.objects.filter(email=found.email, used_at=None).update(used_at=clock.now())
    return found


def forget_networks() -> int:
    """Whence somebody asked is needed for a day's count and for nothing else."""
    return SignUp.objects.filter(created_at__lt=clock.now() - LIFE).exclude(network="").update(network="")


def _live(token: str) -> QuerySet[SignUp]:
    return SignUp.objects.filter(digest=links.digest(token), used_at=None, expires_at__gt=clock.now())
