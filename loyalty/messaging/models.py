"""What is to reach guests, what did, and what they answered. Everything goes through one gate."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from loyalty.guests.models import Guest


class Message(models.Model):
    """One thing to be said to one guest, once. `campaign` and `target` are numbers of loyalty.campaigns, above."""

    key = models.CharField(max_length=120, unique=True, db_index=False)  # of the occasion: one effect per key
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False, related_name="+")
    campaign_id = models.BigIntegerField(null=True)
    target_id = models.BigIntegerField(null=True)
    once = models.BooleanField(default=False)  # of a campaign that says it once: one per guest and channel
    kind = models.CharField(max_length=10)  # marketing | service | asked
    purpose = models.CharField(max_length=24)
    title = models.CharField(max_length=80, blank=True, default="")  # what staff read in the log
    channels = ArrayField(models.CharField(max_length=8))  # best first
    priority = models.SmallIntegerField(default=0)  # the greater goes first
    counts = models.BooleanField(default=True)  # towards the frequency
    # {locale: {channel: {"text"} | {"subject", "body"}}} with clauses that drop out, and what is known to fill them
    texts = models.JSONField()
    facts = models.JSONField(default=dict)
    not_before = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    moot_after_visit = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="waiting")
    due_at = models.DateTimeField()
    reason = models.CharField(max_length=24, blank=True, default="")  # why it waits or was dropped
    because = models.CharField(max_length=24, blank=True, default="")
    judged_at = models.DateTimeField(null=True)
    judgements = models.IntegerField(default=0)
    made_at = models.DateTimeField()
    # From the claim on:
    channel = models.CharField(max_length=8, blank=True, default="")
    vendor = models.CharField(max_length=12, blank=True, default="")
    address_hash = models.BinaryField(max_length=16, null=True)
    rendered = models.JSONField(null=True)  # what the guest reads
    parts = models.SmallIntegerField(default=1)
    cost_cents = models.BigIntegerField(default=0)
    claim = models.UUIDField(null=True, unique=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(
        null=True
    )  # = claimed_at until it is known better; null again after a certain failure
    sent_on = models.DateField(null=True)
    provider_id = models.CharField(max_length=120, blank=True, default="")
    error = models.CharField(max_length=120, blank=True, default="")
    delivered_at = models.DateTimeField(null=True)
    clicked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_state",
                condition=models.Q(
                    state__in=["waiting", "claimed", "sent", "delivered", "failed", "unknown", "dropped"]
                ),
            ),
            # The database itself lets a campaign say a thing once to a guest by a channel.
            models.UniqueConstraint(
                fields=["campaign_id", "guest", "channel"],
                name="message_once",
                condition=models.Q(once=True, state__in=["claimed", "sent", "delivered", "unknown"]),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=models.Q(state="waiting")),
            models.Index(fields=["claimed_at"], name="message_claimed", condition=models.Q(state="claimed")),
            models.Index(fields=["guest", "-id"], name="message_guest"),
            models.Index(fields=["campaign_id", "id"], name="message_campaign"),
            models.Index(
                fields=["address_hash", "-sent_at"],
                name="message_address",
                condition=models.Q(address_hash__isnull=False, sent_at__isnull=False),
            ),
            models.Index(
                fields=["provider_id"], name="message_provider", condition=~models.Q(provider_id="")
            ),
            models.Index(fields=["sent_on"], name="message_day", condition=models.Q(sent_on__isnull=False)),
        ]


class Judgement(models.Model):
    """What the gate said of a message, where it said something new: what staff read as "why not"."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=6)  # send | wait | drop
    reason = models.CharField(max_length=24, blank=True, default="")
    because = models.CharField(max_length=24, blank=True, default="")
    until = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)


class Receipt(models.Model):
    """What a vendor told of a message, as it came; stored first, worked on afterwards."""

    channel = models.CharField(max_length=8)
    vendor = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=32, unique=True)
    body = models.JSONField()
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="receipt_open", condition=models.Q(applied_at__isnull=True))
        ]


class Reply(models.Model):
    """What a guest wrote back, and how it was read."""

    channel = models.CharField(max_length=8)
    vendor = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=32, unique=True)
    address_hash = models.BinaryField(max_length=16)
    text = models.CharField(max_length=500)
    received_at = models.DateTimeField()
    read_as = models.CharField(max_length=8)  # opt_out | doubtful | other
    guest = models.ForeignKey(Guest, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")
    message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    settled_as = models.CharField(max_length=8, blank=True, default="")
    settled_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["guest", "-id"], name="reply_guest"),
            models.Index(
                fields=["address_hash"],
                name="reply_doubtful",
                condition=models.Q(read_as="doubtful", settled_at__isnull=True),
            ),
        ]


class OptOut(models.Model):
    """A guest wants no more of it. Kept by the hash of the address too: a new record with an old number stays out."""

    guest = models.ForeignKey(Guest, null=True, on_delete=models.SET_NULL, related_name="+")
    address_hash = models.BinaryField(max_length=16, null=True)
    channel = models.CharField(max_length=8, blank=True, default="")  # '' : all
    at = models.DateTimeField()
    through = models.CharField(max_length=12)  # link | reply | desk | vendor | complaint | api
    wording = models.CharField(max_length=500, blank=True, default="")
    by_name = models.CharField(max_length=80, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["address_hash"], name="optout_address", condition=models.Q(ended_at__isnull=True)
            )
        ]


class DeadAddress(models.Model):
    """An address that receipts say nobody answers to: an empty number, a mailbox that is none."""

    pk = models.CompositePrimaryKey("guest_id", "channel")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, db_index=False, related_name="+")
    channel = models.CharField(max_length=8)
    address_hash = models.BinaryField(max_length=16)  # another address of the guest is alive again
    dead_at = models.DateTimeField()
    why = models.CharField(max_length=80)


class Spend(models.Model):
    """What messages cost in a day or a month, by channel ('' : all): the row on which senders take turns."""

    pk = models.CompositePrimaryKey("scope", "channel")
    scope = models.CharField(max_length=16)  # 'day:2026-11-23' | 'month:2026-11'
    channel = models.CharField(max_length=8)
    limit_cents = models.BigIntegerField(null=True)
    reserved_cents = models.BigIntegerField(default=0)
    spent_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="messages_within_cap",
                condition=models.Q(limit_cents__isnull=True)
                | models.Q(limit_cents__gte=models.F("reserved_cents") + models.F("spent_cents")),
            ),
            models.CheckConstraint(
                name="messages_spend_not_negative",
                condition=models.Q(reserved_cents__gte=0, spent_cents__gte=0),
            ),
        ]


class Settings(models.Model):
    """A property's rules of courtesy and its vendors. Without the row: what loyalty.messaging.settings says."""

    only = models.BooleanField(primary_key=True, default=True)
    document = models.JSONField()
    hook_token = models.CharField(
        max_length=43, blank=True, default=""
    )  # in the addresses vendors post receipts to
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.CheckConstraint(name="one_settings", condition=models.Q(only=True))]


class Filing(models.Model):
    """A text filed with an SMS vendor: only what it approved can be sent."""

    vendor = models.CharField(max_length=12)  # aliyun | tencent
    digest = models.BinaryField(max_length=32)  # of the text with its places
    text = models.CharField(max_length=500)
    fields = ArrayField(models.CharField(max_length=40), default=list)  # in the order of the vendor's places
    vendor_code = models.CharField(max_length=40, blank=True, default="")
    state = models.CharField(max_length=10, default="to_file")  # to_file | filed | approved | refused
    reason = models.CharField(max_length=200, blank=True, default="")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vendor", "digest"], name="filing_once")]
