"""Who saw and did what. Rows are added, never changed."""

from django.db import models

# What follows from stays and nights, guest by guest: told to vendors, and no news to a person.
OF_STAYS = ("guest.updated", "points.changed", "remark.completed", "tier.changed", "wallet.changed")


class Entry(models.Model):
    at = models.DateTimeField()
    chain_id = models.BigIntegerField(null=True)
    property_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=10)  # staff | key | command | system
    actor = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=80)
    action = models.CharField(max_length=40)  # guest.phone_read, guests.exported, staff.invited …
    subject = models.CharField(max_length=80, blank=True, default="")
    facts = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes = [
            # What people look through: one in a thousand entries, once stays come in.
            models.Index(
                fields=["chain_id", "-id"],
                name="entry_of_chain",
                condition=~models.Q(actor_kind="system", action__in=OF_STAYS),
            )
        ]


class Outbox(models.Model):
    """Entries that somebody outside hears of, until partners.events has given them their number.

    Written with the entry, in its transaction: what was rolled back is never told, what was committed always.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="+")
