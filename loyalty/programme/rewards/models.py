"""What points were spent on: rewards and what became of them, plays with their rolls, and what is left to give."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from loyalty.guests.models import Guest


class Stock(models.Model):
    """How much of a thing was given, and of a budget spent: the row on which everybody who takes of it takes turns."""

    what = models.CharField(max_length=90, primary_key=True)  # reward:CODE, prize:GAME:CODE, budget:GAME
    taken = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(name="stock_not_below_0", condition=models.Q(taken__gte=0))]


class Play(models.Model):
    """One play: the number drawn and the odds it was held against, so that anybody can check the outcome."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False)
    game = models.CharField(max_length=40)
    version = models.IntegerField()  # of the programme whose odds were published
    roll = models.IntegerField()  # 0 to 9,999
    prize = models.CharField(max_length=40, blank=True, default="")  # none: no prize
    points = models.BigIntegerField()  # paid
    cost_cents = models.BigIntegerField()  # of the prize, out of the budget
    posting = models.BigIntegerField(null=True)
    day = models.DateField()
    key = models.CharField(max_length=200, unique=True, db_index=False)
    played_at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(name="play_roll", condition=models.Q(roll__gte=0, roll__lt=10_000)),
        ]
        indexes = [
            models.Index(fields=["guest", "game", "day"], name="play_guest"),
            models.Index(fields=["game", "id"], name="play_game"),
        ]


class Fulfilment(models.Model):
    """A reward or a prize that a guest gets: open until staff confirm that it was handed over."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=40)  # of the reward, or of the prize
    game = models.CharField(max_length=40, blank=True, default="")  # for a prize
    play = models.OneToOneField(Play, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)  # virtual | physical | service | coupon | night | draw | prize
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    quantity = models.IntegerField()
    points = models.BigIntegerField()  # altogether
    money_cents = models.BigIntegerField()  # altogether, paid at the desk
    price_cents = models.BigIntegerField()  # altogether
    cost_cents = models.BigIntegerField()  # altogether
    posting = models.BigIntegerField(null=True)
    coupons = ArrayField(models.CharField(max_length=12), default=list)  # codes that were issued
    limited = models.BooleanField(default=False)  # out of a stock
    state = models.CharField(max_length=11, default="open")
    day = models.DateField()
    key = models.CharField(max_length=200, unique=True, db_index=False)
    made_at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=80)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=64, blank=True, default="")
    settled_by_name = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True, default="")  # of a cancellation

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="fulfilment_state",
                condition=models.Q(state="open", settled_at__isnull=True)
                | models.Q(state="handed_over", settled_at__isnull=False)
                | models.Q(state="cancelled", settled_at__isnull=False) & ~models.Q(reason=""),
            ),
            models.CheckConstraint(name="fulfilment_from_1", condition=models.Q(quantity__gte=1)),
        ]
        indexes = [
            models.Index(fields=["guest", "code", "day"], name="fulfilment_guest"),
            models.Index(fields=["state", "id"], name="fulfilment_state_id"),
        ]
