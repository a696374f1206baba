"""Figures of the chain's properties: cells per property and day, persons by keyed hash.

Cells are recomputed from the property's own visits and replaced, never incremented; nothing here names a guest.
`property_id` is a plain number: this package lies below the tenants.
"""

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
    ordinal6 = models.IntegerField()
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

    pk = models.CompositePrimaryKey("property_id", "day_b", "day_a", "channel_a", "repeat_a")
    property_id = models.BigIntegerField()
    day_a = models.DateField()
    day_b = models.DateField()
    channel_a = models.CharField(max_length=10)
    repeat_a = models.BooleanField()
    n = models.IntegerField()


class PairMonth(models.Model):
    """The same by months (the first of each)."""

    pk = models.CompositePrimaryKey("property_id", "day_b", "day_a", "channel_a", "repeat_a")
    property_id = models.BigIntegerField()
    day_a = models.DateField()
    day_b = models.DateField()
    channel_a = models.CharField(max_length=10)
    repeat_a = models.BooleanField()
    n = models.IntegerField()


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


class PersonMonth(models.Model):
    pk = models.CompositePrimaryKey("chain_id", "month")
    chain_id = models.BigIntegerField()
    month = models.DateField()
    first = models.IntegerField()
    second = models.IntegerField()


class DirtyMonth(models.Model):
    """A month of a property whose cells are to be computed anew. Written with the change itself."""

    property_id = models.BigIntegerField()
    month = models.DateField()
    at = models.DateTimeField()


class DirtyGuest(models.Model):
    property_id = models.BigIntegerField()
    guest_id = models.BigIntegerField()
    at = models.DateTimeField()
