"""Guests of one property, the identities that lead to them, and what is doubtful about them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Guest(models.Model):
    """A person known to this property. What the PMS says is derived from the stays; staff add to it."""

    # Guests merged away keep their row and point to the one that stands for the person.
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    # The stay by which this guest came to be: it goes where the guest goes when records are told apart.
    anchor = models.CharField(max_length=64, blank=True, default="")
    name = models.CharField(max_length=120)
    # full pinyin and initials, as typed into the search: 'lisi ls'
    pinyin = models.CharField(max_length=260, blank=True, default="")
    phone = models.CharField(max_length=20, null=True)  # E.164
    person = models.BinaryField(max_length=16)  # keyed hash within the chain
    birthday = models.DateField(null=True)
    gender = models.CharField(max_length=8, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    language = models.CharField(max_length=16, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    secret = models.BooleanField(default=False)  # never shown in lists, never pushed anywhere
    # Fields that staff set by hand: the PMS does not overwrite them.
    by_hand = ArrayField(models.CharField(max_length=20), default=list)
    tags = ArrayField(models.CharField(max_length=40), default=list)
    # Derived from the stays by the journey:
    nickname = models.CharField(max_length=240, blank=True, default="")
    visits = models.IntegerField(default=0)
    nights = models.IntegerField(default=0)
    spend_cents = models.BigIntegerField(default=0)
    first_visit_on = models.DateField(null=True)
    last_visit_on = models.DateField(null=True)
    last_check_out_on = models.DateField(null=True)
    channel = models.CharField(max_length=10, blank=True, default="")
    source = models.CharField(max_length=60, blank=True, default="")
    room_no = models.CharField(max_length=20, blank=True, default="")
    rate_cents = models.BigIntegerField(default=0)
    remark_complete = models.BooleanField(default=False)
    contested = models.BooleanField(default=False)  # shares an identity with another guest
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["changed_at", "id"], name="guest_changed"),
            models.Index(fields=["last_visit_on", "id"], name="guest_last_visit"),
            models.Index(
                fields=["merged_into"], name="guest_merged", condition=models.Q(merged_into__isnull=False)
            ),
        ]


class Identity(models.Model):
    """One key that leads to a guest. Kinds by strength, strongest first: loyalty.guests.matching.KINDS."""

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE)
    kind = models.SmallIntegerField()
    value = models.CharField(max_length=128)
    # Entered by staff on this guest row, not read from a stay: it stays with that row through merges.
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value", "guest"], name="identity_once_per_guest")
        ]


class Decision(models.Model):
    """Staff said that two guests are the same person, or are not. Undone decisions stay as history."""

    first = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="+")
    same = models.BooleanField()
    gained_tags = ArrayField(models.CharField(max_length=40), default=list)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)


class Doubt(models.Model):
    """The review list: two guests who may be one person, or one identity claimed by two."""

    kind = models.CharField(max_length=16)  # conflict | masked_phone
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="+", db_index=False)
    reason = models.CharField(max_length=200)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "guest", "other"], name="doubt_once")]


class Tag(models.Model):
    """A word that staff may put on a guest: the standard set and the property's own."""

    name = models.CharField(max_length=40, unique=True, db_index=False)
    kind = models.CharField(max_length=10, default="own")  # standard | own
    sensitive = models.BooleanField(default=False)
    position = models.IntegerField(default=100)


class Consent(models.Model):
    """A guest agreed to one purpose, or took it back. Rows are never changed: the newest of a purpose holds.

    `channel` is what it was said of; '' is all of them.
    """

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False)
    purpose = models.CharField(max_length=24)  # loyalty.guests.consents.PURPOSES
    channel = models.CharField(max_length=8, blank=True, default="", db_default="")
    given = models.BooleanField()
    wording = models.CharField(max_length=500)  # what the guest agreed to, as it was said
    through = models.CharField(max_length=24)  # desk | form | message | import | api
    at = models.DateTimeField()
    by = models.CharField(max_length=64, blank=True, default="")
    by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["guest", "purpose", "channel", "-id"], name="consent_newest")]


class Profile(models.Model):
    """What is known of a guest beyond his stays; set by staff, or suggested and not contradicted."""

    guest = models.OneToOneField(Guest, primary_key=True, on_delete=models.CASCADE, related_name="+")
    motive = models.CharField(
        max_length=12, blank=True, default=""
    )  # captive | convenience | quality | price | loyal
    occupation = models.CharField(max_length=60, blank=True, default="")
    region = models.CharField(max_length=60, blank=True, default="")
    minor = models.BooleanField(default=False)
    preferred_channel = models.CharField(max_length=8, blank=True, default="")
    preferred_hour = models.SmallIntegerField(null=True)  # local, 0–23
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="profile_hour",
                condition=models.Q(preferred_hour__isnull=True) | models.Q(preferred_hour__range=(0, 23)),
            )
        ]


class Preference(models.Model):
    """Something a guest likes or needs: quiet, a high floor, a third pillow."""

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, db_index=False)
    code = models.CharField(max_length=24)
    value = models.CharField(max_length=120, blank=True, default="")
    noted_at = models.DateTimeField()
    by_name = models.CharField(max_length=80, blank=True, default="")
    origin = models.CharField(
        max_length=10, default="staff", db_default="staff"
    )  # staff | requests | import | api
    seen_on = models.DateField(null=True)  # the last visit that spoke for it
    # Visits spoke against it: it is shown as doubtful, and no longer proposed on arrival.
    expired_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guest", "code"], name="preference_once")]


class Interaction(models.Model):
    """What passed between a guest and the house, at whichever touch point: free text beside what is structured."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False)
    # complaint | praise | request | conversation | review | habit | service | consumption
    kind = models.CharField(max_length=12)
    source = models.CharField(
        max_length=24, blank=True, default=""
    )  # as the sender calls it: 携程, POS, 微信
    # booking | check_in | desk | housekeeping | fnb | leisure | check_out | review | message | phone
    touch = models.CharField(max_length=12, blank=True, default="", db_default="")
    topic = models.CharField(max_length=24, blank=True, default="", db_default="")  # touches.KeywordRule.code
    at = models.DateTimeField(null=True)  # when it happened, where that is known to the hour
    stay = models.BigIntegerField(null=True)  # stays_stay.id
    facts = models.JSONField(default=dict, db_default={})  # what is structured: rating, items, room_no …
    staff = models.UUIDField(null=True)  # who put it down
    settled_name = models.CharField(max_length=80, blank=True, default="", db_default="")
    department = models.CharField(max_length=24, blank=True, default="", db_default="")
    day = models.DateField()
    text = models.CharField(max_length=2000, blank=True, default="")
    key = models.CharField(max_length=120, null=True, unique=True)
    owner = models.UUIDField(null=True)
    owner_name = models.CharField(max_length=80, blank=True, default="", db_default="")  # as it was given
    due_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=500, blank=True, default="")
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["guest", "-id"], name="interaction_guest"),
            models.Index(
                fields=["id"],
                name="complaint_open",
                condition=models.Q(kind="complaint", settled_at__isnull=True),
            ),
            models.Index(fields=["kind", "-id"], name="interaction_kind"),
            models.Index(
                fields=["settled_at"], name="complaint_closed", condition=models.Q(settled_at__isnull=False)
            ),
        ]
