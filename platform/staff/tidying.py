"""What is over and would only pile up: sessions, links, tries to sign in."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from kernel import clock
from staff.models import Invitation, PasswordReset

KEPT = timedelta(days=90)


def tidy() -> dict[str, int]:
    """Delete what ended; links are kept for a quarter, so that a question about one can be answered."""
    now = clock.now()
    return {
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "attempts": AccessAttempt.objects.filter(attempt_time__lt=now - timedelta(days=1)).delete()[0],
        "invitations": Invitation.objects.filter(expires_at__lt=now - KEPT).delete()[0],
        "resets": PasswordReset.objects.filter(expires_at__lt=now - KEPT).delete()[0],
    }
