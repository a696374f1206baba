"""What is over and would only pile up: sessions, links, tries to sign in."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from kernel import clock
from staff import impersonating, signing_up
from staff.models import Invitation, PasswordReset, SignUp

KEPT = timedelta(days=90)


def tidy() -> dict[str, int]:
    """Delete what ended; links are kept for a quarter, so that a question about one can be answered."""
    now = clock.now()
    return {
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "attempts": AccessAttempt.objects.filter(attempt_time__lt=now - timedelta(days=1)).delete()[0],
        "invitations": Invitation.objects.filter(expires_at__lt=now - KEPT).delete()[0],
        "sign_ups": SignUp.objects.filter(expires_at__lt=now - KEPT).delete()[0],
        "networks": signing_up.forget_networks(),
        "impersonations": impersonating.end_expired(),
        "resets": PasswordReset.objects.filter(expires_at__lt=now - KEPT).delete()[0],
    }
