"""What a house sells and what it costs, what guests had of it, and what rooms and bookings cost."""

from datetime import date

from django.db import models

from loyalty.guests.models import Guest


class Product(models.Model):
    """A product or service. Money in cents of the property's currency."""

    code = models.CharField(max_length=40, unique=True, db_index=False)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True, default="")
    kind = models.CharField(max_length=8, default="product")  # product | service
    category = models.CharField(max_length=40, blank=True, default="")
    unit = models.CharField(max_length=16, blank=True, default="")
    price_cents = models.BigIntegerField()
    cost_cents = models.BigIntegerField(null=True)  # null: not known
    stock = models.IntegerField(null=True)  # null: not counted
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="product_stock", condition=models.Q(stock__isnull=True) | models.Q(stock__gte=0)
            ),
            models.CheckConstraint(
                name="product_money",
                condition=models.Q(price_cents__gte=0)
                & (models.Q(cost_cents__isnull=True) | models.Q(cost_cents__gte=0)),
            ),
        ]


class Consumption(models.Model):
    """What one guest had, or was given. Rows are never changed; a correction is a row that takes back."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False, related_name="+")
    stay = models.BigIntegerField(null=True)  # stays_stay.id
    product = models.ForeignKey(
        Product, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    name = models.CharField(max_length=80)
    quantity = models.IntegerField()
    amount_cents = models.BigIntegerField()  # what the guest paid; 0 for a gift
    cost_cents = models.BigIntegerField(null=True)  # of all of it; null: not known
    on_folio = models.BooleanField(default=False)  # the PMS tells this money too, as fnb or other of the stay
    folio = models.CharField(max_length=5, blank=True, default="")  # then: fnb | other
    day = models.DateField()
    at = models.DateTimeField()
    source = models.CharField(max_length=12)  # desk | api | import | surprise
    key = models.CharField(max_length=120, null=True, unique=True)
    takes_back = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="+")
    # How much of it came off the counted stock, so that taking it back puts exactly that back.
    from_stock = models.IntegerField(default=0, db_default=0)
    by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["guest", "-id"], name="consumption_guest"),
            models.Index(fields=["stay"], name="consumption_stay", condition=models.Q(stay__isnull=False)),
            models.Index(fields=["day"], name="consumption_day"),
        ]


# From which day on the first value of a cost holds: for ever before, too.
ALWAYS = date(1, 1, 1)


class Held(models.Model):
    """What one cost is from a day on, until the next row of the same: the visit's day of check-in decides.

    `rooms` of a room type ('': every other): cents a night. `share` of fnb or other, `commission` of a source: basis
    points, 1500 = 15 %. The first row of each holds from ALWAYS on. Null: not known from then on.
    """

    kind = models.CharField(max_length=10)  # rooms | share | commission
    thing = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    value = models.BigIntegerField(null=True)
    set_at = models.DateTimeField(null=True)  # null: before this was written down
    by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing", "valid_from"], name="cost_once_from_a_day"),
            models.CheckConstraint(
                name="cost_not_negative", condition=models.Q(value__isnull=True) | models.Q(value__gte=0)
            ),
        ]


class Margin(models.Model):
    """When costs of any kind were last set, and whose turn it is to set them: one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    changed_at = models.DateTimeField(null=True)
    changed_by_name = models.CharField(max_length=80, blank=True, default="", db_default="")
