"""A forgotten password: asked for by anybody, answered by mail to the owner of the account only."""

from datetime import timedelta

from django.db import transaction

from kernel import clock
from staff import letters, links, passwords
from staff.models import PasswordReset, StaffMember
from staff.signing_in import find

LIFE = timedelta(hours=1)
# One letter a minute: nobody's mailbox is filled by a stranger.
PAUSE = timedelta(minutes=1)


def send_link(login: str) -> bool:
    """Send a link to whom the login belongs. Runs in a worker, so that the answer's time tells nothing."""
    staff = find(login)
    if staff is None or not staff.is_active or not staff.email:
        return False
    now = clock.now()
    if PasswordReset.objects.filter(staff=staff, created_at__gt=now - PAUSE).exists():
        return False
    token = links.new_token()
    PasswordReset.objects.create(
        staff=staff, digest=links.digest(token), created_at=now, expires_at=now + LIFE
    )
    letters.send_reset(staff, token)
    return True


@transaction.atomic
def use(token: str, password: str) -> StaffMember:
    """Set the password by a link. The link, every other link and every session of the account end with it."""
    reset = (
        PasswordReset.objects.select_for_update()
        .filter(digest=links.digest(token), used_at=None, expires_at__gt=clock.now(), staff__is_active=True)
        .first()
    )
    if reset is None:
        raise links.DeadLink
    staff = StaffMember.objects.select_for_update().get(pk=reset.staff_id)
    passwords.change(staff, password)
    PasswordReset.objects.filter(staff=staff, used_at=None).update(used_at=clock.now())
    return staff
