"""The tables of the ledger. Only the functions in the database write them: loyalty.ledger.posting calls those.

The property's role may add to the history and read it; it may change only the two running sums (an account's
balance, a lot's remainder). See tenants.roles.RIGHTS.
"""

from django.db import models
from django.db.models import Q

MEMBER_KINDS = ["base", "bonus", "pending", "owed", "principal", "gift"]


class Account(models.Model):
    """What one guest row holds of one kind. The house has no rows: its sums are derived from the entries."""

    guest_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    unit = models.CharField(max_length=6)
    balance = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guest_id", "kind"], name="ledger_account_once"),
            # What entries and lots refer to, so that unit and kind are the account's own.
            models.UniqueConstraint(fields=["id", "unit"], name="ledger_account_unit"),
            models.UniqueConstraint(fields=["id", "kind"], name="ledger_account_kind"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="ledger_account_never_below_zero"),
            models.CheckConstraint(
                condition=Q(kind__in=MEMBER_KINDS[:4], unit="points")
                | Q(kind__in=MEMBER_KINDS[4:], unit="cents"),
                name="ledger_account_kinds",
            ),
        ]


class Posting(models.Model):
    """One act: its key makes that it happened once, its entries say what moved."""

    key = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=16)
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    on_day = models.DateField()
    actor_kind = models.CharField(max_length=10)
    actor = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)
    reason = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="ledger_posting_key"),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(kind="reversal"), name="ledger_posting_reversed_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["corrects"],
                condition=Q(corrects__isnull=False) & ~Q(kind="reversal"),
                name="ledger_posting_corrects",
            ),
            models.Index(fields=["on_day"], name="ledger_posting_day"),
        ]


class Lot(models.Model):
    """Value that came at once and ends at once. `source`: the lot it came out of (matured, extended, carried)."""

    # Its foreign key of (account, kind) stands in the migration. Ids of lots and postings have none here: nothing
    # can be deleted, they come from the database itself, and one such key costs up to a fifth of a posting.
    # loyalty.ledger.verifying looks for what dangles.
    account_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    posting_id = models.BigIntegerField()
    source_id = models.BigIntegerField(null=True)
    amount = models.BigIntegerField()
    remaining = models.BigIntegerField()
    earned_on = models.DateField()
    expires_on = models.DateField(null=True)  # the last day on which it can be used
    matures_on = models.DateField(null=True)
    becomes = models.CharField(max_length=10, null=True)
    extended = models.BooleanField(default=False)
    origin = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(remaining__gte=0) & Q(remaining__lte=models.F("amount")) & Q(amount__gt=0),
                name="ledger_lot_remaining",
            ),
            models.CheckConstraint(
                condition=~Q(kind="principal") | Q(expires_on__isnull=True),
                name="ledger_lot_principal_never_expires",
            ),
            models.CheckConstraint(
                condition=Q(kind="pending", matures_on__isnull=False, becomes__in=["base", "bonus"])
                | (~Q(kind="pending") & Q(matures_on__isnull=True, becomes__isnull=True)),
                name="ledger_lot_pending",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account_id", "expires_on"], condition=Q(remaining__gt=0), name="ledger_lot_open"
            ),
            models.Index(
                fields=["expires_on"],
                condition=Q(remaining__gt=0, expires_on__isnull=False),
                name="ledger_lot_expiring",
            ),
            models.Index(
                fields=["matures_on"],
                condition=Q(remaining__gt=0, matures_on__isnull=False),
                name="ledger_lot_maturing",
            ),
            models.Index(
                fields=["source_id"], condition=Q(source_id__isnull=False), name="ledger_lot_source"
            ),
        ]


class Entry(models.Model):
    """`amount` of `unit` went from one side to the other: so every posting balances, whoever wrote it.

    A side is a guest's account or a kind of the house's, with the other property where it is clearing.
    """

    posting_id = models.BigIntegerField(db_index=True)
    unit = models.CharField(max_length=6)
    amount = models.BigIntegerField()
    # Foreign keys of (account, unit) stand in the migration; ids of postings and lots have none, as in Lot.
    from_account = models.BigIntegerField(null=True)
    from_house = models.CharField(max_length=10, null=True)
    from_lot = models.BigIntegerField(null=True)
    from_after = models.BigIntegerField(null=True)
    to_account = models.BigIntegerField(null=True)
    to_house = models.CharField(max_length=10, null=True)
    to_lot = models.BigIntegerField(null=True)
    to_after = models.BigIntegerField(null=True)
    counterpart = models.BigIntegerField(null=True)  # the other property, for clearing

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_entry_amount"),
            models.CheckConstraint(
                condition=(
                    Q(from_account__isnull=True, from_house__isnull=False, from_after__isnull=True)
                    | Q(from_account__isnull=False, from_house__isnull=True, from_after__gte=0)
                )
                & (
                    Q(to_account__isnull=True, to_house__isnull=False, to_after__isnull=True)
                    | Q(to_account__isnull=False, to_house__isnull=True, to_after__gte=0)
                ),
                name="ledger_entry_sides",
            ),
        ]
        indexes = [
            models.Index(
                fields=["from_account", "id"],
                condition=Q(from_account__isnull=False),
                name="ledger_entry_from",
            ),
            models.Index(
                fields=["to_account", "id"], condition=Q(to_account__isnull=False), name="ledger_entry_to"
            ),
        ]
