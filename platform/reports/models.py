"""Figures of the chain's properties: cells per property and day, persons by keyed hash.

Cells are recomputed from the property's own visits and replaced, never incremented; nothing here names a guest.
`property_id` is a plain number: this package lies below the tenants. docs/decisions/0005-cells.md says why.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Cell(models.Model):
    """What visits with check-in on one day (or in one month) add up to, by channel."""

    pk = models.CompositePrimaryKey("property_id", "day", "channel")
    property_id = models.BigIntegerField()
    day = models.DateField()
    channel = models.CharField(max_length=10)
    visits = models.IntegerField()
    repeat_visits = models.IntegerField()
    nights = models.IntegerField()
    revenue_cents = models.BigIntegerField()
    # visits with exactly this ordinal: guests who reached it on this day
    ordinal1 = models.IntegerField()
    ordinal2 = models.IntegerField()
    ordinal3 = models.IntegerField()
    ordinal4 = models.IntegerField()
    ordinal5 = models.IntegerField()
    ordinal6 = models.IntegerField()
    ordinal7 = models.IntegerField()
    ordinal8 = models.IntegerField()
    ordinal9 = models.IntegerField()
    ordinal10 = models.IntegerField()
    ordinal11 = models.IntegerField()
    # remark tasks of these visits that are due, complete as of now, complete by their deadline
    due = models.IntegerField()
    complete = models.IntegerField()
    on_time = models.IntegerField()

    class Meta:
        abstract = True


class DayCell(Cell):
    pass


class MonthCell(Cell):
    """`day` is the first of the month."""


class PairDay(models.Model):
    """Consecutive visits a -> b of one guest; owned by the month of day_b."""

    # `n` is part of the key so that the index alone answers.
    pk = models.CompositePrimaryKey("property_id", "day_b", "day_a", "channel_a", "repeat_a", "n")
    property_id = models.BigIntegerField()
    day_a = models.DateField()
    day_b = models.DateField()
    channel_a = models.CharField(max_length=10)
    repeat_a = models.BooleanField()
    n = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["property_id", "day_a", "day_b"],
                include=["channel_a", "repeat_a", "n"],
                name="pair_by_first",
            )
        ]


class PairMonth(models.Model):
    """The same by months (the first of each): how many first visits were of each channel, how many were repeats."""

    pk = models.CompositePrimaryKey("property_id", "day_b", "day_a")
    property_id = models.BigIntegerField()
    day_a = models.DateField()
    day_b = models.DateField()
    member = models.IntegerField()
    corporate = models.IntegerField()
    ota = models.IntegerField()
    walk_in = models.IntegerField()
    repeats = models.IntegerField()


class TaskCell(models.Model):
    """Remark tasks of visits with check-in on one day, by who had to do them ('' : nobody was assigned)."""

    pk = models.CompositePrimaryKey("property_id", "day", "clerk", "shift")
    property_id = models.BigIntegerField()
    day = models.DateField()
    clerk = models.CharField(max_length=64)
    shift = models.CharField(max_length=20)
    in_house = models.IntegerField()  # not due yet
    due = models.IntegerField()
    complete = models.IntegerField()
    on_time = models.IntegerField()
    # of the due: the four works
    nickname = models.IntegerField()
    tags = models.IntegerField()
    phone = models.IntegerField()
    description = models.IntegerField()
    none_noted = models.IntegerField()
    # of the due: nicknames that were written and do not agree with the stays, by what is wrong first
    wrong_count = models.IntegerField()
    wrong_date = models.IntegerField()
    wrong_rate = models.IntegerField()
    wrong_source = models.IntegerField()
    wrong_room = models.IntegerField()
    wrong_name = models.IntegerField()
    wrong_unparsed = models.IntegerField()
    # of the complete: minutes from check-out to completion, in order; medians are exact
    minutes = ArrayField(models.IntegerField())


class ProfitSums(models.Model):
    """What visits with check-in on one day (or in one month) brought and cost, by source, channel and room type.

    Without a visit ('' for all three): what guests had on that day beside any stay. `unknown`: '<what>:<of>' of
    costs that nobody has set (reports.profit).
    """

    pk = models.CompositePrimaryKey("property_id", "day", "source", "channel", "room_type")
    property_id = models.BigIntegerField()
    day = models.DateField()
    source = models.CharField(max_length=60)
    channel = models.CharField(max_length=10)
    room_type = models.CharField(max_length=60)
    visits = models.IntegerField()
    nights = models.IntegerField()
    waiting = models.IntegerField(default=0, db_default=0)  # in house, nobody has told what the room brings
    revenue_cents = models.BigIntegerField()
    commission_cents = models.BigIntegerField()
    rooms_cents = models.BigIntegerField()
    goods_cents = models.BigIntegerField()
    given_cents = models.BigIntegerField()
    unknown = ArrayField(models.TextField())

    class Meta:
        abstract = True


class ProfitCell(ProfitSums):
    pass


class ProfitMonth(ProfitSums):
    """`day` is the first of the month."""


class ClerkName(models.Model):
    """What a property calls its clerks, so that reports on staff visit no schema."""

    pk = models.CompositePrimaryKey("property_id", "clerk")
    property_id = models.BigIntegerField()
    clerk = models.CharField(max_length=64)  # the PMS's number
    clerk_id = models.BigIntegerField()
    name = models.CharField(max_length=80)


class GuestDays(models.Model):
    """First and second visit of one guest at one property, under the person's keyed hash."""

    pk = models.CompositePrimaryKey("property_id", "guest_id")
    property_id = models.BigIntegerField()
    guest_id = models.BigIntegerField()
    chain_id = models.BigIntegerField()
    person = models.BinaryField(max_length=16)
    first_on = models.DateField()
    second_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["chain_id", "person"], name="guestdays_person")]


class Person(models.Model):
    """First and second visit of one person over all properties of a chain."""

    pk = models.CompositePrimaryKey("chain_id", "person")
    chain_id = models.BigIntegerField()
    person = models.BinaryField(max_length=16)
    first_on = models.DateField()
    second_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["chain_id", "first_on"], name="person_first"),
            models.Index(fields=["chain_id", "second_on"], name="person_second"),
        ]


class PersonDay(models.Model):
    """How many persons of a chain had their first, their second visit on this day."""

    pk = models.CompositePrimaryKey("chain_id", "day")
    chain_id = models.BigIntegerField()
    day = models.DateField()
    first = models.IntegerField()
    second = models.IntegerField()


class DirtyMonth(models.Model):
    """A month of a property whose cells are to be computed anew. Written with the change itself."""

    property_id = models.BigIntegerField()
    month = models.DateField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["property_id"], name="dirtymonth_property")]


class DirtyGuest(models.Model):
    property_id = models.BigIntegerField()
    guest_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["property_id"], name="dirtyguest_property")]


class DirtyLife(models.Model):
    """A guest whose visits changed: his place in the lifecycle is to be judged anew, and what campaigns make of it."""

    property_id = models.BigIntegerField()
    guest_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["property_id"], name="dirtylife_property")]


class ProgrammeCell(models.Model):
    """One figure of a property's programme on one local day: what stood at its end, or what happened on it.

    `measure` and `key` say which (reports.programme); amounts are in cents of the property's currency. Computed anew
    from the property's own tables and replaced, never incremented.
    """

    pk = models.CompositePrimaryKey("property_id", "day", "measure", "key")
    property_id = models.BigIntegerField()
    day = models.DateField()
    measure = models.CharField(max_length=24)
    key = models.CharField(max_length=100)
    n = models.BigIntegerField()
    amount_cents = models.BigIntegerField()
    cost_cents = models.BigIntegerField()


class ProgrammeName(models.Model):
    """What a property's programme calls its tiers, benefits, coupons and rewards."""

    pk = models.CompositePrimaryKey("property_id", "kind", "code")
    property_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)  # tier | benefit | coupon | reward
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    place = models.SmallIntegerField()  # in the programme's order


class ProgrammeAge(models.Model):
    """Up to when a property's programme cells hold what happened."""

    property_id = models.BigIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    # What was looked at: nothing is made anew while these are still the newest.
    seen = models.JSONField(default=dict)


class WinningDocument(models.Model):
    """What one property's last assessment came to, as far as reports tell it: one document of each kind.

    Kinds by reports.winning; replaced whole. Nothing in it names a guest.
    """

    pk = models.CompositePrimaryKey("property_id", "kind")
    property_id = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    as_of = models.DateField()
    document = models.JSONField()
    made_at = models.DateTimeField()


class StageCell(models.Model):
    """How many guests of a property stood in a stage at the end of a local day, by how they first came."""

    pk = models.CompositePrimaryKey("property_id", "day", "channel", "source", "stage")
    property_id = models.BigIntegerField()
    day = models.DateField()
    channel = models.CharField(max_length=10)
    source = models.CharField(max_length=60)
    stage = models.CharField(max_length=10)
    n = models.IntegerField()
    reckoned = models.BooleanField(default=False)  # afterwards, by the norms of a later night


class SpellCell(models.Model):
    """Times between visits of one cohort after one ordinal, equal ones together: what curves are drawn from.

    `body`: three rows of little-endian 32-bit numbers: days, how many came on that day, how many were still away then.
    """

    pk = models.CompositePrimaryKey("property_id", "kind", "cohort", "ordinal")
    property_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)  # all | channel | source
    cohort = models.CharField(max_length=60)
    ordinal = models.SmallIntegerField()
    body = models.BinaryField()


class CampaignCell(models.Model):
    """What became of the guests that a campaign chose on one day, by stage, offer, arm and reason: sums over guests."""

    pk = models.CompositePrimaryKey("property_id", "day", "campaign_id", "stage", "offer", "arm", "reason")
    property_id = models.BigIntegerField()
    day = models.DateField()
    campaign_id = models.BigIntegerField()
    stage = models.CharField(max_length=10)
    offer = models.CharField(max_length=10)  # coupon | points | gap | none
    arm = models.CharField(max_length=8)  # A | B | holdout | none
    reason = models.CharField(max_length=32)  # of whom restraint left alone
    n = models.IntegerField()
    sent = models.IntegerField()
    answered = models.IntegerField()
    visited = models.IntegerField()
    visits = models.IntegerField()
    visits_squared = models.BigIntegerField()
    revenue_cents = models.BigIntegerField()
    revenue_squared = models.FloatField()
    cost_cents = models.BigIntegerField()
    saved_cents = models.BigIntegerField()
    given = models.IntegerField()  # coupons that reached a guest
    redeemed = models.IntegerField()
    # Of the revenue, what is left (loyalty.campaigns.profit); and of how many of these a cost in it is not known.
    profit_cents = models.BigIntegerField(default=0, db_default=0)
    profit_squared = models.FloatField(default=0.0, db_default=0.0)
    cost_unknown = models.IntegerField(default=0, db_default=0)


class CampaignName(models.Model):
    """What a property calls its campaigns."""

    pk = models.CompositePrimaryKey("property_id", "campaign_id")
    property_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=16)


class MessageCell(models.Model):
    """Messages that went from a property to guests on one local day, by channel."""

    pk = models.CompositePrimaryKey("property_id", "day", "channel")
    property_id = models.BigIntegerField()
    day = models.DateField()
    channel = models.CharField(max_length=8)
    sent = models.IntegerField()
    cost_cents = models.BigIntegerField()


class WinningAge(models.Model):
    """What a property's figures on who slips away were made from: nothing is made anew while these are the newest."""

    property_id = models.BigIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    seen = models.JSONField(default=dict)
